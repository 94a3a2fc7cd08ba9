"""A suppression that silences nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import Rule
from postmortems.rules.loading import LOADING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from postmortems.model.incident import Incident

UNUSED_SUPPRESSION = Rule(
    id="unused-suppression",
    family="structure",
    level=Level.WARNING,
    doc="""An entry under `ignore` silences a rule that has nothing to say about this record.

    A rule that configuration switches off is left alone here. Faults of the file itself, such as an
    unknown key, cannot be silenced in the record: what could not be read would be lost. Rules
    between records are judged here only when all records are checked.

    Why: A suppression that is no longer needed would hide the next fault of its kind.

    Fix: Remove the entry.

    Source: Ruff's rule for unused `noqa` comments, which serves the same end.

    Flagged:
        ignore:
          - rule: stated-share
            reason: The sentence is about the gateway.

    Accepted:
        title: Card payments were down for three hours
        ignore:
          - rule: stated-duration
            reason: The title is the one of the status page, which was sent out before the end.
    """,
)


def unused(
    incident: Incident, silenced: Collection[str], asked: Collection[str]
) -> Iterator[Problem]:
    """Yield each suppression that silenced nothing.

    ``silenced`` are the ids of the rules that had a problem to silence, ``asked`` those of all
    rules that were run; whatever was not run is left alone, unless reading the file reports it.
    """
    for index, each in enumerate(incident.ignore):
        if each.rule in silenced or each.rule == UNUSED_SUPPRESSION.id:
            continue
        if each.rule in asked:
            yield needless(index, each.rule)
        elif any(each.rule == known.id for known in LOADING):
            message = f"`{each.rule}` is a fault of the file and cannot be silenced in it"
            yield _problem(index, message, "mend the fault, and remove the entry")


def needless(index: int, name: str) -> Problem:
    """Return what to say of the suppression of a rule that had nothing to say."""
    message = f"`{name}` has nothing to say about this record"
    return _problem(index, message, "remove the entry")


def _problem(index: int, message: str, fix: str) -> Problem:
    return Problem(
        rule=UNUSED_SUPPRESSION.id,
        path=("ignore", index, "rule"),
        message=message,
        why="a suppression that is not needed hides the next fault of its kind",
        fix=fix,
    )
