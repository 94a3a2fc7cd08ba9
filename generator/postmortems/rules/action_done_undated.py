"""A finished action without the day on which it was finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.situation import unrecorded
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-done-undated", family="process", level=Level.WARNING)
def action_done_undated(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action has `status: done` and no `done_at`.

    Nothing is said when `not_recorded` lists `actions.done_at`.

    Why: Whether actions are done in time is counted from that day. Without it the action counts
    neither as kept nor as late.

    Fix: Enter `done_at`. If nobody knows the day any more, list `actions.done_at` under
    `not_recorded` with the reason.

    Source: The playbook's example, three of whose actions are done on days that nobody wrote down.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: done
            owner: Jon Bell
            due: 2026-03-10
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-09
            factors: [F1, F2]
    """
    del context
    if unrecorded(incident, "actions.done_at"):
        return
    for index, action in enumerate(incident.actions):
        if action.status == "done" and action.done_at is None:
            yield Problem(
                rule="action-done-undated",
                path=("actions", index, "status"),
                message=f"`{action.id}` is done, and no day says since when",
                why="it counts neither as kept nor as late",
                fix="enter `done_at:`, or list `actions.done_at` under `not_recorded`",
            )
