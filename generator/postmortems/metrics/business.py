"""Time that counts only while people work: the minutes of a span that lie in business hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from whenever import Instant, PlainDateTime

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from postmortems.config.policy import BusinessHours

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def business_minutes(
    begin: datetime, end: datetime, hours: BusinessHours, holidays: Collection[date] = ()
) -> float:
    """Return the minutes between two instants that fall into business hours.

    Days and hours are those of the zone that ``hours`` names, so a day on which clocks change
    counts the hours that really passed. 0 when ``end`` is not after ``begin``.
    """
    if end <= begin:
        return 0.0
    day = Instant(begin).to_tz(hours.timezone).to_stdlib().date()
    last = Instant(end).to_tz(hours.timezone).to_stdlib().date()
    counted = timedelta()
    while day <= last:
        if _WEEKDAYS[day.weekday()] in hours.days and day not in holidays:
            opening = max(begin, _at(day, hours.start, hours.timezone))
            closing = min(end, _at(day, hours.end, hours.timezone))
            counted += max(timedelta(), closing - opening)
        day += timedelta(days=1)
    return counted.total_seconds() / 60


def _at(day: date, clock: str, zone: str) -> datetime:
    plain = PlainDateTime(datetime.combine(day, time.fromisoformat(clock)))
    # An office that opens in the skipped hour opens when the clocks have moved.
    return (
        plain.assume_tz(zone, disambiguation="compatible").to_instant().to_stdlib().astimezone(UTC)
    )
