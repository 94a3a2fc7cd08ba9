"""Moments of the incident's life that cannot have come in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.lifecycle import contradictions
from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("lifecycle-order", family="time")
def lifecycle_order(incident: Incident, context: Context) -> Iterator[Problem]:
    """The moments under `times` stand in an impossible order.

    Nothing comes before `started`. Acknowledging and declaring follow the detection; resolving
    follows mitigating; and nothing comes after `closed`. Harm may end before anyone notices it, so
    the detection is not held to the end. Where one moment contradicts several others, that one is
    reported, else the later of the two.

    Why: Every duration is computed from these moments. One wrong date makes them all wrong, and
    the dashboards with them.

    Fix: Correct the moment. When its date is left to a copied line, that line is the usual cause.

    Source: PagerDuty's incident response documentation, on the order of an incident's stages.

    Flagged:
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 10:25
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30

    Accepted:
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 10:20
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:20
    """
    del context
    for each in contradictions(incident.times):
        yield Problem(
            rule="lifecycle-order",
            path=("times", each.blamed),
            message=f"`{each.second}` ({moment(each.second_at)}) is before `{each.first}` "
            f"({moment(each.first_at)})",
            why="every duration is computed from these moments",
            fix="correct the date or the time",
        )
