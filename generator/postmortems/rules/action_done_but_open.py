"""An action that was finished on a day and still counts as unfinished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-done-but-open", family="process", level=Level.WARNING)
def action_done_but_open(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action has a `done_at`, and its `status` is not `done`.

    Why: Lists and counts go by the status: the action stays open, grows old and becomes overdue.

    Fix: Set `status: done`, or remove `done_at`.

    Source: Domain rule of this project: what two fields say must agree.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: in_progress
            priority: P3
            owner: Jon Bell
            due: 2026-06-30
            done_at: 2026-03-09
            tracker: https://tracker.example.com/PAY-103
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: done
            priority: P3
            owner: Jon Bell
            due: 2026-06-30
            done_at: 2026-03-09
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]
    """
    del context
    for index, action in enumerate(incident.actions):
        if action.status != "done" and action.done_at is not None:
            yield Problem(
                rule="action-done-but-open",
                path=("actions", index, "status"),
                message=f"`{action.id}` was done on {action.done_at.isoformat()}, and its status "
                f"is `{action.status}`",
                why="lists and counts go by the status",
                fix="write `status: done`, or remove `done_at`",
            )
