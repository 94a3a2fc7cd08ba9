"""Executives who were told later than the level allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.notices import notice_late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("executive-notice-late", family="response", level=Level.WARNING)
def executive_notice_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """Executives first heard of the incident later than the level allows, or not while it was due.

    What counts is the first of the `communications` to the audiences that the clause names. A call
    to the last tier of the ladder tells an executive too. A record without communications says
    nothing about whom it told.

    Why: Executives answer to clients and owners. When they hear of it from those, the response
    loses their help and gains their questions.

    Fix: Correct the message's time, or enter a message that is missing. A true miss stays in the
    record and is shown on the page.

    Source: The response times of the levels in `severities.yml`; PagerDuty's incident response
    guide on internal liaisons.

    Flagged:
        severity: P0
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 09:25
            audience: executive
            kind: initial
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
        escalations:
          - at: 2026-03-03 09:11
            tier: L4
            contact: Engineering manager on duty
            reached_at: 2026-03-03 09:12

    Accepted:
        severity: P0
        communications:
          - at: 2026-03-03 09:13
            audience: executive
            kind: initial
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
        escalations:
          - at: 2026-03-03 09:11
            tier: L4
            contact: Engineering manager on duty
            reached_at: 2026-03-03 09:12
    """
    top = context.settings.escalation.tiers[-1].id
    calls: list[tuple[datetime, Path]] = [
        (each.at, ("escalations", index, "at"))
        for index, each in enumerate(incident.escalations)
        if each.tier == top
    ]
    yield from notice_late(
        "executive-notice-late",
        incident,
        context,
        clause="executive_notice",
        told="executives",
        also=calls,
    )
