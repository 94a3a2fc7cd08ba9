from __future__ import annotations

from typing import Any

import pytest

from advice.moments import at, running, said
from postmortems.advice.messages import Word, words
from support.example import settings

SETTINGS = settings()
HURT = {"clients": 3}


def _words(clock: str, severity: str = "P1", **given: Any) -> dict[tuple[str, str], Word]:  # noqa: ANN401
    found = words(running(severity, **given), SETTINGS, at(clock))
    keys = [(each.audience, each.kind) for each in found]
    assert len({*keys}) == len(keys)
    return dict(zip(keys, found, strict=True))


def _sent(clock: str, audience: str, kind: str = "initial", **more: str) -> dict[str, str]:
    return {"at": said(clock), "audience": audience, "kind": kind, **more}


@pytest.mark.parametrize(
    ("severity", "given", "clock", "state", "due"),
    [
        ("P0", {}, "09:30", "due", "09:30"),
        ("P0", {}, "09:30:01", "overdue", "09:30"),
        ("P1", {"impact": HURT}, "10:00", "due", "10:00"),
        ("P1", {"impact": HURT}, "10:00:01", "overdue", "10:00"),
        ("P1", {}, "12:00", "unknown", "10:00"),
        ("P2", {}, "10:55", "later", "11:55"),
        ("P2", {}, "10:55:01", "due", "11:55"),
        ("P2", {}, "11:55:01", "overdue", "11:55"),
    ],
)
def test_clients_are_told_by_the_clause_of_the_level(
    severity: str, given: dict[str, Any], clock: str, state: str, due: str
) -> None:
    found = _words(clock, severity, **given)["client", "initial"]
    assert (found.state, found.due, found.message) == (state, at(due), "client-notice")


def test_clients_who_feel_nothing_are_not_told_of_a_p1_and_nobody_of_a_p3() -> None:
    assert ("client", "initial") not in _words("12:00", impact={"clients": 0})
    assert _words("12:00", "P3") == {}


def test_a_p2_may_be_asked_about_sooner() -> None:
    assert _words("09:10", "P2")["client", "initial"].note == "sooner when somebody asks"


@pytest.mark.parametrize(
    ("severity", "clock", "state", "due"),
    [
        ("P0", "09:05", "due", "09:05"),
        ("P0", "09:05:01", "overdue", "09:05"),
        ("P1", "11:00", "later", "11:05"),
        ("P1", "11:00:01", "due", "11:05"),
        ("P1", "11:05:01", "overdue", "11:05"),
    ],
)
def test_executives_are_told_at_once_of_a_p0_and_of_a_p1_that_lasts(
    severity: str, clock: str, state: str, due: str
) -> None:
    found = _words(clock, severity)["executive", "initial"]
    assert (found.state, found.due, found.message) == (state, at(due), "executive-notice")


def test_the_team_is_told_and_no_clock_says_by_when() -> None:
    found = _words("09:30")["internal", "initial"]
    assert (found.state, found.due, found.message) == ("due", None, "declaration")
    assert found.what == "First word to Team"
    sent = _words("09:30", communications=[_sent("09:04", "internal")])["internal", "initial"]
    assert (sent.state, sent.done) == ("done", at("09:04"))
    later = _words("09:03", communications=[_sent("09:04", "internal")])["internal", "initial"]
    assert later.state == "due"


@pytest.mark.parametrize(("clock", "state"), [("09:40", "due"), ("09:40:01", "overdue")])
def test_whoever_was_told_hears_again_within_the_cadence(clock: str, state: str) -> None:
    found = _words(clock, communications=[_sent("09:10", "client")])
    assert found["client", "initial"].state == "done"
    update = found["client", "update"]
    assert (update.state, update.due, update.note) == (state, at("09:40"), "at least every 30 min")
    assert update.message == "client-update"


@pytest.mark.parametrize(
    ("promised", "due", "note"),
    [
        ("09:25", "09:25", "as promised"),
        ("09:40", "09:40", "as promised"),
        ("10:10", "09:40", "at least every 30 min"),
        ("09:05", "09:40", "at least every 30 min"),  # past when it was made: no promise
    ],
)
def test_a_promise_counts_where_it_is_sooner(promised: str, due: str, note: str) -> None:
    sent = _sent("09:10", "client", next_update_at=said(promised))
    found = _words("09:12", communications=[sent])["client", "update"]
    assert (found.due, found.note) == (at(due), note)


def test_where_no_cadence_counts_only_promises_do() -> None:
    assert ("client", "update") not in _words(
        "12:00", "P2", communications=[_sent("09:10", "client")]
    )
    sent = _sent("09:10", "client", next_update_at=said("11:00"))
    assert _words("09:12", "P2", communications=[sent])["client", "update"].due == at("11:00")


def test_the_last_message_counts_whatever_the_order_in_the_file() -> None:
    sent = [_sent("09:50", "client", "update"), _sent("09:10", "client")]
    assert _words("09:55", communications=sent)["client", "update"].due == at("10:20")


def test_an_all_clear_ends_the_updates() -> None:
    sent = [_sent("09:10", "client"), _sent("09:50", "client", "all_clear")]
    assert ("client", "update") not in _words("12:00", communications=sent)


def test_when_it_is_over_whoever_was_told_gets_an_all_clear() -> None:
    over: dict[str, Any] = {
        "status": "resolved",
        "times": {"started": "08:55", "detected": "09:00", "resolved": "10:00"},
    }
    found = _words("10:05", communications=[_sent("09:10", "client")], **over)
    assert {key: each.state for key, each in found.items()} == {
        ("client", "initial"): "done",
        ("client", "all_clear"): "due",
    }
    assert found["client", "all_clear"].message == "client-all-clear"
    sent = [_sent("09:10", "client"), _sent("10:02", "client", "all_clear")]
    told = _words("10:05", communications=sent, **over)["client", "all_clear"]
    assert (told.state, told.done) == ("done", at("10:02"))
    closed = _words("10:05", communications=sent[:1], **{**over, "status": "closed"})
    assert ("client", "all_clear") not in closed


def test_resolved_but_not_yet_so_recorded_counts_as_over() -> None:
    times = {"started": "08:55", "detected": "09:00", "resolved": "10:00"}
    found = _words(
        "10:05", communications=[_sent("09:10", "client")], times=times, status="mitigated"
    )
    assert found["client", "all_clear"].state == "due"


@pytest.mark.parametrize("kind", ["near_miss", "false_alarm", "maintenance"])
def test_of_what_hurt_nobody_nobody_is_told(kind: str) -> None:
    assert _words("12:00", "P0", kind=kind) == {}


def test_without_detection_the_clock_is_unknown() -> None:
    found = _words("12:00", "P0", times={"started": "08:55"})["client", "initial"]
    assert (found.state, found.note) == ("unknown", "`detected` is not recorded")
