"""The incident record, schema version 1: every field, its type and what it means."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import (
    Example,
    IncidentId,
    Key,
    Label,
    Line,
    Name,
    NoneAllowed,
    Prose,
    Record,
    Sentence,
    Url,
    Zone,
    means,
)
from postmortems.model.analysis import Analysis, Factor, KnowledgeGap, StageFinding
from postmortems.model.followup import Action, FollowUp, Lesson, Postmortem, Review
from postmortems.model.impact import Impact
from postmortems.model.imported import Imported
from postmortems.model.response import (
    Communication,
    Detection,
    Escalation,
    Handoff,
    Recovery,
    Regulatory,
    Roles,
    SeverityChange,
    TimelineEntry,
    Times,
)

Status = Annotated[
    Literal["investigating", "identified", "mitigated", "resolved", "closed"],
    means(
        investigating="Something is wrong and nobody knows why yet.",
        identified="What is wrong is known; it is not mended yet.",
        mitigated="Users are no longer harmed; work goes on.",
        resolved="The service is confirmed whole again.",
        closed="Nothing about the response is left to do.",
    ),
]
Kind = Annotated[
    Literal[
        "outage",
        "degradation",
        "security",
        "data_loss",
        "near_miss",
        "false_alarm",
        "maintenance",
        "unknown",
    ],
    means(
        outage="People could not use it at all.",
        degradation="It worked for some, or slowly, or in part.",
        security="Confidentiality, integrity or access was at stake.",
        data_loss="Records were lost or damaged.",
        near_miss="Nobody was harmed, and it was close.",
        false_alarm="People were called, and nothing was wrong.",
        maintenance="Planned work that people felt.",
        unknown="Nobody wrote it down.",
    ),
]
Points = Annotated[tuple[Sentence, ...], at.MaxLen(200), NoneAllowed()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """A link to something outside the record."""

    title: Line
    """What is behind the link."""
    url: Url
    """An https address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded(Record):
    """A field that nobody wrote down at the time, said aloud instead of guessed."""

    field: Annotated[str, at.MinLen(1), at.MaxLen(120), Example(("roles.commander",))]
    """The field's dotted name, such as `roles.commander`."""
    reason: Sentence
    """Why it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression(Record):
    """One rule silenced in this record."""

    rule: Annotated[str, Name("rule")]
    """The rule's id."""
    reason: Sentence
    """Why the rule is wrong about this record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Record):
    """The change that set the incident off."""

    id: Annotated[Label, Example(("CHG-1042",))] | None = None
    """Its number in the change system."""
    approved: bool | None = None
    """Whether anyone approved it."""
    rollout: Sentence | None = None
    """How it was rolled out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Record):
    """One incident: what happened, who it hurt, what was learned, what will be done."""

    schema: Literal[1]
    """The version of this record's layout; always 1 for now."""
    id: IncidentId
    """The incident's id, equal to the file's name without its ending."""
    title: Annotated[Line, Example(("Checkout rejected every card for half an hour",))]
    """What happened, in one line."""
    status: Status
    """How far the response has come; says nothing about the postmortem."""
    severity: Annotated[str, Name("severity")]
    """A level of the configured scale, or one of its aliases."""
    kind: Kind
    """What sort of event this was."""
    services: Annotated[tuple[Annotated[str, Name("service")], ...], at.MaxLen(100)] = ()
    """The services that people felt it in; names of the catalogue."""
    detection: Detection
    """How we came to know."""
    postmortem: Postmortem
    """How far the write-up has come."""
    timezone: Zone | None = None
    """The IANA zone of every time in this file that has no offset."""
    date_unknown: Sentence | None = None
    """Present when nobody recorded the calendar date: what is known instead. Times are then
    written `day 1 15:47`, and the record stays out of everything that counts by date."""
    sample: bool = False
    """True for a record that was made up to show the tool."""
    summary: Prose | None = None
    """The story in a few sentences, for someone who reads nothing else."""
    background: Prose | None = None
    """What a reader must know about the system first."""
    glossary: Annotated[dict[Key, Sentence], at.MaxLen(100)] | None = None
    """Words that only insiders know, each with its meaning."""
    links: Annotated[tuple[Link, ...], at.MaxLen(100)] = ()
    """Tickets, dashboards, recordings."""
    tags: Annotated[tuple[Annotated[Key, Example(("certificates",))], ...], at.MaxLen(50)] = ()
    """Free labels."""
    severity_history: Annotated[tuple[SeverityChange, ...], at.MaxLen(50)] = ()
    """Every change of level while the incident ran."""
    severity_override_reason: Sentence | None = None
    """Why the level differs from the one the criteria suggest."""
    origin_service: Annotated[str, Name("service")] | None = None
    """The service in which it began, when that is another one."""
    teams: Annotated[tuple[Annotated[str, Name("team")], ...], at.MaxLen(50)] = ()
    """The teams that took part."""
    times: Times | None = None
    """The moments from which every duration is computed."""
    impact: Impact | None = None
    """Who was hurt, and how much."""
    signals: Annotated[dict[Annotated[str, Name("signal")], bool | float], at.MaxLen(50)] | None = (
        None
    )
    """Measured values that the severity criteria look at."""
    roles: Roles | None = None
    """Who did what during the response."""
    handoffs: Annotated[tuple[Handoff, ...], at.MaxLen(50)] = ()
    """Each change of command."""
    escalations: Annotated[tuple[Escalation, ...], at.MaxLen(100)] = ()
    """Whom was called, and whether anyone answered."""
    timeline: Annotated[tuple[TimelineEntry, ...], at.MaxLen(1_000)] = ()
    """What happened, in order."""
    communications: Annotated[tuple[Communication, ...], at.MaxLen(200)] = ()
    """What was said to whom."""
    recovery: Recovery | None = None
    """How it was known to be over."""
    trigger: Annotated[Sentence, Example(("The certificate's last day came.",))] | None = None
    """The event that set it off, which is not the same as its causes."""
    change: Change | None = None
    """The change that set it off, where one did."""
    factors: Annotated[tuple[Factor, ...], at.MaxLen(50)] = ()
    """Everything that contributed; seldom one thing."""
    analysis: Analysis | None = None
    """The methods used to get from events to factors."""
    findings: Annotated[tuple[StageFinding, ...], at.MaxLen(50)] = ()
    """How each stage of the response held up."""
    knowledge_gaps: Annotated[tuple[KnowledgeGap, ...], at.MaxLen(50)] = ()
    """Procedures that too few people know."""
    went_well: Points | None = None
    """What to keep doing, or `none`."""
    went_poorly: Points | None = None
    """What made it worse or longer, or `none`."""
    got_lucky: Points | None = None
    """What could have made it worse and happened not to, or `none`."""
    surprises: Points | None = None
    """What contradicted how people thought the system works, or `none`."""
    lessons: Annotated[tuple[Lesson, ...], at.MaxLen(100), NoneAllowed()] | None = None
    """What others should know, by audience, or `none`."""
    actions: Annotated[tuple[Action, ...], at.MaxLen(100)] = ()
    """What will be done: commitments with an owner and a date."""
    ideas: Annotated[tuple[Sentence, ...], at.MaxLen(100)] = ()
    """What might be done: no promise."""
    no_action_reason: Sentence | None = None
    """Why there are no actions, where there are none."""
    review: Review | None = None
    """The meeting in which the postmortem was discussed."""
    follow_ups: Annotated[tuple[FollowUp, ...], at.MaxLen(20)] = ()
    """Later looks at whether the actions helped."""
    related: Annotated[tuple[IncidentId, ...], at.MaxLen(50)] = ()
    """Incidents that a reader of this one should see."""
    recurrence_of: IncidentId | None = None
    """The incident that this one repeats."""
    regulatory: Annotated[tuple[Regulatory, ...], at.MaxLen(20)] = ()
    """Reminders of reporting duties; never legal advice."""
    internal: dict[Key, Prose] | None = None
    """Notes that must never reach a public site."""
    notes: Prose | None = None
    """How the record was made: which reading of contradicting sources was taken, and why."""
    not_recorded: Annotated[tuple[NotRecorded, ...], at.MaxLen(100)] = ()
    """Required fields that nobody wrote down at the time, each with the reason."""
    ignore: Annotated[tuple[Suppression, ...], at.MaxLen(50)] = ()
    """Rules silenced in this record, each with the reason."""
    imported: Imported | None = None
    """Where the record came from, when it was not written here."""
