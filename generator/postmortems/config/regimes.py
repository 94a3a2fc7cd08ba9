"""The part of policy.yml about duties to report: which reports a law or a contract asks for, when.

A reminder for those who have such a duty, and no legal advice.
"""

from dataclasses import dataclass
from typing import Annotated

import annotated_types as at

from postmortems.fields import Key, Label, Line, Record, Sentence, Url

Few = Annotated[int, at.Ge(1), at.Le(10_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportClock(Record):
    """How long a report may take; one of the three lengths is given."""

    counted_from: Label
    """`aware_at` or `classified_at` of the record, or the stage of an earlier report."""
    hours: Few | None = None
    """Hours of the clock on the wall."""
    business_days: Few | None = None
    """Business days, as the policy counts them."""
    months: Few | None = None
    """Calendar months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """One report that is due."""

    stage: Label
    """The name that records write under `filings`."""
    clocks: Annotated[tuple[ReportClock, ...], at.MinLen(1), at.MaxLen(5)]
    """How long it may take; where several run, the one that ends first counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime(Record):
    """A law or a contract that asks for reports of incidents."""

    id: Key
    """The name that records write under `regulatory`."""
    name: Line
    """The name that people read."""
    note: Sentence | None = None
    """What else to know about it."""
    url: Url | None = None
    """Where to read it."""
    reports: Annotated[tuple[Report, ...], at.MinLen(1), at.MaxLen(10)]
    """The reports it asks for, in order."""
