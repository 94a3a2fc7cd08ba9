"""A field said to be unrecorded that is recorded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Problem
from postmortems.model.incident import Incident
from postmortems.model.requirements import REQUIREMENTS
from postmortems.plan import Items, plan
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.rules.base import Context


@rule("not-recorded-but-present", family="structure")
def not_recorded_but_present(incident: Incident, context: Context) -> Iterator[Problem]:
    """`not_recorded` names a field that the record holds.

    For a field of which a stage asks a number of entries, it counts as held from that number on.

    Why: The page would show a value and say beside it that there is none.

    Fix: Remove the entry under `not_recorded`, or the value if it was a guess.

    Source: Domain rule of this project: nothing is invented, and what is unknown is said once.

    Flagged:
        not_recorded:
          - field: roles.commander
            reason: Nobody wrote it down.

    Accepted:
        not_recorded:
          - field: change
            reason: Nobody wrote down how the old certificate had come to be there.
    """
    del context
    for index, entry in enumerate(incident.not_recorded):
        if _held(incident, entry.field):
            yield Problem(
                rule="not-recorded-but-present",
                path=("not_recorded", index, "field"),
                message=f"`{printable(entry.field)}` is recorded",
                why="the page would show a value and deny it",
                fix="remove this entry, or the value if it was a guess",
            )


def _held(incident: Incident, dotted: str) -> bool:
    value: object = incident
    for part in dotted.split("."):
        # A field's documented name and its attribute differ by an underscore where Python needs it.
        value = getattr(value, part, getattr(value, f"{part}_", None))
    needed = next((each for each in REQUIREMENTS if each.field == dotted), None)
    if needed is not None and needed.any_of:
        return any(_known(getattr(value, key, None)) for key in needed.any_of)
    if isinstance(value, tuple):
        if not value:
            return dotted in _none_allowed()  # the word `none` is an answer
        return len(value) >= (needed.fewest if needed is not None else 1)
    if (dotted, value) == ("postmortem.status", "none"):
        return False  # there may have been one elsewhere
    return value is not None and value is not False


@cache
def _none_allowed() -> frozenset[str]:
    return frozenset(
        key
        for key, each in plan(Incident).fields.items()
        if isinstance(each.node, Items) and each.node.none_allowed
    )


def _known(figure: object) -> bool:
    return getattr(figure, "value", None) is not None
