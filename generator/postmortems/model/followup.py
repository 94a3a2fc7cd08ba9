"""What comes after: actions, lessons, the write-up, its review and later looks."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.fields import (
    Day,
    Example,
    Key,
    Label,
    Line,
    Moment,
    Name,
    Record,
    Sentence,
    Url,
    means,
)

ActionType = Annotated[
    Literal["prevent", "detect", "mitigate", "repair", "process", "investigate"],
    means(
        prevent="Makes it less likely to happen again.",
        detect="Makes it noticed sooner.",
        mitigate="Makes it hurt less, or end sooner.",
        repair="Puts right what this incident broke.",
        process="Changes how people work together.",
        investigate="Finds out what is not understood yet.",
    ),
]
ActionStatus = Annotated[
    Literal["open", "in_progress", "done", "wont_do"],
    means(
        open="Nobody has begun.",
        in_progress="Somebody is at it.",
        done="It is done; `done_at` says when.",
        wont_do="It was given up; `reason` says why.",
    ),
]
PostmortemStatus = Annotated[
    Literal["none", "draft", "in_review", "reviewed", "published"],
    means(
        none="There is no write-up, or none yet.",
        draft="Somebody is writing it.",
        in_review="It is written, and others are reading it.",
        reviewed="It has been discussed and agreed on.",
        published="Everyone it is meant for can read it; the record is complete.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Record):
    """A commitment: something that someone will do by a day."""

    id: Annotated[Key, Example(("A1",))]
    """The action's id in this record, such as `A1`."""
    title: Annotated[Line, Example(("Gateway certificates renew themselves",))]
    """What will be different when it is done."""
    status: ActionStatus
    """Where it stands."""
    type: ActionType | None = None
    """What it does about the incident."""
    priority: Annotated[str, Name("severity")] | None = None
    """How soon it matters, on the severity scale."""
    owner: Annotated[Label, Example(("Jon Bell",))] | None = None
    """The one person who answers for it."""
    team: Annotated[str, Name("team")] | None = None
    """The team it belongs to."""
    due: Day | None = None
    """The day by which it is done."""
    done_at: Day | None = None
    """The day on which it was done."""
    reason: Sentence | None = None
    """Why it will not be done."""
    tracker: Url | None = None
    """Its ticket."""
    done_when: (
        Annotated[Sentence, Example(("A certificate in staging was renewed with nobody's help.",))]
        | None
    ) = None
    """How anyone can tell that it is done."""
    factors: Annotated[tuple[Key, ...], at.MaxLen(50)] = ()
    """The ids of the factors it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Record):
    """What others should know."""

    text: Sentence
    """The lesson."""
    audience: Label | None = None
    """Who should know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmortem(Record):
    """How far the write-up has come."""

    status: PostmortemStatus
    """None, draft, in review, reviewed or published."""
    owner: Label | None = None
    """Who writes it."""
    due: Day | None = None
    """The day it is due."""
    drafted_at: Moment | None = None
    """When the draft was there."""
    published_at: Moment | None = None
    """When it was published."""
    audience: (
        Annotated[
            Literal["internal", "public"],
            means(internal="Only people of this organisation.", public="Anyone."),
        ]
        | None
    ) = None
    """Who may read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """The meeting in which the postmortem was discussed."""

    held_at: Day
    """The day."""
    facilitator: Label | None = None
    """Who led it."""
    attendees: Annotated[tuple[Label, ...], at.MaxLen(100)] = ()
    """Who was there."""
    outcome: Sentence | None = None
    """What was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Record):
    """A later look at whether the actions helped."""

    due: Day
    """When."""
    done_at: Day | None = None
    """When it was done."""
    result: Sentence | None = None
    """What was seen."""
