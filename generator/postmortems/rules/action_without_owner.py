"""An action that nobody answers for, in a write-up that is still being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import unowned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-without-owner", family="process", level=Level.WARNING)
def action_without_owner(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action has no `owner`, and the postmortem is not published yet.

    Once it is published, the same is an error. Actions that were given up need no owner, and
    nothing is said when `not_recorded` lists `actions.owner`.

    Why: What belongs to everyone is done by nobody. Owners are easiest to find while the incident
    is fresh and everyone is in the room.

    Fix: Name one person who answers for it, or move the entry to `ideas`, which promise nothing.

    Source: The playbook: every action has an owner and a due date; Google's SRE workbook, chapter
    10.

    Flagged:
        postmortem:
          status: draft
          drafted_at: 2026-03-04 11:00
          due: 2026-06-30
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            priority: P3
            due: 2026-06-30
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]

    Accepted:
        postmortem:
          status: draft
          drafted_at: 2026-03-04 11:00
          due: 2026-06-30
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            owner: Jon Bell
            priority: P3
            due: 2026-06-30
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]
    """
    del context
    if incident.postmortem.status == "published":
        return
    for index, action in unowned(incident):
        yield Problem(
            rule="action-without-owner",
            path=("actions", index, "owner"),
            message=f"`{action.id}` has no owner",
            why="what belongs to everyone is done by nobody",
            fix="name one person who answers for it, or move it to `ideas`",
        )
