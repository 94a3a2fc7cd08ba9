"""A later look at the actions that did not happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import days_ago
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("follow-up-overdue", family="process", level=Level.WARNING)
def follow_up_overdue(incident: Incident, context: Context) -> Iterator[Problem]:
    """A follow-up's `due` day is before the day of the check, and it has no `done_at`.

    The check's own date is set by `--as-of`.

    Why: Whether the actions helped shows only weeks later. A look that nobody takes is how the same
    incident returns.

    Fix: Take the look and enter `done_at` with its `result`, or agree on a new day.

    Source: The review of the payment API's outage of March 2024, written after all three of its
    follow-ups had passed.

    Flagged:
        follow_ups:
          - due: 2026-03-10

    Accepted:
        follow_ups:
          - due: 2026-03-10
            done_at: 2026-03-11
            result: The first certificate renewed itself.
    """
    for index, each in enumerate(incident.follow_ups):
        if each.done_at is None and each.due < (today := context.as_of.date()):
            yield Problem(
                rule="follow-up-overdue",
                path=("follow_ups", index, "due"),
                message=f"the follow-up was due {days_ago(each.due, today)}",
                why="whether the actions helped shows only when somebody looks",
                fix="enter `done_at` and `result`, or agree on a new day",
            )
