from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from postmortems.charts.swarm import spread, swarm

PLACES = st.lists(st.floats(min_value=0, max_value=600), max_size=60).map(sorted)


def test_dots_that_would_touch_go_up_and_down_in_turn() -> None:
    assert swarm([0, 1, 2, 3, 10], 10) == [0, 1, -1, 2, 0]


def test_dots_apart_stay_on_the_line() -> None:
    assert swarm([0, 10, 20], 10) == [0, 0, 0]


@given(PLACES)
def test_no_dot_covers_another(places: list[float]) -> None:
    levels = defaultdict(list)
    for place, level in zip(places, swarm(places, 9), strict=True):
        levels[level].append(place)
    assert all(b - a >= 9 for on_level in levels.values() for a, b in pairwise(on_level))


def test_labels_with_room_stay_where_they_are_wanted() -> None:
    assert spread([100, 300], [80, 60], 600, 10) == [100, 300]


def test_labels_make_room_for_each_other_and_for_the_edges() -> None:
    assert spread([100, 110], [80, 80], 600, 10) == [100, 190]
    assert spread([5], [80], 600, 10) == [40]
    assert spread([590, 595], [80, 80], 600, 10) == [470, 560]


@given(st.lists(st.floats(min_value=0, max_value=600), max_size=4).map(sorted))
def test_labels_never_overlap_nor_leave_the_plot(wanted: list[float]) -> None:
    middles = spread(wanted, [100] * len(wanted), 600, 10)
    assert all(50 <= middle <= 550 for middle in middles)
    assert all(b - a >= 109.999 for a, b in pairwise(middles))
