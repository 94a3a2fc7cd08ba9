"""timeline.yml: how events from chats, logs and alerts become entries of a timeline."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.language import Phrases
from postmortems.config.references import PhaseId
from postmortems.fields import Line, Minutes, Record

EventKind = Literal[
    "message",
    "alert",
    "alert_resolved",
    "log",
    "deployment",
    "release",
    "commit",
    "comment",
    "event",
]
"""What sort of thing a source tells of."""
Kinds = Annotated[tuple[EventKind, ...], at.MaxLen(20)]
Names = Annotated[tuple[Line, ...], at.MaxLen(50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseWords(Record):
    """What speaks for one phase of the response."""

    phase: PhaseId
    """The phase, from `taxonomy.yml`."""
    expected: bool = False
    """Whether a timeline without this phase is told to lack something."""
    gap_minutes: Minutes | None = None
    """The longest silence between two entries in this phase; none means that any is fine."""
    names: Names = ()
    """What other tools call it, in the column where they say the phase."""
    kinds: Kinds = ()
    """Kinds of events that belong to it whatever they say."""
    phrases: Phrases = ()
    """Words that speak for it; each may stand under one phase only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentWords(Record):
    """What shows a moment of the incident's life."""

    moment: Literal["detected", "acknowledged", "declared", "mitigated", "resolved"]
    """The moment, as `times` of a record names it."""
    take: Literal["first", "last"]
    """Which of several events it is: `last` for what may be said too early."""
    kinds: Kinds = ()
    """Kinds of events that show it whatever they say."""
    phrases: Phrases = ()
    """Words that show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(Record):
    """What tables and JSON call the parts of an event, the likeliest name first."""

    time: Names
    """When it happened."""
    day: Names = ()
    """The day, where the time stands in a column of its own."""
    text: Names
    """What happened; the first of these that is filled."""
    actor: Names = ()
    """Who or what did it."""
    phase: Names = ()
    """The phase that the source names."""
    id: Names = ()
    """The source's own id of the event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineWords(Record):
    """What the command `timeline` goes by; it proposes, and people decide."""

    phases: Annotated[tuple[PhaseWords, ...], at.MaxLen(20)] = ()
    """What speaks for each phase, in the order of `taxonomy.yml`."""
    moments: Annotated[tuple[MomentWords, ...], at.MaxLen(10)] = ()
    """What shows the moments of the incident's life."""
    decisions: Phrases = ()
    """Words that show that something was decided."""
    negations: Phrases = ()
    """Words that deny what follows them, such as `not`."""
    hedges: Phrases = ()
    """Words that make what follows them a plan or a guess, such as `will`."""
    conditions: Phrases = ()
    """Words that make their whole sentence a condition, such as `if`."""
    reach_words: Annotated[int, at.Ge(0), at.Le(20)]
    """How many words after a negation or a hedge it counts for."""
    returns: Phrases = ()
    """Words without which an event does not lead back to an earlier phase, such as `again`."""
    chatter: Phrases = ()
    """What chats write by themselves when people come and go; such lines are no events."""
    labels: Phrases = ()
    """Words before a colon that are nobody's name, such as `update`."""
    backwards_minutes: Minutes
    """How far a clock time without a date may lie before the one above it; more is the next day."""
    columns: Columns
    """What tables and JSON call the parts of an event."""
