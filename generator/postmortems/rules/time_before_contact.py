"""Someone who was reached before anyone called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("time-before-contact", family="time")
def time_before_contact(incident: Incident, context: Context) -> Iterator[Problem]:
    """An escalation's `reached_at` is earlier than its `at`.

    Why: The time between calling someone and reaching them is where an escalation is won or lost;
    here it would be negative.

    Fix: Correct one of the two. When nobody was called because they were already there, the call
    and the answer share a moment.

    Source: An account that this project grew from, in which contacted was taken for reached.

    Flagged:
        escalations:
          - at: 2026-03-03 09:16
            tier: L3
            contact: Jon Bell
            reached_at: 2026-03-03 09:12

    Accepted:
        escalations:
          - at: 2026-03-03 09:16
            tier: L3
            contact: Jon Bell
            reached_at: 2026-03-03 09:16
    """
    del context
    for index, each in enumerate(incident.escalations):
        if each.reached_at is not None and each.reached_at < each.at:
            yield Problem(
                rule="time-before-contact",
                path=("escalations", index, "reached_at"),
                message=f"reached at {moment(each.reached_at)}, before the call at "
                f"{moment(each.at)}",
                why="the time it took to reach them would be negative",
                fix="correct one of the two",
            )
