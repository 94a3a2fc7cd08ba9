"""An action without a day, in a write-up that is still being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import undated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-without-due", family="process", level=Level.WARNING)
def action_without_due(incident: Incident, context: Context) -> Iterator[Problem]:
    """An unfinished action has no `due` day, and the postmortem is not published yet.

    Once it is published, the same is an error. Nothing is said when `not_recorded` lists
    `actions.due`.

    Why: Without a day an action is never late, so nobody looks at it again.

    Fix: Give it a day within the limits of `policy.yml`, or move the entry to `ideas`.

    Source: The playbook: every action has an owner and a due date.

    Flagged:
        postmortem:
          status: draft
          drafted_at: 2026-03-04 11:00
          due: 2026-06-30
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            owner: Jon Bell
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
    for index, action in undated(incident):
        yield Problem(
            rule="action-without-due",
            path=("actions", index, "due"),
            message=f"`{action.id}` has no due date",
            why="without a day it is never late, so nobody looks at it again",
            fix="write `due:` with a day, or move it to `ideas`",
        )
