from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.clock import ANCHOR, day_number, duration


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ({}, "0 min"),
        ({"seconds": 1}, "1 s"),
        ({"seconds": 60}, "1 min"),
        ({"seconds": 119}, "119 s"),
        ({"seconds": 120}, "2 min"),
        ({"seconds": 121}, "2 min"),
        ({"minutes": 59}, "59 min"),
        ({"hours": 1}, "1 h"),
        ({"hours": 1, "minutes": 2}, "1 h 02 min"),
        ({"hours": 23, "minutes": 59, "seconds": 59}, "23 h 59 min"),
        ({"days": 1}, "1 d"),
        ({"days": 1, "minutes": 5}, "1 d 05 min"),
        ({"days": 2, "hours": 3, "minutes": 59}, "2 d 3 h"),
        ({"days": 400}, "400 d"),
        ({"seconds": -1}, "not in order"),
        ({"milliseconds": 900}, "0 min"),
    ],
)
def test_a_duration_is_said_as_people_say_it(span: dict[str, int], said: str) -> None:
    assert duration(timedelta(**span)) == said


def test_no_duration_is_no_words() -> None:
    assert duration(None) == ""


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=4000)))
def test_a_duration_says_no_more_than_it_was_and_loses_less_than_its_last_unit(
    span: timedelta,
) -> None:
    units = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
    parts = re.findall(r"(\d+) (d|h|min|s)\b", duration(span))
    said = sum(int(number) * units[unit] for number, unit in parts)
    assert said <= span.total_seconds()
    assert span.total_seconds() - said < (3_600 if "d" in dict(parts).values() else 60)
    assert " ".join(f"{number} {unit}" for number, unit in parts) == duration(span)


def test_days_of_a_record_without_a_date_are_counted_from_1() -> None:
    assert day_number(ANCHOR) == 1
    assert day_number(datetime(1900, 1, 2, 23, 59, tzinfo=UTC)) == 2
