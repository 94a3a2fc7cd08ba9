"""A text that holds nothing but white space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("blank-text", family="structure")
def blank_text(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text is there and holds nothing but white space.

    Why: The field counts as recorded, and readers see an empty place.

    Fix: Write the text, or leave the key out.

    Source: Domain rule of this project: what is not recorded is shown as not recorded.

    Flagged:
        background: "   "

    Accepted:
        background: The gateway belongs to a bank.
    """
    del context
    for path, text in texts(incident):
        if not text.strip():
            yield Problem(
                rule="blank-text",
                path=path,
                message="the text is blank",
                why="it counts as recorded, and there is nothing to read",
                fix="write it, or leave the key out",
            )
