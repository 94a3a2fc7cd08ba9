"""A field said to be unrecorded that no record has."""

from __future__ import annotations

import difflib
from functools import cache
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Problem
from postmortems.model.incident import Incident
from postmortems.plan import plan, walk
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.rules.base import Context


@rule("not-recorded-unknown-field", family="structure")
def not_recorded_unknown_field(incident: Incident, context: Context) -> Iterator[Problem]:
    """`not_recorded` names a field that no record has.

    Names are dotted, as in `times.detected`; for the entries of a list, as in `actions.owner`.

    Why: A misspelt name excuses nothing: the field that was meant still counts as forgotten.

    Fix: Write the field's name as the reference of the record gives it.

    Source: Domain rule of this project: unknown names are refused, never dropped.

    Flagged:
        not_recorded:
          - field: times.noticed
            reason: Nobody wrote it down.

    Accepted:
        not_recorded:
          - field: escalations.alternate
            reason: Nobody wrote down who else was called.
    """
    del context
    known = _names()
    for index, entry in enumerate(incident.not_recorded):
        if entry.field not in known:
            near = difflib.get_close_matches(entry.field, known, n=1, cutoff=0.5)
            yield Problem(
                rule="not-recorded-unknown-field",
                path=("not_recorded", index, "field"),
                message=f"`{printable(entry.field)}` is no field of a record",
                why="the field that was meant still counts as forgotten",
                fix=f"did you mean `{near[0]}`?"
                if near
                else "write a name such as `times.detected`",
            )


@cache
def _names() -> tuple[str, ...]:
    paths = (path for path, _ in walk(plan(Incident)) if "*" not in path)
    return tuple(dict.fromkeys(".".join(part for part in path if part != "[]") for path in paths))
