"""An action whose day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import days_ago
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-overdue", family="process", level=Level.WARNING)
def action_overdue(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action is open or in progress, and its `due` day is before the day of the check.

    The check's own date is set by `--as-of`, so that an old repository does not change its findings
    from one day to the next.

    Why: The weakness that it was to remove is still there, and someone believes it to be dealt
    with.

    Fix: Finish it and set `status: done` with `done_at`, agree on a new day, or set `status:
    wont_do` with the reason.

    Source: The playbook: open actions are gone through every week.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: in_progress
            priority: P1
            owner: Jon Bell
            due: 2026-03-06
            tracker: https://tracker.example.com/PAY-103
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: done
            priority: P1
            owner: Jon Bell
            due: 2026-03-06
            done_at: 2026-03-09
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]
    """
    for index, action in unfinished(incident):
        if action.due is not None and action.due < (today := context.as_of.date()):
            yield Problem(
                rule="action-overdue",
                path=("actions", index, "due"),
                message=f"`{action.id}` was due {days_ago(action.due, today)}",
                why="the weakness is still there, and someone believes it dealt with",
                fix="set `status: done`, agree on a new day, or give it up with a reason",
            )
