"""An action that is due later than its priority allows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-due-too-late", family="process", level=Level.WARNING)
def action_due_too_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """An unfinished action is due more days after the resolution than its priority allows.

    How many stands in `policy.yml` under `actions.due_within_days`. An action without a priority
    has that of the incident. Records without a calendar date are left alone.

    Why: What could have prevented the last incident can prevent the next, but only once it is done.

    Fix: Bring the day forward, split off what can be done in time, or lower the priority.

    Source: The playbook: actions of priority P0 and P1 within 1 week, those of P2 within 2.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: in_progress
            priority: P1
            owner: Jon Bell
            due: 2026-06-30
            tracker: https://tracker.example.com/PAY-103
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: in_progress
            priority: P3
            owner: Jon Bell
            due: 2026-06-30
            tracker: https://tracker.example.com/PAY-103
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]
    """
    resolved = incident.times.resolved if incident.times else None
    if resolved is None or incident.date_unknown is not None:
        return
    limits = context.settings.policy.actions.due_within_days
    for index, action in unfinished(incident):
        level = action.priority or incident.severity
        limit = limits.get(level)
        if action.due is None or limit is None:
            continue
        days = (action.due - resolved.date()).days
        if days > limit:
            yield Problem(
                rule="action-due-too-late",
                path=("actions", index, "due"),
                message=f"`{action.id}` is due {days} days after the resolution; "
                f"{level} allows {limit}",
                why="it can prevent the next incident only once it is done",
                fix=f"bring it forward to {(resolved.date() + timedelta(days=limit)).isoformat()}, "
                "split it, or lower its priority",
            )
