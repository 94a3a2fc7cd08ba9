"""Moments of the incident's life that cannot have come in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import LIFECYCLE, moment

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
    if incident.times is None:
        return
    known = {name: at for name in LIFECYCLE if (at := getattr(incident.times, name)) is not None}
    wrong = [
        (first, second)
        for first, second in _ORDER
        if first in known and second in known and known[first] > known[second]
    ]
    while wrong:
        # The moment that contradicts most of the others is the one to mend, else the later one.
        blamed = max(
            LIFECYCLE, key=lambda name: (sum(name in pair for pair in wrong), LIFECYCLE.index(name))
        )
        others = [pair for pair in wrong if blamed in pair]
        first, second = others[0]
        yield Problem(
            rule="lifecycle-order",
            path=("times", blamed),
            message=f"`{second}` ({moment(known[second])}) is before `{first}` "
            f"({moment(known[first])})",
            why="every duration is computed from these moments",
            fix="correct the date or the time",
        )
        wrong = [pair for pair in wrong if blamed not in pair]


_ORDER = (
    *(("started", later) for later in LIFECYCLE[1:]),
    ("detected", "acknowledged"),
    ("detected", "declared"),
    ("mitigated", "resolved"),
    *((earlier, "closed") for earlier in LIFECYCLE[1:-1]),
)
