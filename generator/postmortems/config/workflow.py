"""The part of policy.yml that guides people: phases, tables of remedies, messages, sources."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.checklist import Checklist
from postmortems.config.references import AudienceId, CategoryId, LevelId, PhaseId
from postmortems.config.severities import Condition
from postmortems.fields import Day, Key, Label, Line, Minutes, Record, Sentence, Text, Url

Sentences = Annotated[tuple[Sentence, ...], at.MaxLen(50)]
Levels = Annotated[tuple[LevelId, ...], at.MaxLen(10)]
Command = Annotated[str, Text(400, r"^\S(?:[^\r\n]*\S)?$")]
"""A line for a shell or a database console."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle(Record):
    """A conviction that the rest follows from."""

    id: Key
    """The principle's id in this file."""
    name: Line
    """The principle in a few words."""
    text: Sentence
    """What it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """Something to do, in its turn."""

    title: Line
    """What to do."""
    details: Sentences = ()
    """How to do it."""
    commands: Annotated[tuple[Command, ...], at.MaxLen(20)] = ()
    """Examples of commands; services and numbers are to be replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseGuide(Record):
    """What to do in one phase of the response."""

    phase: PhaseId
    """The phase, from `taxonomy.yml`."""
    goal: Sentence
    """What the phase is for."""
    steps: Annotated[tuple[Step, ...], at.MaxLen(30)] = ()
    """What to do, in order."""
    checklist: Checklist = ()
    """What must be true before the phase is left."""
    notes: Sentences = ()
    """What else to keep in mind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionMethod(Record):
    """A way in which incidents come to notice."""

    id: Literal["alert", "client_report", "monitoring", "internal"]
    """The word that an incident's `detection.source` holds."""
    name: Line
    """The name that people read."""
    text: Sentence
    """How it works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers(Record):
    """What in a record points to a type of incident; any one of them is enough."""

    kinds: Annotated[
        tuple[
            Literal[
                "outage",
                "degradation",
                "security",
                "data_loss",
                "near_miss",
                "false_alarm",
                "maintenance",
            ],
            ...,
        ],
        at.MaxLen(7),
    ] = ()
    """The kinds of incidents."""
    signals: Annotated[tuple[Condition, ...], at.MaxLen(20)] = ()
    """Comparisons with recorded signals."""
    categories: Annotated[tuple[CategoryId, ...], at.MaxLen(50)] = ()
    """The categories of recorded factors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Containment(Record):
    """How to limit the harm of one type of incident."""

    id: Key
    """The id of the type in this file."""
    incident: Line
    """The type of incident."""
    when: Pointers | None = None
    """What in a record points to this type; words of its text never do."""
    strategy: Sentence
    """What limits the harm."""
    commands: Annotated[tuple[Command, ...], at.MaxLen(20)] = ()
    """Examples of commands; services and numbers are to be replaced."""
    measures: Sentences = ()
    """What to do where no single command does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eradication(Record):
    """How to remove one type of cause."""

    id: Key
    """The id of the type in this file."""
    cause: Line
    """The type of cause."""
    category: CategoryId | None = None
    """The category of factors that it falls under."""
    strategy: Sentence
    """What removes it."""
    validation: Sentence
    """How to tell that it is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageField(Record):
    """Something that a message must say."""

    id: Key
    """The field's id in this message."""
    text: Sentence
    """What belongs there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Record):
    """A kind of message: who gets it, when, and what it says."""

    id: Key
    """The message's id in this file."""
    name: Line
    """The name that people read."""
    audience: AudienceId
    """Who gets it."""
    kind: Literal["initial", "update", "all_clear"]
    """First word, update, or all-clear."""
    channel: Label
    """How it is sent."""
    levels: Levels = ()
    """The severity levels at which it is sent; none listed means all."""
    subject: Line | None = None
    """Its subject line; `…` stands for what it is about, and of two the first for the level."""
    next_update_minutes: Minutes | None = None
    """How soon it promises the next word."""
    fields: Annotated[tuple[MessageField, ...], at.MinLen(1), at.MaxLen(30)]
    """What it says, in order."""

    def headed(self, level: str, topic: str) -> str:
        """Return the subject, or the name, with what belongs in its places."""
        head, *rest = (self.subject or self.name).split("…")
        told = [level, topic][-len(rest) :] if rest else []
        return "".join([head, *(f"{text}{part}" for text, part in zip(told, rest, strict=False))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Record):
    """A place where the playbook contradicts itself or leaves a gap, and what the data takes."""

    id: Key
    """The reading's id in this file."""
    question: Sentence
    """What is open."""
    taken: Sentence
    """The reading that the data takes, and so the checks."""
    instead_of: Sentence
    """The reading that was not taken, and where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools(Record):
    """What the team works with for one purpose."""

    purpose: Line
    """What it is for."""
    names: Annotated[tuple[Line, ...], at.MinLen(1), at.MaxLen(20)]
    """The tools or places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework(Record):
    """Somebody else's guidance that this playbook leans on."""

    name: Line
    """Its name."""
    text: Sentence
    """What is taken from it."""
    url: Url | None = None
    """Where to read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep(Record):
    """How the playbook itself is kept true."""

    version: Label
    """The playbook's version."""
    updated: Day
    """The day of its last change."""
    readers: Annotated[tuple[Label, ...], at.MaxLen(20)] = ()
    """Who it is written for."""
    owner: Line
    """Who looks after it."""
    review: Sentence
    """When it is looked through."""
    triggers: Sentences = ()
    """What gives cause to change it."""
    feedback: Line | None = None
    """Where to report a gap."""
