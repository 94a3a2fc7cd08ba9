"""A timeline entry that stands after a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("timeline-unsorted", family="time")
def timeline_unsorted(incident: Incident, context: Context) -> Iterator[Problem]:
    """A timeline entry is earlier than the entry before it.

    A clock time alone, such as `at: 15:47`, always follows the entry before it and takes the next
    day when it has to; so only entries with a date of their own can be out of order.

    Why: People read a timeline as a sequence of cause and effect. Out of order it tells another
    story, and the gaps between its entries are wrong.

    Fix: Move the entry to its place, or correct its time. `postmortems fix` moves it, with its
    comments, unless another rule doubts its time.

    Source: Etsy's debriefing facilitation guide: agree on what happened when before asking why.

    Flagged:
        timeline:
          - at: 2026-03-03 09:08
            text: PaymentErrorRate fired.
          - at: 2026-03-03 09:34
            text: The expired certificate was found.
          - at: 2026-03-03 09:25
            text: A new certificate was asked for.
          - at: 2026-03-03 09:50
            text: The new certificate was in place.
          - at: 2026-03-03 10:20
            text: The incident was resolved.

    Accepted:
        timeline:
          - at: 2026-03-03 09:08
            text: PaymentErrorRate fired.
          - at: 2026-03-03 09:34
            text: The expired certificate was found.
          - at: 2026-03-03 09:34
            text: A new certificate was asked for.
          - at: 2026-03-03 09:50
            text: The new certificate was in place.
          - at: 2026-03-03 10:20
            text: The incident was resolved.
    """
    del context
    times = [each.at for each in incident.timeline]
    for index in misplaced(times):
        yield Problem(
            rule="timeline-unsorted",
            path=("timeline", index, "at"),
            message=f"{moment(times[index])} is out of order: " + _neighbours(times, index),
            why="out of order, the timeline tells another story",
            fix="move the entry to its place, or correct its time",
        )


def _neighbours(times: list[datetime], index: int) -> str:
    if index and times[index] < times[index - 1]:
        return f"the entry before it is of {moment(times[index - 1])}"
    return f"the entry after it is of {moment(times[index + 1])}"
