"""Time in words: how long something took, how long ago a day was, moments without a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

ANCHOR = datetime(1900, 1, 1, tzinfo=UTC)
"""Day 1 of a record whose date is unknown: far from any date a record may hold, never shown."""

_ANCHOR_YEARS = 2


def day_number(moment: datetime) -> int:
    """Return which day of an undated record this is, from 1."""
    return (moment - ANCHOR).days + 1


def moment(at: datetime) -> str:
    """Say a moment as its record writes it: `2024-01-21 15:30`, or `day 1 15:47` without a date."""
    if at.year <= ANCHOR.year + _ANCHOR_YEARS:
        return f"day {day_number(at)} {at:%H:%M}"
    return f"{at:%Y-%m-%d %H:%M}"


def days(number: int) -> str:
    """Say a number of days: ``1 day``, ``1,200 days``."""
    return f"{number:,} day{'' if number == 1 else 's'}"


def hours(number: int) -> str:
    """Say a number of hours: ``1 hour``, ``48 hours``."""
    return f"{number:,} hour{'' if number == 1 else 's'}"


def minutes(number: int) -> str:
    """Say a number of minutes in a sentence: ``30 minutes``, ``2 hours``, ``1 hour 30 minutes``."""
    whole, rest = divmod(number, 60)
    said = f"{rest} minute{'' if rest == 1 else 's'}"
    if not whole:
        return said
    return f"{hours(whole)} {said}" if rest else hours(whole)


def days_ago(day: date, today: date) -> str:
    """Say a past day and how many days ago it was: ``on 2026-03-06, 4 days ago``."""
    passed = (today - day).days
    return f"on {day.isoformat()}, {passed} day{'' if passed == 1 else 's'} ago"


def duration(span: timedelta | None) -> str:
    """Say a duration the way people do: ``1 h 02 min``, ``2 d 3 h``, ``45 s``.

    Empty when there is none. Seconds are said only under two minutes.
    """
    if span is None:
        return ""
    seconds = int(span.total_seconds())
    if seconds < 0:
        return "not in order"
    if seconds < 120 and seconds % 60:  # noqa: PLR2004
        return f"{seconds} s"
    whole, rest = divmod(seconds // 60, 60)
    day, hour = divmod(whole, 24)
    if day:
        return (
            f"{day} d"
            + (f" {hour} h" if hour else "")
            + (f" {rest:02d} min" if rest and not hour else "")
        )
    if hour:
        return f"{hour} h {rest:02d} min" if rest else f"{hour} h"
    return f"{rest} min"


def length(of: float) -> str:
    """Say a length of time in minutes, to the nearest minute."""
    return duration(timedelta(minutes=round(of)))
