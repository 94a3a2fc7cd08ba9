"""An incident that a person took on later than the level allows."""

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


@rule("acknowledgement-late", family="response", level=Level.WARNING)
def acknowledgement_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """More time passed between detection and acknowledgement than the level allows.

    Clocks that count business time stand still outside the hours of `policy.yml`; a record without
    a calendar date is not held to them.

    Why: An alert that nobody has taken on helps nobody. Late acknowledgements point at paging,
    rotas and noisy alerts.

    Fix: Correct `times.detected` or `times.acknowledged` if one is wrong. A true miss stays in the
    record and is shown on the page.

    Source: The response times of the levels in `severities.yml`; PagerDuty's incident response
    guide on being on call.

    Flagged:
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:14
          declared: 2026-03-03 09:14
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30

    Accepted:
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:13
          declared: 2026-03-03 09:14
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30
    """
    acknowledged = incident.times.acknowledged if incident.times else None
    if acknowledged is None:
        return
    miss = lateness(incident, context, "acknowledgement", acknowledged)
    if miss is not None:
        yield Problem(
            rule="acknowledgement-late",
            path=("times", "acknowledged"),
            message=f"acknowledged {length(miss.minutes)} after {miss.since}; {miss.asked}",
            why="an alert that nobody has taken on helps nobody",
            fix=TRUE_MISS,
        )
