"""A record that refers to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("self-reference", family="structure")
def self_reference(incident: Incident, context: Context) -> Iterator[Problem]:
    """A record names itself under `related` or `recurrence_of`.

    Why: An incident cannot repeat itself. Most often the id was copied from the top of the file
    while the other incident's was meant, and that link is now missing.

    Fix: Write the other incident's id, or remove the entry.

    Source: Domain rule of this project: a recurrence joins two incidents.

    Flagged:
        recurrence_of: INC-20260303-0905

    Accepted:
        recurrence_of: INC-20251202-1410
    """
    del context
    named: list[tuple[Path, str | None]] = [
        (("related", index), name) for index, name in enumerate(incident.related)
    ]
    named.append((("recurrence_of",), incident.recurrence_of))
    for path, name in named:
        if name == incident.id:
            yield Problem(
                rule="self-reference",
                path=path,
                message=f"`{name}` is this incident itself",
                why="the link that was meant is missing",
                fix="write the other incident's id, or remove the entry",
            )
