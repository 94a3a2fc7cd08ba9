"""A stretch of an open incident of which nothing is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import end_of, length, minutes, moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("timeline-gap", family="time", level=Level.WARNING)
def timeline_gap(incident: Incident, context: Context) -> Iterator[Problem]:
    """Nothing is recorded for a long stretch of an open incident.

    How long, and at which levels, is `timeline` in `site_config/policy.yml`. Looked at is the time
    from the detection, else from the start, to the resolution. Calls for help, answers and handoffs
    count as much as timeline entries. Messages do not: a promise to report back is no report.

    Why: Whoever reads the record later asks what was tried in those hours. If it was nothing, that
    is a finding; if it was something, it is lost.

    Fix: Fill the stretch from chat, logs and memory. If nothing happened, say so in an entry.

    Source: Two reports that this project grew from: one is silent for five and a half hours while
    a person could not be reached, one for 75 minutes until the database was back.

    Flagged:
        timeline:
          - at: 09:08
            text: PaymentErrorRate fired.
          - at: 09:50
            text: The new certificate was in place.
          - at: 10:20
            text: The incident was resolved.
        escalations: []

    Accepted:
        timeline:
          - at: 09:08
            text: PaymentErrorRate fired.
          - at: 09:50
            text: The new certificate was in place.
          - at: 10:20
            text: The incident was resolved.
    """
    policy = context.settings.policy.timeline
    times = incident.times
    if policy.gap_levels and incident.severity not in policy.gap_levels:
        return
    if times is None or not incident.timeline:
        return
    opened = times.detected or times.started
    over = end_of(times)
    if opened is None or over is None:
        return
    signs = sorted(
        ((at, path) for at, path in _signs(incident) if opened < at < over),
        key=lambda sign: sign[0],
    )
    signs.append((over, ("times", "resolved" if times.resolved else "closed")))
    before = opened
    for at, path in signs:
        silent = minutes(before, at)
        if silent > policy.gap_minutes:
            yield Problem(
                rule="timeline-gap",
                path=_entry_at(incident, at) or path,
                message=f"nothing is recorded for {length(silent)} before this, since "
                f"{moment(before)}",
                why="what was tried in that time is lost, and so is what was not",
                fix="fill the stretch from chat and logs; if nothing happened, say so in an entry",
            )
        before = at


def _signs(incident: Incident) -> Iterator[tuple[datetime, Path]]:
    for index, entry in enumerate(incident.timeline):
        yield entry.at, ("timeline", index, "at")
    for index, handoff in enumerate(incident.handoffs):
        yield handoff.at, ("handoffs", index, "at")
    for index, call in enumerate(incident.escalations):
        yield call.at, ("escalations", index, "at")
        if call.reached_at is not None:
            yield call.reached_at, ("escalations", index, "reached_at")


def _entry_at(incident: Incident, at: datetime) -> Path | None:
    """Return the timeline entry of a moment: that is where people look for what came before."""
    found = (index for index, entry in enumerate(incident.timeline) if entry.at == at)
    index = next(found, None)
    return None if index is None else ("timeline", index, "at")
