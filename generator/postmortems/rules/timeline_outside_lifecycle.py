"""A timeline entry that lies far outside the incident."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("timeline-outside-lifecycle", family="time")
def timeline_outside_lifecycle(incident: Incident, context: Context) -> Iterator[Problem]:
    """A timeline entry lies outside the incident's life.

    Changes and early signs may come up to a week before the start. After the end, entries may run
    until `closed`, or for half a day after `resolved` while the incident is not closed. Entries of
    the last phase, in which people learn, may come at any time after the start.

    Why: The usual cause is a copied date, or a clock time that was written one line too low and so
    became the next day's. Both stretch the story by days.

    Fix: Correct the date of the entry, or write it in full.

    Source: Etsy's debriefing facilitation guide, on the bounds of a timeline.

    Flagged:
        timeline:
          - at: 2026-02-03 09:05
            text: The gateway's certificate expired.
          - at: 2026-03-03 09:08
            text: PaymentErrorRate fired.
          - at: 09:34
            text: The expired certificate was found.
          - at: 09:50
            text: The new certificate was in place.
          - at: 10:20
            text: The incident was resolved.

    Accepted:
        timeline:
          - at: 2026-03-01 16:00
            phase: preparation
            text: The bank announced that the old certificate would not be renewed.
          - at: 2026-03-03 09:08
            text: PaymentErrorRate fired.
          - at: 09:34
            text: The expired certificate was found.
          - at: 09:50
            text: The new certificate was in place.
          - at: 10:20
            text: The incident was resolved.
          - at: 2026-03-04 11:00
            phase: lessons_learned
            text: The draft of the postmortem was there.
    """
    times = incident.times
    if times is None:
        return
    learning = context.settings.taxonomy.phases[-1].id
    earliest = times.started - _BEFORE if times.started else None
    latest = times.closed or (times.resolved + _AFTER if times.resolved else None)
    for index, entry in enumerate(incident.timeline):
        if earliest and times.started and entry.at < earliest:
            said = f"{moment(entry.at)} is {_days(times.started - entry.at)} before the start"
        elif latest and entry.at > latest and entry.phase != learning:
            end = "closed" if times.closed else "resolved"
            said = f"{moment(entry.at)} is after the incident was {end}"
        else:
            continue
        yield Problem(
            rule="timeline-outside-lifecycle",
            path=("timeline", index, "at"),
            message=said,
            why="a copied date or a clock time out of order stretches the story by days",
            fix="correct the entry's date; a short time after a later one becomes the next day's",
        )


_BEFORE = timedelta(days=7)
_AFTER = timedelta(hours=12)


def _days(of: timedelta) -> str:
    return f"{of.days} days"
