"""A silence between two messages to the same people while the incident was open."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.clock import length
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import minutes
from postmortems.rules.playbook import TRUE_MISS, is_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("update-gap", family="response", level=Level.WARNING)
def update_gap(incident: Incident, context: Context) -> Iterator[Problem]:
    """Two messages to one audience lie further apart than the cadence of updates allows.

    Only the part of the silence before the incident was resolved counts. How long it may be, and at
    which levels, stands in `policy.yml` under `updates`.

    Why: People who hear nothing assume the worst, ask everyone they know, and plan for the wrong
    case. A message that says "nothing new yet" costs a minute.

    Fix: Enter messages that are missing. A true gap stays in the record and is shown on the page.

    Source: The playbook asks for an update at least every 30 minutes; Atlassian's incident
    communication handbook.

    Flagged:
        communications:
          - at: 2026-03-03 09:15
            audience: client
            kind: initial
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear

    Accepted:
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
    """
    policy = context.settings.policy.updates
    if policy.levels and incident.severity not in policy.levels:
        return
    resolved = incident.times.resolved if incident.times else None
    if resolved is None and is_over(incident):
        return
    sent = sorted(enumerate(incident.communications), key=lambda each: each[1].at)
    for audience in dict.fromkeys(each.audience for _, each in sent):
        for (_, before), (index, after) in pairwise(
            entry for entry in sent if entry[1].audience == audience
        ):
            until = min(after.at, resolved) if resolved else after.at
            gap = minutes(before.at, until)
            if gap > policy.cadence_minutes:
                yield Problem(
                    rule="update-gap",
                    path=("communications", index, "at"),
                    message=f"{length(gap)} without a message to `{audience}` while the incident "
                    f"was open; {incident.severity} asks for one every "
                    f"{length(policy.cadence_minutes)}",
                    why="people who hear nothing assume the worst",
                    fix=TRUE_MISS,
                )
