"""Business time: which days are worked, how many lie between two days, how long clocks ran."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from whenever import Instant, PlainDateTime

if TYPE_CHECKING:
    from postmortems.config.policy import BusinessHours, Policy

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_business_day(day: date, policy: Policy) -> bool:
    """Tell whether a day is worked: one of the configured days of the week and no holiday."""
    return _WEEK[day.weekday()] in policy.business_hours.days and day not in policy.holidays


def business_days_after(first: date, last: date, policy: Policy) -> int:
    """Count the business days after the first day, up to and including the last.

    The business day that follows a Friday is day 1 after it; 0 when none has passed.
    """
    weeks, rest = divmod(max((last - first).days, 0), len(_WEEK))
    hours = policy.business_hours
    worked = weeks * len(set(hours.days))
    worked += sum(_worked(last - timedelta(days=back), hours) for back in range(rest))
    return worked - sum(first < day <= last and _worked(day, hours) for day in set(policy.holidays))


def business_day(first: date, number: int, policy: Policy) -> date:
    """Return the business day that is so many after the first day; the day itself for 0."""
    day = first
    for _ in range(number):
        day += timedelta(days=1)
        while not is_business_day(day, policy):
            day += timedelta(days=1)
    return day


def business_minutes(start: datetime, end: datetime, policy: Policy) -> float:
    """Return the minutes of business time between two instants, 0 when they stand the wrong way.

    Both are put on the clocks of the configured zone. An hour that a change of clocks adds or takes
    inside business hours is not counted; clocks change when nobody works.
    """
    hours = policy.business_hours
    begin, finish = (_local(each, hours) for each in (start, end))
    if finish <= begin:
        return 0
    opens, closes = time.fromisoformat(hours.start), time.fromisoformat(hours.end)
    yesterday = begin.date() - timedelta(days=1)
    days = business_days_after(yesterday, finish.date(), policy)
    total = days * _between(opens, closes)
    if is_business_day(begin.date(), policy):
        total -= _between(opens, min(max(begin.time(), opens), closes))
    if is_business_day(finish.date(), policy):
        total -= _between(min(max(finish.time(), opens), closes), closes)
    return total


def business_moment(start: datetime, number: float, policy: Policy) -> datetime:
    """Return the first moment at which so many minutes of business time have passed since another.

    In UTC. For 0 that is ``start``, or the next opening when nobody works at it.
    """
    hours = policy.business_hours
    opens, closes = time.fromisoformat(hours.start), time.fromisoformat(hours.end)
    local = _local(start, hours)
    day, left = local.date(), number
    begin = max(local.time(), opens)
    while not is_business_day(day, policy) or begin >= closes or _between(begin, closes) < left:
        if is_business_day(day, policy) and begin < closes:
            left -= _between(begin, closes)
        day, begin = day + timedelta(days=1), opens
    there = PlainDateTime(datetime.combine(day, begin) + timedelta(minutes=left))
    zoned = there.assume_tz(hours.timezone, disambiguation="compatible")
    return zoned.to_instant().to_stdlib().astimezone(UTC)


def _worked(day: date, hours: BusinessHours) -> bool:
    return _WEEK[day.weekday()] in hours.days


def _local(moment: datetime, hours: BusinessHours) -> datetime:
    return Instant(moment).to_tz(hours.timezone).to_stdlib().replace(tzinfo=None)


def _between(earlier: time, later: time) -> float:
    midnight = date(2000, 1, 1)
    span = datetime.combine(midnight, later) - datetime.combine(midnight, earlier)
    return span.total_seconds() / 60
