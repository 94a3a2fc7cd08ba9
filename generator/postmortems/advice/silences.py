"""The stretches of an open incident of which nothing is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.clocks import minutes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.config.policy import TimelinePolicy
    from postmortems.findings import Path
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """From a sign of life to the next one, which stands at ``path``."""

    begin: datetime
    end: datetime
    path: Path

    @property
    def minutes(self) -> float:
        """Return how long nothing is told."""
        return minutes(self.begin, self.end)


def silences(incident: Incident, policy: TimelinePolicy) -> Iterator[Silence]:
    """Yield each stretch without a sign that is longer than the policy allows, in order of time.

    Looked at is the time from the detection, else from the start, to the end; nothing is yielded
    where one of them is not recorded, there is no timeline, or the level is none of the policy's.
    Timeline entries, calls, answers and handoffs are signs; messages are not.
    """
    times = incident.times
    if policy.gap_levels and incident.severity not in policy.gap_levels:
        return
    if times is None or not incident.timeline:
        return
    opened = times.detected or times.started
    over = times.resolved or times.closed
    if opened is None or over is None:
        return
    signs = sorted(
        ((at, path) for at, path in _signs(incident) if opened < at < over),
        key=lambda sign: sign[0],
    )
    signs.append((over, ("times", "resolved" if times.resolved else "closed")))
    entries: dict[datetime, int] = {}
    for index, entry in enumerate(incident.timeline):
        entries.setdefault(entry.at, index)
    before = opened
    for at, path in signs:
        if minutes(before, at) > policy.gap_minutes:
            # People look for what came before at the timeline entry of a moment, if it has one.
            found = entries.get(at)
            place: Path = path if found is None else ("timeline", found, "at")
            yield Silence(begin=before, end=at, path=place)
        before = at


def _signs(incident: Incident) -> Iterator[tuple[datetime, Path]]:
    for index, entry in enumerate(incident.timeline):
        yield entry.at, ("timeline", index, "at")
    for index, handoff in enumerate(incident.handoffs):
        yield handoff.at, ("handoffs", index, "at")
    for index, call in enumerate(incident.escalations):
        yield call.at, ("escalations", index, "at")
        if call.reached_at is not None:
            yield call.reached_at, ("escalations", index, "reached_at")
