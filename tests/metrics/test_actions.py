from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.records import AS_OF, record
from postmortems.metrics.actions import Held, actions, on_time
from postmortems.metrics.base import LeftOut


def action(name: str = "A1", status: str = "open", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"id": name, "title": f"Thing {name} is done", "status": status, **fields}


def test_no_incident_has_no_actions() -> None:
    found = actions([], AS_OF)
    assert (found.n, found.items, found.by_owner, found.by_team) == (0, (), (), ())
    assert on_time(found).n == 0


@pytest.mark.parametrize(
    ("status", "due", "overdue"),
    [
        ("open", "2026-06-29", True),
        ("in_progress", "2026-06-29", True),
        ("open", "2026-06-30", False),  # due until its day has ended
        ("open", None, False),
        ("done", "2026-01-01", False),
        ("wont_do", "2026-01-01", False),
    ],
)
def test_overdue_is_what_is_unfinished_when_its_day_has_ended(
    status: str, due: str | None, overdue: bool
) -> None:
    incident = record(actions=[action(status=status, due=due)])
    found = actions([incident], AS_OF)
    assert [item.overdue for item in found.items] == [overdue]
    assert len(found.overdue) == overdue


def test_the_day_of_now_is_counted_in_utc() -> None:
    incident = record(actions=[action(due="2026-06-30")])
    assert actions([incident], datetime(2026, 6, 30, 23, 59, tzinfo=UTC)).overdue == ()
    assert len(actions([incident], datetime(2026, 7, 1, 0, 0, tzinfo=UTC)).overdue) == 1


def test_actions_stand_in_the_order_of_their_due_days_and_those_without_one_last() -> None:
    incidents = [
        record("A", actions=[action("A1"), action("A2", due="2026-07-02")]),
        record("B", actions=[action("B1", due="2026-07-01"), action("B2", due="2026-07-02")]),
    ]
    ids = [item.id for item in actions(incidents, AS_OF).items]
    assert ids == ["B#B1", "A#A2", "B#B2", "A#A1"]


def test_owners_and_teams_are_counted_with_the_most_overdue_first() -> None:
    incident = record(
        actions=[
            action("A1", owner="Ana Ruiz", team="sre", due="2026-06-01"),
            action("A2", owner="Jon Bell", due="2026-07-01"),
            action("A3", "in_progress", owner="Jon Bell", team="sre"),
            action("A4", "done", owner="Ana Ruiz", done_at="2026-06-01"),
            action("A5", "wont_do"),
        ]
    )
    found = actions([incident], AS_OF)
    assert found.by_owner == (
        Held(name="Ana Ruiz", overdue=1, open=1, in_progress=0, done=1, wont_do=0),
        Held(name="Jon Bell", overdue=0, open=1, in_progress=1, done=0, wont_do=0),
        Held(name="", overdue=0, open=0, in_progress=0, done=0, wont_do=1),
    )
    assert [(held.name, held.unfinished) for held in found.by_team] == [("sre", 2), ("", 1)]


def test_on_time_counts_what_is_done_or_overdue_and_leaves_the_unknown_out() -> None:
    incident = record(
        "I",
        actions=[
            action("A1", "done", due="2026-06-01", done_at="2026-06-01"),
            action("A2", "done", due="2026-06-01", done_at="2026-06-02"),
            action("A3", due="2026-06-01"),
            action("A4", "done", due="2026-06-01"),
            action("A5", "done", done_at="2026-06-01"),
            action("A6", "wont_do", due="2026-06-01"),
            action("A7", due="2026-07-01"),
            action("A8"),
        ],
    )
    found = on_time(actions([incident], AS_OF))
    assert (found.n, found.on_time, found.late, found.overdue) == (
        3,
        ("I#A1",),
        ("I#A2",),
        ("I#A3",),
    )
    assert dict(found.left_out) == {
        "done, but the day was not recorded": ("I#A4",),
        "no due day recorded": ("I#A5", "I#A8"),
        "will not be done": ("I#A6",),
        "not due yet": ("I#A7",),
    }
    assert LeftOut("not due yet", ("I#A7",)) in found.left_out


@given(
    st.lists(
        st.fixed_dictionaries(
            {"status": st.sampled_from(["open", "in_progress", "done", "wont_do"])},
            optional={
                "due": st.dates(date(2026, 6, 1), date(2026, 7, 30)).map(str),
                "done_at": st.dates(
                    date(2026, 6, 1),
                    date(2026, 7, 30),
                ).map(str),
                "owner": st.sampled_from(["Ana", "Jon"]),
            },
        ),
        max_size=12,
    )
)
def test_every_action_is_in_one_place_and_every_count_adds_up(given_: list[dict[str, Any]]) -> None:
    incident = record(
        actions=[action(f"A{at}", **fields) for at, fields in enumerate(given_)] or None
    )
    found = actions([incident], AS_OF)
    assert found.n == len(given_)
    held = [each.open + each.in_progress + each.done + each.wont_do for each in found.by_owner]
    assert sum(held) == found.n
    assert sum(each.overdue for each in found.by_owner) == len(found.overdue)
    share = on_time(found)
    left_out = [name for _, ids in share.left_out for name in ids]
    counted = [*share.on_time, *share.late, *share.overdue]
    assert sorted([*counted, *left_out]) == sorted(item.id for item in found.items)
    assert share.n == len(counted)
