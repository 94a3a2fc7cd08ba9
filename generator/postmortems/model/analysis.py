"""From events to factors: contributing factors, stage findings and the analysis methods."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import Example, Key, Label, Line, Name, Record, Sentence, Short, means

Stage = Annotated[
    Literal["detection", "escalation", "communication", "resolution", "cause"],
    means(
        detection="How it came to be noticed.",
        escalation="How the right people were reached.",
        communication="How people were told.",
        resolution="How it was brought to an end.",
        cause="What made it possible.",
    ),
]
Verdict = Annotated[
    Literal["adequate", "slow", "failed", "unknown"],
    means(
        adequate="It did what it should.",
        slow="It worked, later than it should have.",
        failed="It did not work.",
        unknown="The reviewers could not tell.",
    ),
]
Confidence = Annotated[
    Literal["high", "medium", "low"],
    means(
        high="The evidence leaves little doubt.",
        medium="The evidence points this way.",
        low="A guess that should be checked.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor(Record):
    """Something without which this would have been less likely, shorter or smaller."""

    id: Annotated[Key, Example(("F1",))]
    """The factor's id in this record, such as `F1`."""
    text: Annotated[Sentence, Example(("Certificates are renewed by hand.",))]
    """What it is: a property of the system, not of a person."""
    category: Annotated[str, Name("category")] | None = None
    """Its kind, from the configured list."""
    evidence: Sentence | None = None
    """What shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFinding(Record):
    """How one stage of the response held up."""

    stage: Stage
    """The stage judged."""
    verdict: Verdict
    """The judgement."""
    text: Sentence
    """What was found."""
    confidence: Confidence | None = None
    """How sure the reviewers are."""
    control_gap: Annotated[str, Name("control_gap")] | None = None
    """The control that was missing."""
    actions: Annotated[tuple[Key, ...], at.MaxLen(50)] = ()
    """The ids of the actions that answer it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeGap(Record):
    """A procedure that too few people know."""

    procedure: Line
    """What has to be done."""
    holders: Annotated[tuple[Label, ...], at.MaxLen(50)] = ()
    """Who can do it."""
    documented: bool | None = None
    """Whether it is written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why(Record):
    """A question, its answer, and the questions that follow from the answer."""

    question: Sentence
    """Why did this happen?"""
    answer: Sentence | None = None
    """The answer; left out while it is open, and shown as open."""
    whys: tuple["Why", ...] = ()
    """The questions that this answer raises; they may branch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Record):
    """Something that an analysis found, or looks for; a bare text is what was found."""

    question: Sentence | None = None
    """What is to be found out; it is open until `text` answers it."""
    text: Sentence | None = None
    """What was found; left out while its question is open."""


Found = Annotated[Point, Short("text")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Record):
    """A node of a fault tree: an event that needs any or all of the events below it."""

    question: Sentence | None = None
    """What is to be found out here; it is open until `event` answers it."""
    event: Sentence | None = None
    """What happened at this node; left out while its question is open."""
    gate: (
        Annotated[
            Literal["any", "all"],
            means(any="One of the causes was enough.", all="All of the causes were needed."),
        ]
        | None
    ) = None
    """Whether one of the causes was enough or all were needed."""
    causes: tuple["Gate", ...] = ()
    """The events below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnalysis(Record):
    """What was different this time."""

    question: Sentence | None = None
    """What is to be found out; it is open until how it was `before` or `during` is known."""
    what: Sentence | None = None
    """What is compared."""
    before: Sentence | None = None
    """How it was when things worked."""
    during: Sentence | None = None
    """How it was when they did not."""
    effect: Sentence | None = None
    """What the difference did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier(Record):
    """Something meant to prevent the event or to soften it."""

    question: Sentence | None = None
    """What is to be found out; it is open until `text` answers it."""
    text: Sentence | None = None
    """What it is; left out while its question is open."""
    held: bool | None = None
    """Whether it held; left out when that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BowTie(Record):
    """Threats and preventions before the event, consequences and mitigations after it."""

    question: Sentence | None = None
    """What is to be found out about it; it is open until `event` answers it."""
    event: Sentence | None = None
    """The event in the middle; left out while its question is open."""
    threats: tuple[Found, ...] = ()
    """What could bring it about."""
    preventions: tuple[Barrier, ...] = ()
    """What stood in the way."""
    consequences: tuple[Found, ...] = ()
    """What it could lead to."""
    mitigations: tuple[Barrier, ...] = ()
    """What softened it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis(Record):
    """The methods used; any, none or several. Open branches stay visibly open."""

    five_whys: Annotated[tuple[Why, ...], at.MaxLen(20)] = ()
    """Chains of questions; each answer may raise several more."""
    fishbone: Annotated[dict[Label, tuple[Found, ...]], at.MaxLen(20)] | None = None
    """Causes under the headings that the team chose."""
    fault_tree: Gate | None = None
    """What had to come together."""
    change_analysis: Annotated[tuple[ChangeAnalysis, ...], at.MaxLen(50)] = ()
    """What was different this time."""
    bow_tie: BowTie | None = None
    """Threats, barriers and consequences around one event."""
