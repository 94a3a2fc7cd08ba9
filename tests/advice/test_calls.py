from __future__ import annotations

from typing import Any

import pytest

from advice.moments import at, running, said
from postmortems.advice.calls import Call, calls
from support.example import settings

SETTINGS = settings()


def _calls(clock: str, severity: str = "P1", **given: Any) -> dict[str, Call]:  # noqa: ANN401
    found = calls(running(severity, **given), SETTINGS, at(clock))
    return {each.tier: each for each in found}


def _states(clock: str, severity: str, **given: Any) -> dict[str, str]:  # noqa: ANN401
    return {tier: each.state for tier, each in _calls(clock, severity, **given).items()}


@pytest.mark.parametrize(
    ("severity", "clock", "states"),
    [
        ("P0", "09:00", {"L2": "due", "L3": "due", "L4": "later", "L5": "later"}),
        ("P0", "09:15", {"L2": "due", "L3": "due", "L4": "later", "L5": "later"}),
        ("P0", "09:15:01", {"L2": "due", "L3": "overdue", "L4": "later", "L5": "later"}),
        ("P0", "09:30:01", {"L2": "overdue", "L3": "overdue", "L4": "later", "L5": "later"}),
        ("P0", "10:00", {"L2": "overdue", "L3": "overdue", "L4": "later", "L5": "later"}),
        ("P0", "10:00:01", {"L2": "overdue", "L3": "overdue", "L4": "overdue", "L5": "later"}),
        ("P0", "11:00", {"L2": "overdue", "L3": "overdue", "L4": "overdue", "L5": "later"}),
        ("P0", "11:00:01", dict.fromkeys(("L2", "L3", "L4", "L5"), "overdue")),
        ("P1", "09:30", {"L2": "due", "L3": "due", "L4": "judge", "L5": "judge"}),
        ("P1", "09:30:01", {"L2": "overdue", "L3": "overdue", "L4": "judge", "L5": "judge"}),
        ("P1", "23:00", {"L2": "overdue", "L3": "overdue", "L4": "judge", "L5": "judge"}),
        ("P2", "09:30", {"L2": "later", "L3": "later", "L4": "judge", "L5": "judge"}),
        ("P2", "09:30:01", {"L2": "overdue", "L3": "later", "L4": "judge", "L5": "judge"}),
        ("P2", "13:00", {"L2": "overdue", "L3": "later", "L4": "judge", "L5": "judge"}),
        ("P2", "13:00:01", {"L2": "overdue", "L3": "due", "L4": "judge", "L5": "judge"}),
        ("P2", "13:05:01", {"L2": "overdue", "L3": "overdue", "L4": "judge", "L5": "judge"}),
        ("P3", "23:00", dict.fromkeys(("L2", "L3", "L4", "L5"), "judge")),
    ],
)
def test_each_tier_is_called_when_its_reason_or_its_clock_says_so(
    severity: str, clock: str, states: dict[str, str]
) -> None:
    assert _states(clock, severity) == states


def test_a_tier_is_told_with_every_reason_its_moment_and_whom_to_reach() -> None:
    found = _calls("09:20")["L3"]
    assert (found.what, found.due) == ("Engineering on call", at("09:30"))
    assert [(each.what, each.state, each.due) for each in found.reasons] == [
        ("P1 calls engineering in", "due", at("09:30")),
        ("The application's code has to be mended.", "judge", None),
        ("Infrastructure or the database has to be changed.", "judge", None),
        ("L2 has not resolved it within 1 hour.", "later", at("10:00")),
    ]
    assert [each.id for each in found.contacts] == [
        "engineering-on-call",
        "database-on-call",
        "payments-on-call",
        "security-on-call",
    ]


def test_a_call_that_was_answered_is_done_and_answers_for_the_tiers_below() -> None:
    call = {"at": said("09:10"), "tier": "L3", "contact": "Jon", "reached_at": said("09:12")}
    found = _calls("09:20", escalations=[call])
    assert (found["L2"].state, found["L3"].state) == ("done", "done")
    assert found["L3"].done == at("09:10")
    early = _calls("09:11", escalations=[call])
    assert early["L3"].state == "due"


def test_contacted_is_not_reached() -> None:
    call = {"at": said("09:10"), "tier": "L3", "contact": "Jon", "alternate": "Mia"}
    found = _calls("12:00", escalations=[call])["L3"]
    assert (found.state, found.due) == ("due", None)
    assert found.note == "no answer of Jon, Mia is recorded; try the next contact"
    nameless = _calls("12:00", escalations=[{"at": said("09:10"), "tier": "L3"}])["L3"]
    assert nameless.note == "no answer of L3 is recorded; try the next contact"


def test_somebody_of_the_tier_among_the_roles_is_there_already() -> None:
    found = _calls("12:00", roles={"tech_lead": {"name": "Jon", "tier": "L3"}})
    assert (found["L3"].state, found["L2"].state, found["L4"].state) == ("done", "done", "judge")
    assert found["L3"].note == "somebody of it is among the roles"


@pytest.mark.parametrize(
    ("signals", "state", "note"),
    [
        ({"breach_confirmed": True}, "due", ""),
        (None, "judge", "Is it confirmed that someone saw or did what they must not?"),
    ],
)
def test_a_flag_decides_or_is_asked_for(
    signals: dict[str, bool] | None, state: str, note: str
) -> None:
    found = _calls("09:01", "P3", signals=signals)["L5"]
    breach = next(each for each in found.reasons if "breach" in each.what)
    assert (breach.state, breach.note) == (state, note)


def test_a_flag_that_is_denied_is_no_reason() -> None:
    found = _calls("09:01", "P3", signals={"breach_confirmed": False})["L5"]
    assert not any("breach" in each.what for each in found.reasons)


def test_clocks_start_when_the_level_was_reached() -> None:
    raised = [{"at": said("10:00"), "level": "P3"}, {"at": said("11:00"), "level": "P0"}]
    found = _calls("11:10", "P0", severity_history=raised)
    assert found["L4"].due == at("12:00")
    assert found["L3"].reasons[0].due == at("11:15")


def test_without_detection_the_clocks_are_unknown() -> None:
    found = _calls("12:00", "P0", times={"started": "08:55"})
    timed = [
        (each.what, each.state, each.note)
        for call in found.values()
        for each in call.reasons
        if each.state == "unknown"
    ]
    assert [note for _, _, note in timed] == ["`detected` is not recorded"] * 5
    assert found["L4"].state == "unknown"
