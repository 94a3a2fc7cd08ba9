"""What every number carries: how many it counts, how it is defined, and whom it leaves out."""

from __future__ import annotations

import inspect
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from whenever import Instant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from postmortems.model.incident import Incident

FEWEST_FOR_PERCENTILES = 10
"""Below this many values a percentile says more about chance than about the service."""

NO_ORDER = "recorded moments out of order"

_BEFORE = {
    "acknowledged": ("investigating",),
    "mitigated": ("investigating", "identified"),
    "resolved": ("investigating", "identified", "mitigated"),
}


class LeftOut(NamedTuple):
    """A reason for not counting, and what it keeps out.

    ``ids`` are incident ids, or ``INC-…#A1`` where single actions are counted.
    """

    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A number with its terms.

    ``n`` is how many records it rests on; ``definition`` is written for readers.
    """

    n: int
    definition: str
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class Leaving:
    """Collects what is not counted, by reason, in the order in which reasons first came up."""

    reasons: dict[str, list[str]] = field(default_factory=dict)

    def out(self, reason: str, name: str) -> None:
        """Note that ``name`` is not counted."""
        self.reasons.setdefault(reason, []).append(name)

    def all(self) -> tuple[LeftOut, ...]:
        """Return what was noted."""
        return tuple(LeftOut(reason, tuple(ids)) for reason, ids in self.reasons.items())


_LEFT_OUT = "Left out:"


def definition(function: Callable[..., object]) -> str:
    """Return a metric's docstring as one line: what readers are told is what the code says.

    Its last paragraph, which begins with ``Left out:``, is told by `omissions`.
    """
    return _line(function).partition(_LEFT_OUT)[0].rstrip()


def omissions(function: Callable[..., object]) -> str:
    """Return what a metric leaves out in general, as a sentence that begins with ``Left out:``."""
    _, head, rest = _line(function).partition(_LEFT_OUT)
    return f"{head}{rest}"


def _line(function: Callable[..., object]) -> str:
    return " ".join((inspect.getdoc(function) or "").split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """How long something took in one incident, in minutes."""

    id: str
    severity: str
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles:
    """The median and the 90th percentile of ``n`` durations, in minutes."""

    n: int
    p50: float
    p90: float


def percentiles(points: Sequence[Lasting]) -> Percentiles | None:
    """Return nearest-rank percentiles: the smallest value that 50 (90) % of all do not exceed.

    None below ten values. Nearest rank, because it is always a duration that was really measured.
    """
    if len(points) < FEWEST_FOR_PERCENTILES:
        return None
    ordered = sorted(point.minutes for point in points)
    n = len(ordered)
    # Whole numbers: 0.9 × 10 is not 9 in binary fractions.
    return Percentiles(
        n=n, p50=ordered[math.ceil(n / 2) - 1], p90=ordered[math.ceil(9 * n / 10) - 1]
    )


def mean(points: Sequence[Lasting]) -> float | None:
    """Return the arithmetic mean in minutes; None without points.

    A few long incidents move it, so no page shows it unless `dashboards.means` asks for it.
    """
    if not points:
        return None
    return math.fsum(point.minutes for point in points) / len(points)


def minutes(earlier: datetime, later: datetime) -> float:
    """Return the time between two instants in minutes, negative when they are out of order."""
    return (later - earlier).total_seconds() / 60


def missing(incident: Incident, field: str) -> str:
    """Say why a moment of ``times`` is not there: its stage is still ahead, or nobody wrote it."""
    ahead = incident.status in _BEFORE.get(field, ())
    return f"`{field}` not {'reached yet' if ahead else 'recorded'}"


def start_day(incident: Incident) -> date | None:
    """Return the day on which the incident began, by the calendar of its own zone.

    The first of started, detected and declared that is recorded; None for an undated record and
    for one without any of them. Without ``timezone`` the offset that the file wrote decides.
    """
    times = incident.times
    if incident.date_unknown is not None or times is None:
        return None
    moment = times.started or times.detected or times.declared
    if moment is None:
        return None
    if incident.timezone is not None:
        return Instant(moment).to_tz(incident.timezone).to_stdlib().date()
    return moment.date()
