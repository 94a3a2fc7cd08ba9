from __future__ import annotations

from typing import Any

from metrics.records import AS_OF, LEVELS, record
from postmortems.metrics.actions import actions
from postmortems.metrics.ages import ages
from postmortems.metrics.base import LeftOut
from postmortems.metrics.coordination import coordination
from postmortems.metrics.durations import recovery
from postmortems.metrics.gaps import control_gaps
from postmortems.metrics.groups import by_service, by_team
from postmortems.metrics.months import quarters
from postmortems.metrics.repeats import repeats
from support.example import settings


def test_an_incident_counts_once_for_each_service_and_team() -> None:
    incidents = [
        record("A", severity="P0", services=["payment-api", "web-shop"], teams=["sre"]),
        record("B", services=["web-shop"]),
    ]
    found = by_service(incidents, LEVELS)
    assert found.n == 2
    assert [(member.name, member.n) for member in found.members] == [
        ("web-shop", 2),
        ("payment-api", 1),
    ]
    assert found.members[0].ids[:2] == (("P0", ("A",)), ("P1", ("B",)))
    teams = by_team(incidents, LEVELS)
    assert (teams.n, teams.left_out) == (1, (LeftOut("no team recorded", ("B",)),))


def test_people_are_counted_once_however_often_they_are_named() -> None:
    one = record(
        roles={
            "commander": {"name": "Ann Lee", "tier": "L2"},
            "scribe": "ann  lee",
            "responders": ["Bo"],
        },
        teams=["sre"],
        handoffs=[{"at": "2026-03-03 10:00", "from": "Ann Lee", "to": "Cy"}],
        escalations=[
            {"at": "2026-03-03 09:30", "tier": "L3", "contact": "Not Reached"},
            {
                "at": "2026-03-03 09:40",
                "tier": "L3",
                "contact": "Di",
                "reached_at": "2026-03-03 09:41",
            },
        ],
    )
    (effort,) = coordination([one]).points
    assert (effort.people, effort.teams, effort.tiers, effort.handoffs) == (4, 1, 2, 1)
    nobody = coordination([record()])
    assert nobody.left_out == (LeftOut("nobody who took part is recorded", ("A",)),)


def test_ages_run_from_the_day_on_which_the_incident_began() -> None:
    thing: dict[str, Any] = {"id": "A1", "title": "Thing", "status": "open"}
    incidents = {
        "A": record("A", times={"started": "2026-06-01 10:00"}, actions=[thing]),
        "B": record("B", times={"started": "2025-06-30 10:00"}, actions=[thing]),
        "C": record("C", actions=[thing]),
        "D": record("D", times={"started": "10:00"}, actions=[{**thing, "status": "done"}]),
    }
    found = ages(actions(incidents.values(), AS_OF), incidents, AS_OF)
    assert [(point.item.id, point.days) for point in found.points] == [("B#A1", 365), ("A#A1", 29)]
    assert found.left_out == (LeftOut("the incident has no date on record", ("C#A1",)),)
    assert [len(points) for _, points in found.classes()] == [1, 0, 0, 0, 1]


def test_a_control_counts_once_for_an_incident() -> None:
    gap = settings().taxonomy.control_gaps[0].id
    finding = {"stage": "cause", "verdict": "failed", "text": "None.", "control_gap": gap}
    found = control_gaps(
        [
            record("A", findings=[finding, finding]),
            record("B"),
            record("C", findings=[{**finding, "control_gap": None}]),
        ]
    )
    assert (found.n, found.ranked) == (1, ((gap, ("A",)),))
    assert found.left_out == (
        LeftOut("no findings recorded", ("B",)),
        LeftOut("no control gap named", ("C",)),
    )


def test_repeats_are_those_that_their_record_calls_so() -> None:
    found = repeats(
        [
            record("A", services=["web-shop"]),
            record("B", services=["web-shop", "payment-api"], recurrence_of="A"),
        ]
    )
    assert found.n == 1
    assert [(each.name, each.repeats, each.others) for each in found.services] == [
        ("payment-api", ("B",), ()),
        ("web-shop", ("B",), ("A",)),
    ]
    assert found.categories == ()


def test_recovery_counts_incidents_with_a_change_only() -> None:
    times = {"started": "09:00", "mitigated": "09:40"}
    found = recovery([record("A", times=times), record("B", times=times, change={"id": "C-1"})])
    assert [(point.id, point.minutes) for point in found.points] == [("B", 40)]
    assert found.left_out == ()


def test_a_quarter_is_that_of_the_records_own_zone() -> None:
    one = record(timezone="Asia/Tokyo", times={"started": "2026-04-01 00:30"})
    found = quarters([one], LEVELS, AS_OF)
    assert (found.periods, found.totals) == (("2026-Q2",), (1,))
    assert found.period_of() == {"A": "2026-Q2"}
