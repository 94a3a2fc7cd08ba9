from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.config.policy import BusinessHours
from postmortems.metrics.business import business_minutes

WEEK = BusinessHours(
    timezone="Etc/UTC", days=("mon", "tue", "wed", "thu", "fri"), start="09:00", end="17:00"
)


def at(day: int, clock: str) -> datetime:
    """A moment in June 2026, whose first day is a Monday."""
    return datetime.fromisoformat(f"2026-06-{day:02d}T{clock}:00+00:00")


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        (at(1, "10:00"), at(1, "10:45"), 45),
        (at(1, "08:00"), at(1, "09:30"), 30),
        (at(1, "16:30"), at(2, "09:30"), 60),
        (at(5, "16:00"), at(8, "10:00"), 120),  # over a weekend
        (at(6, "10:00"), at(7, "10:00"), 0),  # on a weekend
        (at(1, "10:00"), at(1, "10:00"), 0),
        (at(1, "11:00"), at(1, "10:00"), 0),
        (at(1, "00:00"), at(8, "00:00"), 5 * 480),
    ],
)
def test_only_minutes_inside_business_hours_count(
    begin: datetime, end: datetime, minutes: float
) -> None:
    assert business_minutes(begin, end, WEEK) == minutes


def test_holidays_do_not_count() -> None:
    spent = business_minutes(at(1, "16:00"), at(3, "10:00"), WEEK, (date(2026, 6, 2),))
    assert spent == 120


def test_hours_are_those_of_the_configured_zone() -> None:
    tokyo = BusinessHours(timezone="Asia/Tokyo", days=("mon",), start="09:00", end="17:00")
    # Monday from 09:00 in Tokyo is Monday from 00:00 in UTC.
    assert business_minutes(at(1, "00:00"), at(1, "01:00"), tokyo) == 60
    assert business_minutes(at(1, "08:00"), at(1, "12:00"), tokyo) == 0


def test_a_shift_over_the_change_of_clocks_counts_the_hours_that_passed() -> None:
    night = BusinessHours(timezone="Europe/Berlin", days=("sun",), start="00:00", end="06:00")
    begin = datetime(2025, 3, 29, 12, tzinfo=UTC)
    assert business_minutes(begin, begin + timedelta(days=1), night) == 5 * 60
    begin = datetime(2025, 10, 25, 12, tzinfo=UTC)
    assert business_minutes(begin, begin + timedelta(days=1), night) == 7 * 60


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 20), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timedeltas(timedelta(), timedelta(days=9)),
    st.timedeltas(timedelta(), timedelta(days=9)),
)
def test_two_spans_in_a_row_count_as_much_as_the_whole(
    begin: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = begin + first, begin + first + second
    whole = business_minutes(begin, end, WEEK)
    parts = business_minutes(begin, middle, WEEK) + business_minutes(middle, end, WEEK)
    assert whole == pytest.approx(parts)
    assert 0 <= whole <= (end - begin).total_seconds() / 60
