"""A procedure that one person knows and nobody wrote down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.calls import held_by_one
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("knowledge-with-one-holder", family="process", level=Level.WARNING)
def knowledge_with_one_holder(incident: Incident, context: Context) -> Iterator[Problem]:
    """An entry of `knowledge_gaps` names one holder, and does not say that it is documented.

    An entry without holders does not say how many there are and is left alone. Written down, a
    procedure can be followed by others, so `documented: true` answers it.

    Why: The next incident of this kind lasts until that person is reached.

    Fix: Teach a second person and add them, or write the procedure down and say `documented: true`.

    Source: The order system's outage, which lasted until one traveller had landed; Google's SRE
    book, chapter 28, on spreading knowledge among those on call.

    Flagged:
        knowledge_gaps:
          - procedure: Replacing the gateway's certificate
            holders: [Jon Bell]
            documented: false

    Accepted:
        knowledge_gaps:
          - procedure: Replacing the gateway's certificate
            holders: [Jon Bell, Leo Katz]
            documented: false
    """
    del context
    for index, each in held_by_one(incident):
        yield Problem(
            rule="knowledge-with-one-holder",
            path=("knowledge_gaps", index, "holders"),
            message=f"one holder is named, `{each.holders[0]}`, and the record does not say "
            "that it is written down",
            why="the next incident of this kind lasts until that person is reached",
            fix="teach a second person, or write it down and say `documented: true`",
        )
