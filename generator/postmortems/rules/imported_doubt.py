"""Something that was doubtful when the record was imported, and that nobody has looked at since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("imported-doubt", family="process", level=Level.WARNING)
def imported_doubt(incident: Incident, context: Context) -> Iterator[Problem]:
    """The record was imported, and something of it may have been understood wrongly.

    `postmortems import` writes down under `imported.doubts` what it could not be sure of, such as
    a word that the settings do not know, or an end that lies before its beginning.

    Why: A reader cannot tell a value that was read with certainty from one that was guessed at.

    Fix: Compare the field with the source, mend it where it is wrong, and take the entry out.

    Source: Domain rule of this project: nothing is invented, and what is doubtful is told.

    Flagged:
        imported:
          format: statuspage
          file: incidents.json
          digest: 5d41402abc4b2a76
          doubts:
            - field: times.resolved
              text: It lies before the start.

    Accepted:
        imported:
          format: statuspage
          file: incidents.json
          digest: 5d41402abc4b2a76
    """
    del context
    if incident.imported is None:
        return
    for index, each in enumerate(incident.imported.doubts):
        about = f"`{each.field}` is in doubt: " if each.field else "in doubt since the import: "
        yield Problem(
            rule="imported-doubt",
            path=("imported", "doubts", index),
            message=f"{about}{each.text}",
            why="a reader takes it for certain",
            fix="compare it with the source, mend it where it is wrong, and take this entry out",
        )
