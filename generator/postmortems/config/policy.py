"""policy.yml: when a postmortem is owed, what is due when, and how the response is done."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.escalation import Decision
from postmortems.config.references import LevelId
from postmortems.config.regimes import Regime
from postmortems.config.workflow import (
    Containment,
    DetectionMethod,
    Eradication,
    Framework,
    Levels,
    Message,
    PhaseGuide,
    Principle,
    Reading,
    Sentences,
    Tools,
    Upkeep,
)
from postmortems.fields import Day, IncidentId, Key, Minutes, Record, Sentence, Text, Zone

Days = Annotated[int, at.Ge(0), at.Le(3_660)]
Hours = Annotated[int, at.Ge(0), at.Le(8_784)]
ClockTime = Annotated[str, Text(5, r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day on 24 hours, such as `09:00`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemCondition(Record):
    """A case in which a postmortem is owed or advised; everything that it names must hold."""

    id: Key
    """The condition's id in this file."""
    text: Sentence
    """The case, for readers."""
    levels: Levels = ()
    """The severity levels that it covers; none listed means all."""
    longer_than_minutes: Minutes | None = None
    """Met when the incident lasted longer than this, from start to resolution."""
    repeat: bool = False
    """True when it covers only incidents that repeat an earlier one."""
    multi_client: bool = False
    """True when it covers only incidents that hurt more than one client."""
    data_loss: bool = False
    """True when it covers only incidents that lost or damaged data."""
    client_detected: bool = False
    """True when it covers only incidents that clients noticed before we did."""

    @property
    def always(self) -> bool:
        """Tell whether the level alone decides."""
        return self.longer_than_minutes is None and not (
            self.repeat or self.multi_client or self.data_loss or self.client_detected
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemPolicy(Record):
    """Which incidents get a postmortem, and by when."""

    mandatory: Annotated[tuple[PostmortemCondition, ...], at.MaxLen(50)] = ()
    """The cases in which one is owed; any of them is enough."""
    recommended: Annotated[tuple[PostmortemCondition, ...], at.MaxLen(50)] = ()
    """The cases in which one is advised; any of them is enough."""
    draft_within_hours: Hours
    """How long after resolution the draft is due."""
    publish_within_days: Days
    """How long after resolution it is published."""
    review_business_days: Annotated[tuple[Days, ...], at.MinLen(2), at.MaxLen(2)]
    """The first and the last business day after resolution on which the review meets."""
    contents: Sentences = ()
    """What a postmortem holds, part by part."""
    practices: Sentences = ()
    """How a postmortem is written and dealt with."""
    example: IncidentId | None = None
    """An incident whose postmortem shows how one looks; told of where it is among the records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPolicy(Record):
    """How soon actions are done, and how they are kept in sight."""

    due_within_days: Annotated[dict[LevelId, Days], at.MaxLen(10)]
    """For a priority, how many days after resolution its actions are due."""
    trackers: bool = False
    """True where every action is to have a ticket."""
    look_again_when_done: bool = False
    """True where the postmortem is looked at once more when all its actions are done."""
    practices: Sentences = ()
    """How actions are followed up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePolicy(Record):
    """How often people outside the room hear something."""

    cadence_minutes: Minutes
    """The longest time between two messages while the incident is open."""
    levels: Levels = ()
    """The severity levels that it counts for; none listed means all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPolicy(Record):
    """When an incident may be called over."""

    stability_minutes: Minutes
    """How long things are watched before that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePolicy(Record):
    """How dense a timeline is expected to be."""

    gap_minutes: Minutes
    """The longest silence between two entries while the incident is open."""
    gap_levels: Levels = ()
    """The severity levels that it counts for; none listed means all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessHours(Record):
    """When the clocks that count business time run."""

    timezone: Zone
    """The IANA zone of these hours."""
    days: Annotated[
        tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...],
        at.MinLen(1),
        at.MaxLen(7),
    ]
    """The days of the week that are worked."""
    start: ClockTime
    """When the day begins."""
    end: ClockTime
    """When the day ends; later than `start`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Record):
    """What is owed after an incident, and how people go about one."""

    principles: Annotated[tuple[Principle, ...], at.MaxLen(20)] = ()
    """The convictions behind the playbook."""
    pillars: Annotated[tuple[Principle, ...], at.MaxLen(10)] = ()
    """What a response comes down to: coordinate, communicate, control."""
    postmortem: PostmortemPolicy
    """Which incidents get a postmortem, and by when."""
    actions: ActionPolicy
    """How soon actions are done."""
    updates: UpdatePolicy
    """How often people outside the room hear something."""
    recovery: RecoveryPolicy
    """When an incident may be called over."""
    timeline: TimelinePolicy
    """How dense a timeline is expected to be."""
    follow_up_days: Annotated[tuple[Days, ...], at.MaxLen(10)] = ()
    """How many days after resolution someone looks again at whether the actions helped."""
    business_hours: BusinessHours
    """When the clocks that count business time run."""
    holidays: Annotated[tuple[Day, ...], at.MaxLen(1_000)] = ()
    """Days on which nobody works, whatever the day of the week."""
    detection: Annotated[tuple[DetectionMethod, ...], at.MaxLen(10)] = ()
    """The ways in which incidents come to notice."""
    phases: Annotated[tuple[PhaseGuide, ...], at.MaxLen(20)] = ()
    """What to do in each phase of the response."""
    containment: Annotated[tuple[Containment, ...], at.MaxLen(50)] = ()
    """How to limit the harm, by type of incident."""
    containment_questions: Annotated[tuple[Decision, ...], at.MaxLen(20)] = ()
    """The questions that lead to a way of containing it, in order."""
    eradication: Annotated[tuple[Eradication, ...], at.MaxLen(50)] = ()
    """How to remove the cause, by type of cause."""
    messages: Annotated[tuple[Message, ...], at.MaxLen(50)] = ()
    """The kinds of messages and what each says."""
    regimes: Annotated[tuple[Regime, ...], at.MaxLen(30)] = ()
    """Reporting duties; one counts for an incident only when its record names it."""
    readings: Annotated[tuple[Reading, ...], at.MaxLen(100)] = ()
    """Where the playbook contradicts itself or leaves a gap, and what this data takes."""
    tools: Annotated[tuple[Tools, ...], at.MaxLen(30)] = ()
    """What the team works with."""
    frameworks: Annotated[tuple[Framework, ...], at.MaxLen(30)] = ()
    """Other people's guidance that this playbook leans on."""
    upkeep: Upkeep | None = None
    """How the playbook itself is kept true."""
