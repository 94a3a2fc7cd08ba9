from __future__ import annotations

from typing import Any

import pytest

from advice.moments import at, running, said
from postmortems.advice.seats import candidates, handoff, seats
from support.example import settings

SETTINGS = settings()


def _commander(clock: str, **given: Any) -> tuple[str, str, str]:  # noqa: ANN401
    found = seats(running(**given), SETTINGS, at(clock))[0]
    return found.state, found.holder, found.note


@pytest.mark.parametrize(
    ("clock", "state"), [("09:00", "due"), ("09:05", "due"), ("09:05:01", "overdue")]
)
def test_every_role_is_owed_within_the_time_that_the_policy_gives(clock: str, state: str) -> None:
    found = seats(running(), SETTINGS, at(clock))
    assert [each.role for each in found] == ["commander", "tech_lead", "comms_lead", "scribe"]
    assert {(each.state, each.due, each.holder) for each in found} == {(state, at("09:05"), "")}


def test_a_role_that_somebody_holds_is_done() -> None:
    found = seats(
        running(
            roles={
                "commander": {"name": "Ana", "tier": "L2", "since": said("09:03")},
                "scribe": "Leo",
            }
        ),
        SETTINGS,
        at("10:00"),
    )
    assert [(each.state, each.holder, each.done) for each in found] == [
        ("done", "Ana, L2", at("09:03")),
        ("overdue", "", None),
        ("overdue", "", None),
        ("done", "Leo", None),
    ]


def test_what_speaks_against_a_commander_is_said() -> None:
    assert _commander("09:10", roles={"commander": {"name": "Jon", "tier": "L3"}}) == (
        "done",
        "Jon, L3",
        "L3 does not command a P1; L1 or L2 does",
    )
    both = {"commander": {"name": "Ana", "tier": "L2"}, "tech_lead": "ana"}
    assert _commander("09:10", roles=both)[2] == (
        "commands and leads the repair; give one of the two to somebody else"
    )
    assert _commander("09:10", roles={"commander": "Ana"}) == ("done", "Ana", "")


@pytest.mark.parametrize("severity", ["P2", "P3"])
def test_lesser_levels_need_neither_roles_nor_handoffs(severity: str) -> None:
    assert seats(running(severity), SETTINGS, at("20:00")) == ()
    assert handoff(running(severity), SETTINGS, at("20:00")) is None


@pytest.mark.parametrize(
    ("severity", "tiers"), [("P0", ["L2", "L4"]), ("P1", ["L1", "L2"]), ("P2", ["L1"]), ("P3", [])]
)
def test_who_may_command_stands_with_whom_to_call(severity: str, tiers: list[str]) -> None:
    found = candidates(running(severity), SETTINGS)
    assert [each.tier for each in found] == tiers
    assert all(contact.tier == each.tier for each in found for contact in each.contacts)
    assert all(each.contacts for each in found)


def test_without_detection_no_role_has_a_moment() -> None:
    found = seats(running(times={"started": "08:55"}), SETTINGS, at("20:00"))
    assert {(each.state, each.due) for each in found} == {("due", None)}
    assert handoff(running(times={"started": "08:55"}), SETTINGS, at("20:00")) is None


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ({}, "13:00"),
        ({"roles": {"commander": {"name": "Ana", "since": said("09:10")}}}, "13:10"),
        (
            {
                "roles": {"commander": {"name": "Leo", "since": said("09:10")}},
                "handoffs": [{"at": said("11:00"), "from": "Ana", "to": "Leo"}],
            },
            "15:00",
        ),
        ({"handoffs": [{"at": said("14:00"), "from": "Ana", "to": "Leo"}]}, "13:00"),
    ],
)
def test_command_is_handed_over_four_hours_after_it_was_taken(
    given: dict[str, Any], due: str
) -> None:
    for clock, state in ((due, "later"), (f"{due}:01", "overdue")):
        found = handoff(running(**given), SETTINGS, min(at(clock), at("13:59")))
        assert found is not None
        assert found.due == at(due)
        if due < "13:59":
            assert found.state == state
