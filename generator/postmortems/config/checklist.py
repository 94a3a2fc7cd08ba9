"""The entries of checklists: what must be true, and what in a record shows that it is."""

from dataclasses import dataclass
from typing import Annotated, Literal

import annotated_types as at

from postmortems.config.references import LevelId
from postmortems.fields import Minutes, Record, Sentence, Short, means

Fact = Annotated[
    Literal[
        "acknowledged",
        "declared",
        "signals",
        "commander",
        "roles",
        "first_messages",
        "timeline",
        "called_for_help",
        "containment_in_timeline",
        "eradication_in_timeline",
        "factors",
        "stable",
        "resolved",
        "all_clear",
        "handoff",
        "postmortem_assigned",
        "reviewed",
        "actions_assigned",
    ],
    means(
        acknowledged="`times.acknowledged` is recorded.",
        declared="`times.declared` is recorded.",
        signals="`signals` are recorded, by which the level is judged.",
        commander="`roles.commander` is recorded.",
        roles="Each of the commander's roles in `escalation.yml` is filled.",
        first_messages="The team was told, and everyone whom the level's response times name, "
        "as far as their time has come.",
        timeline="The timeline has an entry.",
        called_for_help="A call to the next tier is under `escalations`.",
        containment_in_timeline="A timeline entry is of the phase `containment`.",
        eradication_in_timeline="A timeline entry is of the phase `eradication`.",
        factors="`factors` are recorded.",
        stable="`recovery.monitored_minutes` is at least `at_least_minutes`, or what `policy.yml` "
        "asks for.",
        resolved="`times.resolved` is recorded.",
        all_clear="Every audience that was told outside the organisation has its all-clear.",
        handoff="A change of command is under `handoffs`.",
        postmortem_assigned="The postmortem has an owner and a due date.",
        reviewed="The draft is there, and `review` is recorded.",
        actions_assigned="There are actions, and each that is not given up has an owner and a "
        "due date.",
    ),
]
"""Something that a record can show."""
Circumstance = Annotated[
    Literal["clients_told"],
    means(clients_told="Someone outside the organisation was told of the incident."),
]
"""Something that must be so for an entry to count at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem(Record):
    """Something that must be true; a sentence alone is enough, and then people judge it."""

    text: Sentence
    """What must be true, or what is seen to."""
    shown_by: Fact | None = None
    """What in a record shows it; left out where only people can tell."""
    at_least_minutes: Minutes | None = None
    """For `stable` alone: how long things must have been watched."""
    only_if: Circumstance | None = None
    """When the entry counts at all; left out where it always does."""
    levels: Annotated[tuple[LevelId, ...], at.MaxLen(10)] = ()
    """The severity levels at which it counts; none listed means all."""


Checklist = Annotated[tuple[Annotated[ChecklistItem, Short("text")], ...], at.MaxLen(50)]
"""Entries in order; a sentence alone stands for an entry with only `text`."""
