"""A published promise that nobody answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import unowned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("published-action-unowned", family="process")
def published_action_unowned(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem is published, and an action has no `owner`.

    Actions that were given up need no owner, and nothing is said when `not_recorded` lists
    `actions.owner` with the reason.

    Why: Publishing turns an action into a promise. A promise that nobody made is not kept, and
    readers learn not to believe the next one.

    Fix: Name one person who answers for it, or move the entry to `ideas`, which promise nothing.

    Source: The playbook: every action has an owner and a due date; Google's SRE workbook, chapter
    10.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: done
            done_at: 2026-03-10
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: done
            owner: Jon Bell
            done_at: 2026-03-10
            factors: [F1, F2]
    """
    del context
    if incident.postmortem.status != "published":
        return
    for index, action in unowned(incident):
        yield Problem(
            rule="published-action-unowned",
            path=("actions", index, "owner"),
            message=f"`{action.id}` is published without an owner",
            why="a promise that nobody made is not kept",
            fix="name one person who answers for it, or move it to `ideas`",
        )
