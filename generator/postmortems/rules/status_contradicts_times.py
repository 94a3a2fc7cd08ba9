"""A status that the recorded times contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("status-contradicts-times", family="time", level=Level.WARNING)
def status_contradicts_times(incident: Incident, context: Context) -> Iterator[Problem]:
    """The record holds the time of a stage that its `status` says has not been reached.

    Why: Lists and counts go by the status. An incident that ended would stay open there for ever.

    Fix: Set `status` to the stage that was reached, or remove the time.

    Source: The playbook, whose last step is to bring the record up to date.

    Flagged:
        status: mitigated

    Accepted:
        status: resolved
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
    """
    del context
    ahead = _AHEAD.get(incident.status, ())
    reached = [name for name in ahead if getattr(incident.times, name, None) is not None]
    if reached:
        yield Problem(
            rule="status-contradicts-times",
            path=("status",),
            message=f"the status is `{incident.status}`, and `times.{reached[0]}` is recorded",
            why="lists and counts go by the status",
            fix=f"write `status: {reached[0]}`, or remove the time",
        )


# The furthest stage comes first: it is the one to set.
_AHEAD = {
    "investigating": ("closed", "resolved", "mitigated"),
    "identified": ("closed", "resolved", "mitigated"),
    "mitigated": ("closed", "resolved"),
    "resolved": ("closed",),
}
