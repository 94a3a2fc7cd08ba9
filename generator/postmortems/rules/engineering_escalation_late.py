"""Engineering that was called in later than the level allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import length
from postmortems.findings import Level, Path, Problem
from postmortems.rules.base import rule
from postmortems.rules.playbook import TRUE_MISS, in_the_room, lateness, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("engineering-escalation-late", family="response", level=Level.WARNING)
def engineering_escalation_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """Engineering was first called later than the level allows, or never while it was due.

    What counts is the first entry of `escalations` at engineering's tier or above, by the moment of
    the call; whether anyone answered is another rule's question. The clause in `severities.yml`
    names that tier. A record without escalations says nothing about them, and an engineer among the
    `roles` was evidently there.

    Why: The first line can restart and wait; code, data and infrastructure are mended by those who
    know them. Time spent before that call is seldom spent well.

    Fix: Correct the time of the call, or enter a call that is missing. A true miss stays in the
    record and is shown on the page.

    Source: The response times of the levels in `severities.yml`; PagerDuty's incident response
    guide: escalate early, nobody is blamed for a call too many.

    Flagged:
        escalations:
          - at: 2026-03-03 09:39
            tier: L3
            contact: Jon Bell
            reached_at: 2026-03-03 09:40
            reason: The gateway belongs to engineering.

    Accepted:
        escalations:
          - at: 2026-03-03 09:38
            tier: L3
            contact: Jon Bell
            reached_at: 2026-03-03 09:40
            reason: The gateway belongs to engineering.
    """
    level = level_of(incident, context.settings)
    clause = level.sla.engineering_escalation if level else None
    if clause is None or not incident.escalations:
        return
    tiers = context.settings.escalation.at_least(clause.tier)
    calls = [
        (each.at, index) for index, each in enumerate(incident.escalations) if each.tier in tiers
    ]
    if not calls and in_the_room(incident, tiers):
        return
    first, index = min(calls) if calls else (None, None)
    miss = lateness(incident, context, "engineering_escalation", first)
    if miss is None:
        return
    path: Path = ("escalations",) if index is None else ("escalations", index, "at")
    said = (
        f"no call to engineering is recorded {length(miss.minutes)}"
        if index is None
        else f"engineering was first called {length(miss.minutes)}"
    )
    yield Problem(
        rule="engineering-escalation-late",
        path=path,
        message=f"{said} after {miss.since}; {miss.asked}",
        why="code, data and infrastructure are mended by those who know them",
        fix=TRUE_MISS
        if index is not None
        else "enter the call under `escalations`, if there was one",
    )
