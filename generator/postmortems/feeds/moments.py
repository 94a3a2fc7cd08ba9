"""When a record last changed, as far as the record itself tells."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident

_TIMES = ("started", "detected", "acknowledged", "declared", "mitigated", "resolved", "closed")


def updated(incident: Incident, begun: datetime, as_of: datetime) -> datetime:
    """Return the latest moment that a dated record tells of, in UTC, no earlier than ``begun``.

    What was done counts; what is due, promised or later than now does not. A day without a time
    counts from its midnight, UTC. A rewording has no moment, and no file's date is asked.
    """
    told = (each for each in _told(incident) if each <= as_of)
    return max(begun, max(told, default=begun)).astimezone(UTC)


def _told(incident: Incident) -> Iterator[datetime]:
    if incident.times is not None:
        for name in _TIMES:
            yield from _some(getattr(incident.times, name))
    for entries in (incident.timeline, incident.communications, incident.severity_history):
        yield from (entry.at for entry in entries)
    yield from (each.at for each in incident.handoffs)
    for call in incident.escalations:
        yield from _some(call.at, call.reached_at)
    yield from _some(incident.postmortem.drafted_at, incident.postmortem.published_at)
    if incident.review is not None:
        yield from _some(incident.review.held_at)
    yield from _some(*(each.done_at for each in incident.actions))
    yield from _some(*(each.done_at for each in incident.follow_ups))
    for duty in incident.regulatory:
        yield from _some(duty.classified_at, *(each.filed_at for each in duty.filings))


def _some(*values: date | None) -> Iterator[datetime]:
    for value in values:
        if isinstance(value, datetime):
            yield value
        elif value is not None:
            yield datetime.combine(value, time(), UTC)
