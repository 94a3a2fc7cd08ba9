"""Windows of harm that end before they begin, overlap, or leave the incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import end_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.model.impact import Window
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("window-order", family="time")
def window_order(incident: Incident, context: Context) -> Iterator[Problem]:
    """A window of harm ends before it starts, overlaps another, or leaves the incident.

    Windows lie between `started` and `resolved`, follow one another, and may touch. A window
    without an end is still open and is the last.

    Why: User-minutes are the sum of the windows. What is counted twice, or outside the incident,
    makes the harm look larger than it was.

    Fix: Correct the window. Where the harm began earlier or ended later than the record says, the
    moment under `times` is wrong.

    Source: PagerDuty's incident response documentation: impact may stop and start again.

    Flagged:
        impact:
          description: Shoppers who paid by card saw an error and had to try again.
          users_pct: 25
          windows:
            - start: 2026-03-03 09:05
              end: 2026-03-03 09:30
            - start: 2026-03-03 09:20
              end: 2026-03-03 09:50

    Accepted:
        impact:
          description: Shoppers who paid by card saw an error and had to try again.
          users_pct: 25
          windows:
            - start: 2026-03-03 09:05
              end: 2026-03-03 09:20
            - start: 2026-03-03 09:20
              end: 2026-03-03 09:50
    """
    del context
    windows = incident.impact.windows if incident.impact else ()
    started = incident.times.started if incident.times else None
    over = end_of(incident.times) if incident.times else None
    before: Window | None = None
    for index, each in enumerate(windows):
        for key, said in _faults(each, before, started, over):
            yield Problem(
                rule="window-order",
                path=("impact", "windows", index, key),
                message=said,
                why="the harm is counted from these windows",
                fix="correct the window, or the moment under `times`",
            )
        before = each


def _faults(
    window: Window, before: Window | None, started: datetime | None, over: datetime | None
) -> Iterator[tuple[str, str]]:
    """Yield the key at fault and what is wrong with it; at most one fault for each key."""
    if started is not None and window.start < started:
        yield "start", f"harm from {moment(window.start)}, before the start at {moment(started)}"
    elif before is not None and before.end is None:
        yield "start", "the window before this one has no end"
    elif before is not None and before.end is not None and window.start < before.end:
        yield (
            "start",
            f"{moment(window.start)} is inside the window before, which ends at "
            + (moment(before.end)),
        )
    if window.end is None:
        return
    if window.end < window.start:
        yield "end", f"the window ends at {moment(window.end)}, before it starts"
    elif over is not None and window.end > over:
        yield "end", f"harm until {moment(window.end)}, after the end at {moment(over)}"
