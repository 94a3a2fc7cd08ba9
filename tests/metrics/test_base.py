from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.records import record
from postmortems.metrics.base import (
    Lasting,
    Leaving,
    LeftOut,
    Percentiles,
    definition,
    percentiles,
    start_day,
)


def points(*values: float) -> list[Lasting]:
    return [Lasting(id=f"I{at}", severity="P0", minutes=value) for at, value in enumerate(values)]


def test_nine_values_have_no_percentiles() -> None:
    assert percentiles(points(*range(9))) is None


def test_of_ten_values_the_fifth_and_the_ninth_are_the_percentiles() -> None:
    values = (70, 10, 50, 30, 90, 100, 20, 80, 60, 40)
    assert percentiles(points(*values)) == Percentiles(n=10, p50=50, p90=90)


def test_of_eleven_values_the_sixth_and_the_tenth_are_the_percentiles() -> None:
    assert percentiles(points(*range(1, 12))) == Percentiles(n=11, p50=6, p90=10)


@given(st.lists(st.floats(min_value=0, max_value=1e9), min_size=10, max_size=60))
def test_percentiles_are_the_smallest_measured_values_that_enough_do_not_exceed(
    values: list[float],
) -> None:
    found = percentiles(points(*values))
    assert found is not None
    for value, percent in ((found.p50, 50), (found.p90, 90)):
        assert value in values
        assert 100 * sum(each <= value for each in values) >= percent * len(values)
        assert 100 * sum(each < value for each in values) < percent * len(values)


def test_what_is_left_out_is_grouped_by_reason_in_the_order_of_first_mention() -> None:
    leaving = Leaving()
    leaving.out("late", "B")
    leaving.out("lost", "C")
    leaving.out("late", "A")
    assert leaving.all() == (LeftOut("late", ("B", "A")), LeftOut("lost", ("C",)))


def test_a_definition_is_the_docstring_on_one_line() -> None:
    def example() -> None:
        """Count things.

        But only
        red ones.
        """

    assert definition(example) == "Count things. But only red ones."


@pytest.mark.parametrize(
    ("zone", "started", "day"),
    [
        ("Etc/UTC", "2025-01-01 00:10", date(2025, 1, 1)),
        ("Asia/Tokyo", "2025-01-01 00:10", date(2025, 1, 1)),  # 2024-12-31 in UTC
        ("America/New_York", "2024-12-31 23:50", date(2024, 12, 31)),  # 2025-01-01 in UTC
        ("Asia/Tokyo", "2024-12-31T23:50Z", date(2025, 1, 1)),  # the zone, not the offset
        ("Europe/Berlin", "2025-03-31T00:30+02:00", date(2025, 3, 31)),  # summer time
    ],
)
def test_the_day_is_that_of_the_records_own_zone(zone: str, started: str, day: date) -> None:
    assert start_day(record(timezone=zone, times={"started": started})) == day


def test_without_a_zone_the_offset_that_was_written_decides() -> None:
    incident = record(
        timezone=None, times={"started": "2025-01-01T00:30+09:00", "detected": "2025-06-01T00:00Z"}
    )
    assert start_day(incident) == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("times", "day"),
    [
        ({"detected": "2025-05-01 10:00", "declared": "2025-05-02 10:00"}, date(2025, 5, 1)),
        ({"declared": "2025-05-02 10:00"}, date(2025, 5, 2)),
        ({"resolved": "2025-05-03 10:00"}, None),
        (None, None),
    ],
)
def test_detection_or_declaration_stand_for_a_start_that_is_not_recorded(
    times: dict[str, str] | None, day: date | None
) -> None:
    assert start_day(record(times=times)) == day


def test_an_undated_record_has_no_day() -> None:
    incident = record(timezone=None, date_unknown="A Friday.", times={"started": "day 1 15:47"})
    assert start_day(incident) is None
    assert incident.times is not None
    assert incident.times.started is not None
    assert incident.times.started.utcoffset() == timedelta(0)
