"""How long each incident lasted, and how long each stage of its response took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import (
    NO_ORDER,
    Lasting,
    Leaving,
    Metric,
    Percentiles,
    definition,
    minutes,
    missing,
    percentiles,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans(Metric):
    """One duration an incident, between two recorded moments.

    ``id`` names the span, ``earlier`` and ``later`` the two fields of ``times``.
    """

    id: str
    earlier: str
    later: str
    points: tuple[Lasting, ...]

    @property
    def percentiles(self) -> Percentiles | None:
        """Return the percentiles of all points; None below ten."""
        return percentiles(self.points)

    def of(self, severity: str) -> tuple[Lasting, ...]:
        """Return the points of one severity level."""
        return tuple(point for point in self.points if point.severity == severity)


def durations(incidents: Iterable[Incident]) -> Spans:
    """How long each incident lasted, from the start of the harm to its confirmed end.

    Resolved − started; one point for each incident.

    Left out: incidents without both moments, with moments out of order, or whose start was
    only estimated as the moment of the end.
    """
    return _spans("duration", "started", "resolved", incidents, definition(durations))


def detect(incidents: Iterable[Incident]) -> Spans:
    """How long the harm went unnoticed: detected − started.

    Left out: incidents without both moments, or with moments out of order, or whose start was only
    estimated as the moment of detection.
    """
    return _spans("detect", "started", "detected", incidents, definition(detect))


def acknowledge(incidents: Iterable[Incident]) -> Spans:
    """How long until a person took it on: acknowledged − detected.

    Left out: incidents without both moments, or with moments out of order.
    """
    return _spans("acknowledge", "detected", "acknowledged", incidents, definition(acknowledge))


def mitigate(incidents: Iterable[Incident]) -> Spans:
    """How long the harm went on once it had been noticed: mitigated − detected.

    Left out: incidents without both moments, or with moments out of order.
    """
    return _spans("mitigate", "detected", "mitigated", incidents, definition(mitigate))


def verify(incidents: Iterable[Incident]) -> Spans:
    """How long from the end of the harm to the confirmed end: resolved − mitigated.

    Left out: incidents without both moments, or with moments out of order.
    """
    return _spans("verify", "mitigated", "resolved", incidents, definition(verify))


def recovery(incidents: Iterable[Incident]) -> Spans:
    """How long a change did harm until it was mended or taken back: mitigated − started.

    Only incidents that a change set off count, which are those whose record has a `change`.

    Left out: incidents without both moments, or with moments out of order, or whose start was only
    estimated as the moment of the end.
    """
    changed = (each for each in incidents if each.change is not None)
    return _spans("recovery", "started", "mitigated", changed, definition(recovery))


def stages(incidents: Sequence[Incident]) -> tuple[Spans, ...]:
    """Return the four stages in the order in which they happen."""
    return (detect(incidents), acknowledge(incidents), mitigate(incidents), verify(incidents))


def _spans(name: str, earlier: str, later: str, incidents: Iterable[Incident], said: str) -> Spans:
    leaving = Leaving()
    points: list[Lasting] = []
    for each in incidents:
        begin = getattr(each.times, earlier, None)
        end = getattr(each.times, later, None)
        if begin is None:
            leaving.out(missing(each, earlier), each.id)
        elif end is None:
            leaving.out(missing(each, later), each.id)
        elif end < begin:
            leaving.out(NO_ORDER, each.id)
        elif earlier == "started" and end == begin and each.times and each.times.started_estimated:
            # The start was put there for want of a better one: no time was measured.
            ending = "detection" if later == "detected" else "the end"
            leaving.out(f"start estimated as the moment of {ending}", each.id)
        else:
            points.append(Lasting(id=each.id, severity=each.severity, minutes=minutes(begin, end)))
    return Spans(
        n=len(points),
        definition=said,
        left_out=leaving.all(),
        id=name,
        earlier=earlier,
        later=later,
        points=tuple(points),
    )
