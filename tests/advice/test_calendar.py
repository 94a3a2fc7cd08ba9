from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.advice.calendar import (
    business_day,
    business_days_after,
    business_minutes,
    business_moment,
    is_business_day,
)
from postmortems.config.policy import BusinessHours
from support.example import settings

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
HOLIDAY = date(2026, 12, 25)
POLICY = replace(settings().policy, holidays=(HOLIDAY, date(2026, 12, 26)))


@given(DAYS, st.integers(0, 800))
def test_business_days_are_those_that_a_walk_through_the_days_counts(
    first: date, days: int
) -> None:
    walked = (first + timedelta(days=each) for each in range(1, days + 1))
    counted = sum(is_business_day(day, POLICY) for day in walked)
    assert business_days_after(first, first + timedelta(days=days), POLICY) == counted


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-12-18", "2026-12-18", 0),  # a Friday
        ("2026-12-18", "2026-12-20", 0),
        ("2026-12-18", "2026-12-21", 1),
        ("2026-12-18", "2026-12-25", 4),  # the holiday does not count
        ("2026-12-18", "2026-12-28", 5),
        ("2026-12-25", "2026-12-28", 1),  # from the holiday
        ("2026-12-18", "2026-12-11", 0),
        ("2026-12-14", "2026-12-11", 0),
        ("2026-12-16", "2026-12-14", 0),
    ],
)
def test_the_business_day_after_a_friday_is_day_one(first: str, last: str, days: int) -> None:
    between = business_days_after(date.fromisoformat(first), date.fromisoformat(last), POLICY)
    assert between == days


MOMENTS = st.datetimes(datetime(2026, 12, 1), datetime(2027, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, MOMENTS, MOMENTS)
def test_business_time_adds_up_whatever_moment_lies_between(
    one: datetime, two: datetime, three: datetime
) -> None:
    early, middle, late = sorted((one, two, three))
    parts = business_minutes(early, middle, POLICY) + business_minutes(middle, late, POLICY)
    assert parts == pytest.approx(business_minutes(early, late, POLICY))
    assert 0 <= parts <= (late - early).total_seconds() / 60 + 1e-6


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-12-18 16:30", "2026-12-21 09:15", 45),  # over a weekend
        ("2026-12-18 08:00", "2026-12-18 18:00", 480),
        ("2026-12-19 10:00", "2026-12-20 10:00", 0),
        ("2026-12-24 16:00", "2026-12-28 10:00", 120),  # over the holidays and a Sunday
        ("2026-12-18 12:00", "2026-12-18 11:00", 0),
    ],
)
def test_clocks_stand_still_outside_business_hours(start: str, end: str, minutes: float) -> None:
    begin, finish = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (start, end))
    assert business_minutes(begin, finish, POLICY) == minutes


def test_business_hours_are_those_of_their_own_zone() -> None:
    hours = BusinessHours(timezone="Asia/Tokyo", days=("mon",), start="09:00", end="17:30")
    tokyo = replace(POLICY, business_hours=hours)
    monday = datetime(2026, 12, 21, 0, 0, tzinfo=UTC)  # nine in the morning there
    assert business_minutes(monday, monday + timedelta(hours=2), tokyo) == 120
    assert business_minutes(monday - timedelta(hours=5), monday, tokyo) == 0
    assert business_minutes(monday, monday + timedelta(days=1), tokyo) == 510


@pytest.mark.parametrize(
    ("first", "number", "day"),
    [
        ("2026-12-18", 0, "2026-12-18"),
        ("2026-12-18", 1, "2026-12-21"),
        ("2026-12-18", 5, "2026-12-28"),  # over the holiday
        ("2026-12-19", 1, "2026-12-21"),  # from a Saturday
    ],
)
def test_a_business_day_is_found_by_its_number(first: str, number: int, day: str) -> None:
    assert business_day(date.fromisoformat(first), number, POLICY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-03T10:00", 60, "2026-03-03T11:00"),  # a Tuesday
        ("2026-03-03T10:00", 420, "2026-03-03T17:00"),
        ("2026-03-03T10:00", 421, "2026-03-04T09:01"),
        ("2026-03-03T06:00", 60, "2026-03-03T10:00"),
        ("2026-03-06T16:30", 60, "2026-03-09T09:30"),  # over a weekend
        ("2026-03-06T20:00", 0, "2026-03-09T09:00"),
        ("2026-03-03T10:00", 0, "2026-03-03T10:00"),
        ("2026-03-02T09:00", 2_400, "2026-03-06T17:00"),
    ],
)
def test_a_moment_of_business_time_is_where_its_minutes_have_passed(
    start: str, minutes: int, end: str
) -> None:
    policy = settings().policy
    begin = datetime.fromisoformat(start).replace(tzinfo=UTC)
    found = business_moment(begin, minutes, policy)
    assert found == datetime.fromisoformat(end).replace(tzinfo=UTC)
    assert business_minutes(begin, found, policy) == minutes
