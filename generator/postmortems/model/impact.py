"""Who was hurt, and how much: figures with their basis, and the windows of harm."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import (
    Example,
    Line,
    Moment,
    Name,
    Percent,
    Prose,
    Quantity,
    Record,
    Sentence,
    Short,
    means,
)

Basis = Annotated[
    Literal["measured", "estimated", "unknown"],
    means(
        measured="Counted by a system.",
        estimated="A judgement; `note` says on what grounds.",
        unknown="Nobody knows; there is no value.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Record):
    """A number with its basis; a bare number is taken as it stands, `unknown` says so."""

    value: Quantity | None = None
    """The number; left out only when the basis is `unknown`."""
    basis: Basis | None = None
    """Measured, estimated, or unknown."""
    unit: Annotated[Line, Example(("EUR",))] | None = None
    """What is counted, where the field does not say (a currency, say)."""
    note: Sentence | None = None
    """Where the number comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Record):
    """A percentage with its basis; a bare number is taken as it stands, `unknown` says so."""

    value: Percent | None = None
    """The percentage, 0 to 100; left out only when the basis is `unknown`."""
    basis: Basis | None = None
    """Measured, estimated, or unknown."""
    note: Sentence | None = None
    """Where the number comes from."""


_UNKNOWN = (("unknown", "basis"),)
SomeFigure = Annotated[Figure, Short("value", _UNKNOWN)]
SomeShare = Annotated[Share, Short("value", _UNKNOWN)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel(Record):
    """The promise made to users, and whether this incident broke it."""

    target_pct: Percent | None = None
    """The availability promised, in percent."""
    period_days: Annotated[float, at.Gt(0), at.Le(3_660)] | None = None
    """Over how many days it is counted."""
    breached: bool | None = None
    """Whether the promise was broken."""
    note: Sentence | None = None
    """What the promise says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Record):
    """A stretch of time in which users were hurt; harm may stop and start again."""

    start: Moment
    """When this stretch began."""
    end: Moment | None = None
    """When it ended; left out while it lasts."""
    severity: Annotated[str, Name("severity")] | None = None
    """The level of this stretch, where it differed."""
    users_pct: Percent | None = None
    """The share of users hurt in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact(Record):
    """Who was hurt, and how much."""

    description: Prose | None = None
    """What people could not do."""
    users_pct: SomeShare | None = None
    """The share of users hurt, in percent."""
    users: SomeFigure | None = None
    """How many users were hurt."""
    clients: SomeFigure | None = None
    """How many client organisations were hurt."""
    requests_failed: SomeFigure | None = None
    """How many requests, jobs or orders failed."""
    tickets: SomeFigure | None = None
    """How many support tickets it caused."""
    data_loss: SomeFigure | None = None
    """How many records were lost or damaged."""
    revenue: SomeFigure | None = None
    """Money lost; `unit` names the currency."""
    sla: ServiceLevel | None = None
    """The promise made to users."""
    windows: Annotated[tuple[Window, ...], at.MaxLen(100)] = ()
    """The stretches of harm, where there was more than one."""


FIGURES = ("users_pct", "users", "clients", "requests_failed", "tickets", "data_loss", "revenue")
"""The fields that quantify an impact."""
