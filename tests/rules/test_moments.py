from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.clock import length, moment
from postmortems.rules.moments import distances, end_of, minutes, misplaced, of_response
from support.example import make_incident

DAY = datetime(2026, 3, 3, tzinfo=UTC)


def _at(*hours: int) -> list[datetime]:
    return [DAY + timedelta(hours=hour) for hour in hours]


@pytest.mark.parametrize(
    ("hours", "wrong"),
    [
        ((), []),
        ((1,), []),
        ((1, 1, 2), []),
        ((2, 1), [1]),
        ((9, 1, 2), [0]),
        ((1, 9, 2, 3), [1]),
        ((1, 2, 0, 3), [2]),
        ((1, 2, 3, 0), [3]),
        ((1, 9, 3, 2), [1, 3]),
        ((5, 9, 3, 4), [2]),
    ],
)
def test_the_moment_that_keeps_a_list_from_order_is_blamed(
    hours: tuple[int, ...], wrong: list[int]
) -> None:
    assert list(misplaced(_at(*hours))) == wrong


@given(st.lists(st.integers(0, 50), max_size=12))
def test_a_list_in_order_blames_nobody_and_another_always_somebody(hours: list[int]) -> None:
    assert (list(misplaced(_at(*hours))) == []) == (hours == sorted(hours))


@given(st.lists(st.integers(0, 50), min_size=3, max_size=12, unique=True), st.data())
def test_one_moment_set_to_the_far_future_is_the_one_to_blame(
    hours: list[int], data: st.DataObject
) -> None:
    times = _at(*sorted(hours))
    index = data.draw(st.integers(0, len(times) - 3))
    times[index] += timedelta(days=90)
    assert list(misplaced(times)) == [index]


def test_the_moments_of_a_response_are_those_at_which_something_happened() -> None:
    found = of_response(make_incident())
    assert found == sorted(set(found))
    said = [f"{each:%H:%M}" for each in found]
    assert said == [
        *("09:05", "09:08", "09:10", "09:11", "09:12", "09:16", "09:20", "09:34", "09:50"),
        *("10:20", "10:30"),
    ]


def test_distances_hold_every_pair_once() -> None:
    incident = make_incident(
        times={"started": "2026-03-03 09:00", "resolved": "2026-03-03 10:00"},
        timeline=[{"at": "09:00", "text": "a"}, {"at": "09:45", "text": "b"}],
        escalations=None,
        communications=[{"at": "2026-03-03 10:00", "audience": "client", "kind": "initial"}],
        not_recorded=[
            {"field": name, "reason": "x"}
            for name in ("times.detected", "times.acknowledged", "times.declared")
        ]
        + [
            {"field": name, "reason": "x"}
            for name in ("times.mitigated", "times.closed", "roles.commander")
        ],
        roles=None,
    )
    assert distances(incident) == [15, 45, 60]


def test_the_end_is_the_resolution_and_only_without_one_the_closing() -> None:
    times = make_incident().times
    assert times is not None
    assert end_of(times) == times.resolved
    assert end_of(replace(times, resolved=None)) == times.closed
    assert end_of(replace(times, resolved=None, closed=None)) is None


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (0, "0 min"),
        (59.4, "59 min"),
        (59.6, "1 h"),
        (62, "1 h 02 min"),
        (628, "10 h 28 min"),
    ],
)
def test_lengths_are_said_as_on_pages(of: float, said: str) -> None:
    assert length(of) == said


def test_moments_are_said_as_records_write_them() -> None:
    assert moment(datetime(2024, 1, 21, 15, 30, tzinfo=UTC)) == "2024-01-21 15:30"
    assert moment(datetime(1900, 1, 2, 2, 15, tzinfo=UTC)) == "day 2 02:15"
    assert minutes(*_at(2, 1)) == -60


@pytest.mark.parametrize(("year", "said"), [(1902, "day 731 08:00"), (1903, "1903-01-01 08:00")])
def test_the_days_of_an_undated_record_may_be_years_apart(year: int, said: str) -> None:
    assert moment(datetime(year, 1, 1, 8, 0, tzinfo=UTC)) == said


def test_a_promise_is_no_moment_of_the_response() -> None:
    promised = make_incident(
        communications=[
            {
                "at": "2026-03-03 09:20",
                "audience": "client",
                "kind": "initial",
                "next_update_at": "2026-03-03 09:57",
            }
        ]
    )
    assert "09:57" not in [f"{each:%H:%M}" for each in of_response(promised)]


@pytest.mark.parametrize(
    ("hours", "blamed"),
    [
        ((9, 10, 9, 9.5), [1]),  # the third fits the first, the second fits nobody
        ((9, 10, 9.5, 10), [2]),  # the fourth fits the second
        ((9, 9, 9), []),
    ],
)
def test_moments_at_one_time_are_in_order(hours: tuple[float, ...], blamed: list[int]) -> None:
    start = datetime(2026, 3, 3, tzinfo=UTC)
    assert list(misplaced([start + timedelta(hours=each) for each in hours])) == blamed
