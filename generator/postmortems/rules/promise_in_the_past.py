"""A message that promised the next one for a moment already gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("promise-in-the-past", family="time")
def promise_in_the_past(incident: Incident, context: Context) -> Iterator[Problem]:
    """A message's `next_update_at` is not later than the message itself.

    Why: Whether promised updates were kept is counted from this moment.

    Fix: Correct the time, or leave it out if nothing was promised.

    Source: The playbook's notices to clients, each of which names the time of the next update.

    Flagged:
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
            next_update_at: 2026-03-03 09:05
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear

    Accepted:
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
            next_update_at: 2026-03-03 09:50
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
    """
    del context
    for index, each in enumerate(incident.communications):
        if each.next_update_at is not None and each.next_update_at <= each.at:
            yield Problem(
                rule="promise-in-the-past",
                path=("communications", index, "next_update_at"),
                message=f"the next update was promised for {moment(each.next_update_at)}, "
                f"and the message is of {moment(each.at)}",
                why="whether the promise was kept is counted from this moment",
                fix="correct the time, or leave it out if nothing was promised",
            )
