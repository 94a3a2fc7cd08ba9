"""analysis.yml: methods to get from events to causes, and the questions that a record calls for."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

import annotated_types as at

from postmortems.config.references import CategoryId
from postmortems.fields import Line, Record, Sentence

MethodId = Literal["five_whys", "fishbone", "fault_tree", "change_analysis", "bow_tie"]
ObservationId = Literal[
    "silence",
    "late_detection",
    "told_by_clients",
    "no_alert",
    "no_acknowledgement",
    "no_mitigation",
    "times_out_of_order",
    "slow_mitigation",
    "unreached",
    "slow_answer",
    "one_holder",
    "change_not_approved",
    "change_approval_unknown",
    "repeat",
    "no_handoff",
    "factor_without_evidence",
    "factor_without_action",
    "finding_without_action",
    "harm_returned",
    "luck",
]
Place = Literal[
    "why",
    "bone",
    "top",
    "cause",
    "comparison",
    "event",
    "threats",
    "preventions",
    "consequences",
    "mitigations",
]
Stage = Literal["detection", "escalation", "communication", "resolution", "cause"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""The stages of a response, in their order."""

PLACES: dict[str, tuple[Place, ...]] = {
    "five_whys": ("why",),
    "fishbone": ("bone",),
    "fault_tree": ("top", "cause"),
    "change_analysis": ("comparison",),
    "bow_tie": ("event", "threats", "preventions", "consequences", "mitigations"),
}
"""The places at which each method asks."""
SINGLE: tuple[Place, ...] = ("top", "event")
"""The places of which a method has one."""

ALWAYS = ("title",)
"""What every question may name: values that each record has."""
VALUES: dict[ObservationId, tuple[str, ...]] = {
    "silence": ("from", "to", "length"),
    "late_detection": ("length", "allowed"),
    "told_by_clients": (),
    "no_alert": (),
    "no_acknowledgement": (),
    "no_mitigation": (),
    "times_out_of_order": ("first", "first_at", "second", "second_at"),
    "slow_mitigation": ("from", "to", "length"),
    "unreached": ("contact", "at"),
    "slow_answer": ("contact", "at", "reached", "length"),
    "one_holder": ("procedure", "holder"),
    "change_not_approved": ("change",),
    "change_approval_unknown": ("change",),
    "repeat": ("incident",),
    "no_handoff": ("length", "allowed"),
    "factor_without_evidence": ("id", "factor"),
    "factor_without_action": ("id", "factor"),
    "finding_without_action": ("stage", "finding"),
    "harm_returned": ("end", "start", "length"),
    "luck": ("luck",),
}
"""What the sentences about each observation may name besides: recorded values, and their lengths.

Moments are said as the record writes them; lengths of time in words."""

Sentences = Annotated[tuple[Sentence, ...], at.MaxLen(20)]
Observations = Annotated[tuple[ObservationId, ...], at.MaxLen(50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Record):
    """The question about an observation as one method asks it."""

    method: MethodId
    """The method."""
    question: Sentence
    """The question; it may name the same values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight(Record):
    """Something that a record shows and that calls for a question; never a cause."""

    id: ObservationId
    """Which of the things that the program looks for."""
    stage: Stage
    """The stage of the response that it is about."""
    says: Sentence
    """What the record shows; names in braces stand for recorded values."""
    question: Sentence
    """What to ask about it; names in braces stand for recorded values."""
    asked_as: Annotated[tuple[Wording, ...], at.MaxLen(5)] = ()
    """Other words for it, where a method asks in its own way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Record):
    """A question of a method, and the observations that are asked about with it."""

    place: Place
    """Where in the method it stands."""
    question: Sentence
    """What to ask; `{title}` stands for the incident's title."""
    category: CategoryId | None = None
    """The category of contributing factors that heads a bone."""
    asked: Literal["always", "observed"] = "always"
    """`observed`: only when the record shows one of the observations."""
    observations: Observations = ()
    """The observations that are asked about here, below the question or beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Record):
    """A way to get from events to what made them possible."""

    id: MethodId
    """The method, named as in a record's `analysis`."""
    name: Line
    """The name that people read."""
    good_for: Sentence
    """When to choose it."""
    less_for: Sentence
    """When to choose another."""
    steps: Sentences
    """How to go about it."""
    fits: Observations = ()
    """The observations that speak for this method."""
    parts: Annotated[tuple[Part, ...], at.MinLen(1), at.MaxLen(20)]
    """What its skeleton asks, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisGuide(Record):
    """Methods of analysis, and what in a record calls for a question."""

    slow_answer_minutes: Annotated[int, at.Ge(1), at.Le(10_000)]
    """After how many minutes an answer to a call for help is worth a question."""
    slow_mitigation_minutes: Annotated[int, at.Ge(1), at.Le(10_000)]
    """How many minutes harm may go on after the last timeline entry of its identification before
    that is worth a question."""
    most_of_a_kind: Annotated[int, at.Ge(1), at.Le(50)]
    """Of how many observations of one kind a skeleton asks: the longest of a kind that has lengths,
    else the first."""
    longest_value: Annotated[int, at.Ge(20), at.Le(1_000)]
    """How many characters of a recorded text a question repeats."""
    methods: Annotated[tuple[Method, ...], at.MaxLen(5)]
    """The methods, in the order in which they are shown."""
    observations: Annotated[tuple[Sight, ...], at.MaxLen(50)]
    """What calls for a question, in the order in which it is shown."""
