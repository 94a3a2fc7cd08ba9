"""Messages, calls for help, handoffs or levels that are not in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("entries-unsorted", family="time")
def entries_unsorted(incident: Incident, context: Context) -> Iterator[Problem]:
    """An entry of a dated list other than the timeline is out of order.

    The lists are `communications`, `escalations`, `handoffs` and `severity_history`.

    Why: The gap between two messages and the time on the way from one tier to the next are counted
    from each entry to the one after it.

    Fix: Move the entry to its place, or correct its time. `postmortems fix` moves it, with its
    comments, unless another rule doubts its time.

    Source: Etsy's debriefing facilitation guide: agree on what happened when before asking why.

    Flagged:
        escalations:
          - at: 2026-03-03 09:16
            tier: L3
            contact: Jon Bell
            reached_at: 2026-03-03 09:20
          - at: 2026-03-03 09:11
            tier: L2
            contact: Ana Ruiz
            reached_at: 2026-03-03 09:12

    Accepted:
        escalations:
          - at: 2026-03-03 09:11
            tier: L2
            contact: Ana Ruiz
            reached_at: 2026-03-03 09:12
          - at: 2026-03-03 09:11
            tier: L3
            contact: Jon Bell
            reached_at: 2026-03-03 09:20
    """
    del context
    groups = {
        "severity_history": [each.at for each in incident.severity_history],
        "handoffs": [each.at for each in incident.handoffs],
        "escalations": [each.at for each in incident.escalations],
        "communications": [each.at for each in incident.communications],
    }
    for group, times in groups.items():
        for index in misplaced(times):
            yield Problem(
                rule="entries-unsorted",
                path=(group, index, "at"),
                message=f"{moment(times[index])} is out of order in `{group}`",
                why="gaps are counted from each entry to the one after it",
                fix="move the entry to its place, or correct its time",
            )
