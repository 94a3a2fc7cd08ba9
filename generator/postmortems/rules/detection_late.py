"""Harm that was noticed later than the level allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import length
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.playbook import TRUE_MISS, lateness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("detection-late", family="response", level=Level.WARNING)
def detection_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """More time passed between the start of harm and its detection than the level allows.

    Where the playbook asks for less than five minutes, exactly five are too many. Near misses,
    false alarms and planned maintenance are held to no clock.

    Why: Whatever happens before detection is time in which users are hurt and nobody acts. It is
    the part of an incident that monitoring, not people, can shorten.

    Fix: Correct `times.started` or `times.detected` if one is wrong. A true miss stays in the
    record and is shown on the page; an action of type `detect` answers it.

    Source: The response times of the levels in `severities.yml`; PagerDuty's incident response
    guide on severity levels.

    Flagged:
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:10
          acknowledged: 2026-03-03 09:11
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30

    Accepted:
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:09
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30
    """
    detected = incident.times.detected if incident.times else None
    if detected is None:
        return
    miss = lateness(incident, context, "detection", detected)
    if miss is not None:
        yield Problem(
            rule="detection-late",
            path=("times", "detected"),
            message=f"detected {length(miss.minutes)} after {miss.since}; {miss.asked}",
            why="until then users are hurt and nobody acts",
            fix=TRUE_MISS,
        )
