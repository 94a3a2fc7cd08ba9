"""severities.yml: the scale of levels, the clocks each one starts, and how a level is chosen."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.references import AudienceId, LevelId, SignalName, TierId
from postmortems.fields import Key, Label, Line, Minutes, Record, Sentence, Text

Depth = Literal["full", "standard", "minimal"]
Citation = Annotated[
    str,
    Text(
        80,
        r"^[A-Za-z0-9][A-Za-z0-9_-]* (?:definition|example [1-9][0-9]?)$",
        form="a level and `definition` or `example` with its number, such as `P1 example 3`",
    ),
]
"""A sentence of a level: its definition, or one of its examples counted from 1."""
Operator = Literal["eq", "gt", "ge", "lt", "le", "between"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies(Record):
    """When a clause is owed at all; with nothing said, always."""

    unresolved_after_minutes: Minutes | None = None
    """Owed only when the incident is still unresolved this long after `counted_from`; the time
    allowed then runs from that moment."""
    longer_than_minutes: Minutes | None = None
    """Owed only when users were hurt for longer than this; the time allowed then runs from the
    moment at which that was so."""
    client_impact: bool = False
    """True when it is owed only if clients felt the incident."""
    on_request: bool = False
    """True when it is owed, too, whenever someone asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Record):
    """One promise about the response: something is done within a time."""

    within_minutes: Minutes | None = None
    """The minutes allowed; left out where the promise sets no clock."""
    inclusive: bool = True
    """Whether exactly that many minutes still keep the promise; false for `under 5 minutes`."""
    counted_from: Literal["started", "detected"] = "detected"
    """The moment of the incident's life from which the minutes count."""
    business_hours: bool = False
    """Whether the clock stands still outside the business hours of `policy.yml`."""
    applies: Applies | None = None
    """When the clause is owed at all."""
    wording: Line | None = None
    """How the clause reads where minutes alone do not say it, such as `at once`."""
    condition: Sentence | None = None
    """Anything about the clause that a reader should know."""

    @property
    def delay_minutes(self) -> int:
        """Return how long after `counted_from` the clock starts: the wait that `applies` sets."""
        if self.applies is None:
            return 0
        return self.applies.unresolved_after_minutes or self.applies.longer_than_minutes or 0

    @property
    def due_minutes(self) -> int | None:
        """Return how long after `counted_from` the promise is due; None without a clock."""
        return None if self.within_minutes is None else self.delay_minutes + self.within_minutes

    def kept(self, minutes: float) -> bool | None:
        """Tell whether something done after so many minutes kept the promise.

        ``minutes`` are counted from `counted_from`, in business time if the clause says so; None
        when the clause has no clock.
        """
        due = self.due_minutes
        if due is None:
            return None
        return minutes <= due if self.inclusive else minutes < due


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Clause):
    """A promise that somebody is called in."""

    tier: TierId
    """The tier of `escalation.yml` at which they stand; a call to it or above keeps the promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Clause):
    """A promise that people outside the room are told."""

    audiences: Annotated[tuple[AudienceId, ...], at.MinLen(1), at.MaxLen(10)]
    """Those of `audiences.yml` who are meant; a message to any one of them keeps it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla(Record):
    """What is promised at one level; a clause left out is not required."""

    detection: Clause | None = None
    """From the start of harm to the first sign of it on our side."""
    acknowledgement: Clause | None = None
    """Until a person takes it on."""
    engineering_escalation: Call | None = None
    """Until engineering is called in."""
    executive_notice: Notice | None = None
    """Until executives are told."""
    client_notice: Notice | None = None
    """Until clients are told."""

    def clauses(self) -> Iterator[tuple[str, Clause]]:
        """Yield each clause that is required, with its name, in the order of the response."""
        for each in fields(self):
            clause = getattr(self, each.name)
            if clause is not None:
                yield each.name, clause


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityLevel(Record):
    """One level: what it means, what it promises, and how much its record must hold."""

    id: Key
    """The name that incidents write and that is counted."""
    name: Line
    """The name that people read, such as `Critical`."""
    also_called: Line | None = None
    """Another word for it."""
    aliases: Annotated[tuple[Key, ...], at.MaxLen(20)] = ()
    """Other spellings that incidents may write; capitals matter."""
    definition: Sentence
    """What makes an incident one of this level."""
    examples: Annotated[tuple[Line, ...], at.MaxLen(30)] = ()
    """Cases that belong here."""
    impact: Annotated[tuple[Line, ...], at.MaxLen(20)] = ()
    """What people feel of it."""
    depth: Depth
    """How much its record must hold: `full`, `standard`, or `minimal`."""
    colour_role: Key
    """The role of the theme's palette that colours it, such as `p0`."""
    sla: Sla
    """What is promised about the response."""
    commanders: Annotated[tuple[TierId, ...], at.MaxLen(20)] = ()
    """The tiers that may command it; none where it needs no commander."""
    postmortem: Literal["mandatory", "conditional", "optional", "none"]
    """Whether a postmortem is owed; the conditions stand in `policy.yml`."""
    postmortem_note: Sentence | None = None
    """The same for readers, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal(Record):
    """A measured value or an observation that criteria can look at."""

    name: Line
    """The name that people read."""
    type: Literal["number", "boolean"]
    """A number, or `true` and `false`."""
    question: Line
    """What to ask in order to know it."""
    unit: Label | None = None
    """What a number counts."""
    most: float | None = None
    """The greatest number that makes sense, such as 100 for a percentage. The least is 0."""

    @property
    def expected(self) -> str:
        """Say what it takes: ``a number from 0 to 100``, or yes or no."""
        if self.type == "boolean":
            return "`true` or `false`"
        return "a number from 0" + (" on" if self.most is None else f" to {self.most:g}")

    def takes(self, observed: bool | float) -> bool:  # noqa: FBT001 - a signal may be a boolean
        """Tell whether a value can have been observed."""
        if self.type == "boolean" or isinstance(observed, bool):
            return self.type == "boolean" and isinstance(observed, bool)
        # A whole number may be too large for a float, so no function of floats may see it.
        most = sys.float_info.max if self.most is None else self.most
        return 0 <= observed <= most


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Record):
    """A comparison of one signal with a value."""

    metric: SignalName
    """The signal's name."""
    op: Operator
    """Equal, greater than, at least, less than, at most, or between two values."""
    value: bool | float
    """What it is compared with; for `between`, the lower end, which belongs to the band."""
    upper: float | None = None
    """For `between` alone: the upper end, which belongs to the band."""

    def holds(self, observed: bool | float) -> bool:  # noqa: FBT001 - a signal may be a boolean
        """Tell whether an observed value meets the condition."""
        match self.op:
            case "eq":
                return observed == self.value
            case "gt":
                return observed > self.value
            case "ge":
                return observed >= self.value
            case "lt":
                return observed < self.value
            case "le":
                return observed <= self.value
        return self.upper is not None and self.value <= observed <= self.upper


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Record):
    """A row of the scale: when all its conditions hold, its level is suggested."""

    id: Key
    """The criterion's id in this file."""
    all: Annotated[tuple[Condition, ...], at.MinLen(1), at.MaxLen(10)]
    """The conditions, every one of which must hold; an unknown signal meets none."""
    level: LevelId
    """The level it suggests."""
    between: Annotated[tuple[LevelId, ...], at.MinLen(2), at.MaxLen(2)] | None = None
    """The two levels that the playbook leaves a gap between, when this row fills that gap; the
    worse is then assumed, and readers are told so."""
    cite: Annotated[tuple[Citation, ...], at.MinLen(1), at.MaxLen(4)]
    """The sentences of the levels that it stands for, such as `P1 example 3` or `P0 definition`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Severities(Record):
    """The scale, the signals that can be observed, and the criteria that turn them into a level."""

    levels: Annotated[tuple[SeverityLevel, ...], at.MinLen(1), at.MaxLen(10)]
    """The levels, the worst first."""
    signals: Annotated[dict[Key, Signal], at.MaxLen(100)]
    """The values that criteria look at, by name."""
    criteria: Annotated[tuple[Criterion, ...], at.MaxLen(200)] = ()
    """How observed values suggest a level; the worst match wins."""

    def level(self, name: str) -> SeverityLevel:
        """Return a level by its id; KeyError when there is none."""
        for each in self.levels:
            if each.id == name:
                return each
        raise KeyError(name)

    def rank(self, name: str) -> int:
        """Return a level's place on the scale, 0 the worst; KeyError when there is none."""
        return self.levels.index(self.level(name))

    def cited(self, citation: str) -> str | None:
        """Return the sentence that a criterion cites; None when there is no such sentence."""
        name, part, *number = citation.split(" ")
        level = next((each for each in self.levels if each.id == name), None)
        if level is None:
            return None
        if part == "definition":
            return level.definition
        place = int(number[0]) - 1
        return level.examples[place] if place < len(level.examples) else None

    def depths(self) -> dict[str, Depth]:
        """Return for each level how much its record must hold."""
        return {each.id: each.depth for each in self.levels}
