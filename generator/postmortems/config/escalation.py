"""escalation.yml: who is called next and when, who commands, and how command is handed over."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.checklist import Checklist
from postmortems.config.references import LevelId, PhaseId, SignalName, TierId
from postmortems.fields import Key, Label, Line, Minutes, Record, Sentence

Sentences = Annotated[tuple[Sentence, ...], at.MaxLen(50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Record):
    """A step of the ladder: the people called when the step below is not enough."""

    id: Key
    """The name that incidents write, such as `L1`."""
    role: Line
    """Who stands on this step."""
    responsibility: Sentence
    """What they answer for."""
    contact_methods: Annotated[tuple[Label, ...], at.MinLen(1), at.MaxLen(10)]
    """How they are called, the first choice first."""
    availability: Line
    """When they can be called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Record):
    """A reason to call the next tier.

    Where `levels`, `after_minutes` or `flag` are given, all of them must hold, and the trigger
    can be checked against a record; with none, people judge.
    """

    id: Key
    """The trigger's id in this file."""
    from_: TierId
    """The tier that calls."""
    to: TierId
    """The tier that is called."""
    text: Sentence
    """The reason, for readers."""
    levels: Annotated[tuple[LevelId, ...], at.MaxLen(10)] = ()
    """The severity levels at which it counts; none listed means all."""
    after_minutes: Minutes | None = None
    """Met when the incident is unresolved for longer than this, counted from its detection."""
    flag: SignalName | None = None
    """A yes-or-no signal of `severities.yml` that must be true."""

    @property
    def structured(self) -> bool:
        """Tell whether a record can show that the trigger was met."""
        return bool(self.levels) or self.after_minutes is not None or self.flag is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """A question with what to do on yes and on no; one of the two leads to the next question."""

    id: Key
    """The question's id in this file."""
    question: Line
    """What to ask."""
    if_yes: Line
    """What follows when the answer is yes."""
    if_no: Line
    """What follows when the answer is no."""
    next: Literal["if_yes", "if_no"] | None = None
    """The answer after which the next question is asked; left out on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff(Record):
    """When and how command passes from one person to another."""

    after_minutes: Minutes
    """An incident that lasts longer than this needs a recorded handoff."""
    reasons: Sentences = ()
    """Why command is handed over."""
    checklist: Checklist = ()
    """What is done at a handoff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """A part that the commander hands out."""

    id: Literal["tech_lead", "comms_lead", "scribe"]
    """The name of the part in an incident's `roles`."""
    name: Line
    """The name that people read."""
    duty: Sentence
    """What that person does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Record):
    """A stretch of the response and what the commander sees to in it."""

    id: Key
    """The id of the stretch in this file."""
    name: Line
    """The name that people read."""
    when: Line
    """When in the response it falls."""
    phases: Annotated[tuple[PhaseId, ...], at.MaxLen(20)] = ()
    """The phases of the response during which it counts."""
    checklist: Checklist
    """What the commander sees to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commander(Record):
    """The one person who decides during a major incident."""

    description: Sentence
    """What the role is for."""
    responsibilities: Sentences = ()
    """What the commander answers for."""
    assign_within_minutes: Minutes
    """How soon after detection there must be one, where the level asks for one."""
    roles: Annotated[tuple[Role, ...], at.MaxLen(10)] = ()
    """The parts that the commander hands out."""
    duties: Annotated[tuple[Duty, ...], at.MaxLen(10)] = ()
    """What the commander sees to, stretch by stretch."""
    phrases: Annotated[tuple[Line, ...], at.MaxLen(30)] = ()
    """Sentences that keep a war room clear, with `…` for what changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Record):
    """The ladder, the reasons to climb it, and command."""

    tiers: Annotated[tuple[Tier, ...], at.MinLen(1), at.MaxLen(10)]
    """The steps of the ladder, the first called first."""
    triggers: Annotated[tuple[Trigger, ...], at.MaxLen(100)] = ()
    """The reasons to call the next step."""
    contact_flow: Annotated[tuple[Decision, ...], at.MaxLen(20)] = ()
    """The questions that lead from the first call up the ladder, in order."""
    handoff: Handoff
    """How command is handed over."""
    commander: Commander
    """The commander's role."""

    def rank(self, tier: str) -> int:
        """Return a tier's step on the ladder, 0 the first called; ValueError when unknown."""
        return [each.id for each in self.tiers].index(tier)

    def at_least(self, tier: str) -> frozenset[str]:
        """Return a tier and all above it on the ladder; ValueError when unknown."""
        return frozenset(each.id for each in self.tiers[self.rank(tier) :])
