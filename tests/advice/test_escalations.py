from __future__ import annotations

from typing import Any

import pytest

from support.advising import advised, said, task


def _call(tier: str, clock: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"at": f"2026-03-03 {clock}", "tier": tier, **more}


@pytest.mark.parametrize(
    ("trigger", "severity", "due"),
    [
        ("first-half-hour", "P0", "09:38"),
        ("first-half-hour", "P2", "09:38"),
        ("first-hour", "P1", "10:08"),
        ("critical-for-an-hour", "P0", "10:08"),
        ("critical-for-two-hours", "P0", "11:08"),
    ],
)
def test_a_trigger_by_time_is_met_once_its_time_is_exceeded(
    trigger: str, severity: str, due: str
) -> None:
    hour, minute = map(int, due.split(":"))
    for shift, state in ((-1, "coming"), (0, "coming"), (1, "overdue")):
        total = hour * 60 + minute + shift
        found = task(f"trigger:{trigger}", f"{total // 60:02}:{total % 60:02}", severity=severity)
        assert (found.state, said(found.due)) == (state, due)


def test_a_trigger_by_level_is_met_at_once_or_does_not_count() -> None:
    assert task("trigger:major", "09:08", severity="P1").state == "due"
    other = task("trigger:critical", "12:00", severity="P1")
    assert (other.state, other.why) == ("not_applicable", "counts for P0")
    half = task("trigger:first-half-hour", "12:00", severity="P3")
    assert half.why == "counts for P0, P1 or P2"


def test_a_flag_is_met_denied_or_asked() -> None:
    name = "trigger:breach"
    asked = task(name, "09:30", severity="P0")
    assert asked.state == "judge"
    assert asked.why == "Is it confirmed that someone saw or did what they must not?"
    assert task(name, "09:30", severity="P0", signals={"breach_confirmed": True}).state == "due"
    denied = task(name, "09:30", severity="P0", signals={"breach_confirmed": False})
    assert (denied.state, denied.why) == (
        "not_applicable", "`breach_confirmed` is recorded as not so",
    )  # fmt: skip


def test_a_call_answers_its_tier_and_those_below() -> None:
    calls = [_call("L3", "09:20", contact="Jon Bell", reached_at="2026-03-03 09:22")]
    for name, state in (
        ("major", "done"),
        ("critical", "done"),
        ("critical-for-an-hour", "overdue"),
    ):
        assert task(f"trigger:{name}", "10:30", severity="P0", escalations=calls).state == state
    found = task("trigger:critical", "10:30", severity="P0", escalations=calls)
    assert (said(found.done_at), found.why) == ("09:20", "Jon Bell (L3) was called and answered")


def test_contacted_is_not_reached() -> None:
    calls = [_call("L3", "09:20", contact="Jon Bell", alternate="Second rota")]
    found = task("trigger:critical", "09:30", severity="P0", escalations=calls)
    assert found.state == "due"
    assert found.why == (
        "Jon Bell (L3) was called, no answer is recorded; tried instead: Second rota; "
        "try the next one"
    )
    assert found.done_at is None
    late = task("trigger:first-hour", "10:09", severity="P0", escalations=calls)
    assert late.state == "overdue"
    silent = [{"field": "escalations.reached_at", "reason": "Nobody wrote it down."}]
    found = task("trigger:critical", "09:30", severity="P0", escalations=calls, not_recorded=silent)
    assert found.state == "done"


def test_what_nobody_wrote_down_is_unknown() -> None:
    silent = [{"field": "escalations", "reason": "Nobody wrote them down."}]
    assert task("trigger:critical", "12:00", severity="P0", not_recorded=silent).state == "unknown"
    times = {"started": "2026-03-03 09:05"}
    found = task("trigger:first-hour", "12:00", severity="P0", times=times)
    assert (found.state, found.due) == ("judge", None)
    assert found.why == "`times.detected` is not recorded, and it counts from there"
    over: dict[str, Any] = {"times": times, "status": "resolved"}
    assert task("trigger:first-hour", "12:00", severity="P0", **over).state == "unknown"


def test_every_trigger_has_a_state_and_whom_to_call() -> None:
    found = [
        each for each in advised("09:10", severity="P0").tasks if each.id.startswith("trigger:")
    ]
    assert len(found) == 16
    first = next(each for each in found if each.id == "trigger:critical")
    assert [each.id for each in first.contacts] == ["payments-on-call"]
    assert (first.tier, first.text, first.reason) == (
        "L3", "Call L3, Engineering on call", "The incident is a P0.",
    )  # fmt: skip


def test_once_it_is_over_a_trigger_was_missed_or_never_came() -> None:
    times = {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:08"}
    for resolved, state in (("10:08", "not_applicable"), ("10:09", "missed")):
        over = {**times, "resolved": f"2026-03-03 {resolved}"}
        found = task("trigger:first-hour", "18:00", severity="P1", status="resolved", times=over)
        assert found.state == state
    over = {**times, "resolved": "2026-03-03 10:00"}
    asked = task("trigger:vendor", "18:00", severity="P1", status="resolved", times=over)
    assert (asked.state, asked.why) == ("not_applicable", "the incident is over")
