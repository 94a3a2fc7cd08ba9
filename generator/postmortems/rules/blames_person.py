"""A person named in a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.people import person_names
from postmortems.rules.wording import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

_PARTS = frozenset(("trigger", "factors", "analysis", "findings"))


@rule("blames-person", family="language", level=Level.WARNING)
def blames_person(incident: Incident, context: Context) -> Iterator[Problem]:
    """The trigger, a factor, an analysis or a finding about the cause names a person.

    People are those whom the record names under `roles` and `handoffs`, the owners of actions and
    of the postmortem, and those at its review, by their full name or by a part of it within a
    sentence. Teams, tiers and roles are no people.

    Why: A cause with a name is read as blame, whatever was meant, and search engines keep it. The
    name explains nothing: in the same place someone else would have had the same tools and signals.

    Fix: Write the role, or better what it had to work with: "the on-call engineer had no
    dashboard".

    Source: Google's SRE book, chapter 15; PagerDuty's postmortem guide: name roles, not people.

    Flagged:
        factors:
          - id: F1
            text: Jon Bell renewed the certificates of the gateway by hand.
            evidence: The renewal is a ticket made by a person.
          - id: F2
            text: Nothing watches how long certificates remain valid.
            evidence: The only alert was about errors.

    Accepted:
        factors:
          - id: F1
            text: The on-call engineer renewed the certificates of the gateway by hand.
            evidence: The renewal is a ticket made by a person.
          - id: F2
            text: Nothing watches how long certificates remain valid.
            evidence: The only alert was about errors.
    """
    causes = [each for each in statements(incident, parts=_PARTS) if _is_cause(incident, each[0])]
    names = person_names(incident, context.settings, [text for _, text in causes])
    if not names:
        return
    for path, text in causes:
        match = names.search(text)
        if match:
            yield Problem(
                rule="blames-person",
                path=path,
                message=f"`{printable(match.group())}`, a person, is named in a cause",
                why="a cause with a name is read as blame and explains nothing",
                fix="write the role, and what it had to work with",
            )


def _is_cause(incident: Incident, path: Path) -> bool:
    if path[0] == "findings" and isinstance(path[1], int):
        return incident.findings[path[1]].stage == "cause"
    return True
