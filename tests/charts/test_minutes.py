from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.charts.minutes import Axis, Column

DURATIONS = st.lists(st.floats(min_value=0, max_value=1e12), min_size=1, max_size=20)


def test_an_axis_runs_between_steps_that_people_use() -> None:
    axis = Axis([12, 148], length=600, inset=10)
    assert (axis.low, axis.high) == (10, 240)
    assert axis.ticks() == [
        (10, "10 min"),
        (15, "15 min"),
        (30, "30 min"),
        (60, "1 h"),
        (120, "2 h"),
        (240, "4 h"),
    ]


def test_places_grow_with_the_logarithm() -> None:
    axis = Axis([1, 99], length=420, inset=10)
    assert axis.at(1) == 10
    assert axis.at(axis.high) == pytest.approx(410)
    assert axis.at(8) - axis.at(4) == pytest.approx(axis.at(4) - axis.at(2))


def test_a_single_duration_has_room_on_both_sides() -> None:
    axis = Axis([60], length=600, inset=10)
    assert (axis.low, axis.high) == (60, 120)


def test_durations_under_a_minute_stand_at_the_start_which_says_so() -> None:
    axis = Axis([0, 0.5, 3], length=600, inset=10)
    assert axis.at(0) == axis.at(0.5) == 10
    assert axis.ticks()[0] == (1, "≤ 1 min")
    assert axis.columns()[0] == Column(start=0, end=2, name="under 2 min")


def test_columns_cover_the_axis_without_gaps() -> None:
    assert Axis([45, 200], length=600, inset=10).columns() == [
        Column(start=30, end=60, name="30 min to 1 h"),
        Column(start=60, end=120, name="1 h to 2 h"),
        Column(start=120, end=240, name="2 h to 4 h"),
    ]


def test_a_long_axis_labels_units_first() -> None:
    labels = [label for _, label in Axis([1, 500_000], length=560, inset=10).ticks()]
    assert {"1 min", "1 h", "1 d", "7 d", "1 y"} <= set(labels)
    assert "2 min" not in labels


@given(DURATIONS)
def test_every_duration_has_its_place_and_no_labels_touch(minutes: list[float]) -> None:
    axis = Axis(minutes, length=560, inset=10)
    assert all(10 <= axis.at(value) <= 550.001 for value in minutes)
    places = [axis.at(step) for step, _ in axis.ticks()]
    assert all(right - left >= 56 for left, right in pairwise(places))
    assert axis.columns()
