"""The response as recorded: times, roles, timeline, escalations, communications."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import (
    Example,
    Label,
    Line,
    Minutes,
    Moment,
    Name,
    Record,
    Sentence,
    Short,
    ShortMoment,
    means,
)

DetectionSource = Annotated[
    Literal["alert", "client_report", "monitoring", "internal"],
    means(
        alert="An alert called somebody.",
        client_report="A client or user told us.",
        monitoring="Somebody saw it on a dashboard or in a log.",
        internal="Somebody of this organisation ran into it.",
    ),
]
CommunicationKind = Annotated[
    Literal["initial", "update", "all_clear"],
    means(
        initial="The first word about it.",
        update="News, or that there is none.",
        all_clear="That it is over.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times(Record):
    """The moments of the incident's life; every duration is computed from these."""

    started: Moment | None = None
    """When the harm began."""
    started_estimated: bool = False
    """True when the start is a judgement, not a measurement."""
    detected: Moment | None = None
    """When anyone or anything on our side first noticed."""
    acknowledged: Moment | None = None
    """When a person took it on."""
    declared: Moment | None = None
    """When it was called an incident."""
    mitigated: Moment | None = None
    """When the harm to users ended or became bearable."""
    resolved: Moment | None = None
    """When the service was confirmed whole again."""
    closed: Moment | None = None
    """When nothing about the response was left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection(Record):
    """How we came to know."""

    source: DetectionSource | Annotated[Literal["unknown"], means(unknown="Nobody wrote it down.")]
    """Who or what noticed first."""
    alert: Annotated[Label, Example(("PaymentErrorRate",))] | None = None
    """The alert's name."""
    note: Sentence | None = None
    """Anything worth saying about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Someone who took part; a bare name is enough."""

    name: Label
    """The person's name, or a role where the name was not recorded."""
    tier: Annotated[str, Name("tier")] | None = None
    """The escalation tier they stood in for."""
    role: Label | None = None
    """What they do, in their own organisation's words."""
    since: Moment | None = None
    """When they took the role."""


Who = Annotated[Person, Short("name")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles(Record):
    """Who did what during the response."""

    commander: Who | None = None
    """Who decided."""
    tech_lead: Who | None = None
    """Who led the investigation and the repair."""
    comms_lead: Who | None = None
    """Who spoke to everyone outside the room."""
    scribe: Who | None = None
    """Who wrote things down."""
    responders: Annotated[tuple[Who, ...], at.MaxLen(200)] = ()
    """Everyone else who helped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff(Record):
    """A change of command."""

    at: Moment
    """When."""
    from_: Label
    """Who gave it up."""
    to: Label
    """Who took it."""
    note: Sentence | None = None
    """What was passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Record):
    """A call for help; contacted is not the same as reached."""

    at: Moment
    """When they were contacted."""
    tier: Annotated[str, Name("tier")]
    """The tier that was called."""
    contact: Label | None = None
    """Who was called."""
    reached_at: Moment | None = None
    """When they answered; left out when nobody did."""
    alternate: Label | None = None
    """Who was tried instead."""
    reason: Sentence | None = None
    """Why they were needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry(Record):
    """Something that happened."""

    at: ShortMoment
    """When. A clock time alone takes the date of the entry before, and rolls past midnight."""
    text: Annotated[Sentence, Example(("The new certificate was in place.",))]
    """What happened."""
    phase: Annotated[str, Name("phase")] | None = None
    """The phase of the response it belongs to."""
    actor: Label | None = None
    """Who or what did it."""
    evidence: Sentence | None = None
    """Where it is written: a log, a message, a graph."""
    key: bool = False
    """True for the few entries that tell the story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication(Record):
    """A message that left the room."""

    at: Moment
    """When it was sent."""
    audience: Annotated[str, Name("audience")]
    """Who it was for."""
    kind: CommunicationKind
    """First word, update, or all-clear."""
    channel: Annotated[Label, Example(("Status page",))] | None = None
    """How it was sent."""
    text: Sentence | None = None
    """What it said."""
    next_update_at: Moment | None = None
    """When it promised the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityChange(Record):
    """A change of level while the incident ran."""

    at: Moment
    """When."""
    level: Annotated[str, Name("severity")]
    """The level from then on."""
    reason: Sentence | None = None
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery(Record):
    """How it was known to be over."""

    criteria: Annotated[tuple[Sentence, ...], at.MaxLen(50)] = ()
    """What had to be true."""
    monitored_minutes: Minutes | None = None
    """How long stability was watched before it was called over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Record):
    """A report made to a regulator."""

    stage: Annotated[Line, Example(("Early warning",))]
    """Which report: early warning, notification, final."""
    due: Moment | None = None
    """When it was due."""
    filed_at: Moment | None = None
    """When it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulatory(Record):
    """A reporting duty and what was done about it."""

    regime: Annotated[Label, Example(("NIS2",))]
    """The law or contract."""
    aware_at: Moment | None = None
    """When we knew."""
    reportable: bool | None = None
    """Whether it was judged to be reportable; left out while nobody has judged it."""
    classified_at: Moment | None = None
    """When that was judged."""
    filings: Annotated[tuple[Filing, ...], at.MaxLen(20)] = ()
    """The reports made."""
