"""The part of policy.yml about reporting duties: which laws, which reports, and by when."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import Key, Line, Record, Sentence, Url, means

ReportStart = Annotated[
    Literal["aware", "classified", "filing"],
    means(
        aware="`aware_at`: when we knew.",
        classified="`classified_at`: when it was judged reportable.",
        filing="`filed_at` of the report named by `after`.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLimit(Record):
    """A length of time from one moment; exactly one of the three lengths is given."""

    counted_from: ReportStart
    """The moment of the record from which it counts."""
    after: Line | None = None
    """For `filing` alone: the stage of the earlier report."""
    hours: Annotated[int, at.Gt(0), at.Le(8_784)] | None = None
    """So many hours."""
    business_days: Annotated[int, at.Gt(0), at.Le(366)] | None = None
    """So many business days, by the days and holidays of this file."""
    months: Annotated[int, at.Gt(0), at.Le(24)] | None = None
    """So many calendar months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """A report that a regime asks for."""

    stage: Line
    """Its name, as an incident writes it under `filings`."""
    limits: Annotated[tuple[ReportLimit, ...], at.MinLen(1), at.MaxLen(5)]
    """By when; of several, the earliest counts."""
    note: Sentence | None = None
    """Anything about it that a reader should know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime(Record):
    """A law or contract that asks for reports. A reminder, no legal advice."""

    id: Key
    """The name that incidents write under `regulatory.regime`; capitals make no difference."""
    name: Line
    """The name that people read."""
    url: Url | None = None
    """Where to read it."""
    clocks: Annotated[tuple[Report, ...], at.MinLen(1), at.MaxLen(20)]
    """Its reports, in order."""
