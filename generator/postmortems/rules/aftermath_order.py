"""Something that followed the incident, dated before it or in the wrong order."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import PROMISED
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("aftermath-order", family="time")
def aftermath_order(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem, its review, an action or a follow-up is dated before the incident started.

    A postmortem published before it was drafted is reported, too.

    Why: Whether drafts, reviews and actions came in time is counted from these days.

    Fix: Correct the day, most often its year.

    Source: Domain rule of this project: what follows an incident comes after it.

    Flagged:
        review:
          held_at: 2025-03-06
          facilitator: Mia Sato
          attendees: [Ana Ruiz, Jon Bell, Leo Katz]
          outcome: Both actions were agreed on.

    Accepted:
        review:
          held_at: 2026-03-06
          facilitator: Mia Sato
          attendees: [Ana Ruiz, Jon Bell, Leo Katz]
          outcome: Both actions were agreed on.
    """
    del context
    written = incident.postmortem
    drafted, published = written.drafted_at, written.published_at
    if drafted is not None and published is not None and published < drafted:
        yield _problem(
            ("postmortem", "published_at"),
            f"published at {moment(published)}, before the draft of {moment(drafted)}",
        )
    started = incident.times.started if incident.times else None
    if started is None or incident.date_unknown is not None:
        return
    for path, value in contents(incident).dates:
        if path[0] not in _AFTERMATH or path[-1] in PROMISED:
            continue
        if isinstance(value, datetime):
            early, said = value < started, moment(value)
        else:
            early, said = value < started.date(), value.isoformat()
        if early:
            yield _problem(path, f"{said} is before the incident started, {moment(started)}")


_AFTERMATH = frozenset(("postmortem", "review", "actions", "follow_ups"))


def _problem(path: Path, message: str) -> Problem:
    return Problem(
        rule="aftermath-order",
        path=path,
        message=message,
        why="whether it came in time is counted from this day",
        fix="correct the day, most often its year",
    )
