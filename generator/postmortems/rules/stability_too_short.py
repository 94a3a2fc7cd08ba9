"""An incident that was called over before it had been watched long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import length
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.playbook import TRUE_MISS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("stability-too-short", family="response", level=Level.WARNING)
def stability_too_short(incident: Incident, context: Context) -> Iterator[Problem]:
    """Stability was watched for less time than the playbook asks.

    The record says how long under `recovery.monitored_minutes`; the least stands in `policy.yml`
    under `recovery`.

    Why: Caches warm up, queues drain and retries return. A fault that comes back after the
    all-clear costs more trust than ten more minutes of watching.

    Fix: Correct the number if it is wrong. A true miss stays in the record and is shown on the
    page.

    Source: The playbook's recovery phase, 15 to 30 minutes of stability.

    Flagged:
        recovery:
          criteria:
            - The error rate of card payments is back to normal.
          monitored_minutes: 10

    Accepted:
        recovery:
          criteria:
            - The error rate of card payments is back to normal.
          monitored_minutes: 15
    """
    watched = incident.recovery.monitored_minutes if incident.recovery else None
    least = context.settings.policy.recovery.stability_minutes
    if watched is not None and watched < least:
        yield Problem(
            rule="stability-too-short",
            path=("recovery", "monitored_minutes"),
            message=f"stability was watched for {length(watched)}; the playbook asks for "
            f"{length(least)}",
            why="a fault that comes back after the all-clear costs trust",
            fix=TRUE_MISS,
        )
