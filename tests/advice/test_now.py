from __future__ import annotations

from typing import Any

from postmortems.advice.now import advise
from support.advising import BARE, advised, moment
from support.example import make_incident, settings

UNDATED: dict[str, Any] = {
    **BARE,
    "id": "INC-UNDATED-07",
    "date_unknown": "Some time in winter.",
    "severity": "P0",
    "status": "closed",
    "times": {"started": "day 1 15:47", "detected": "day 1 15:52", "resolved": "day 2 02:15"},
    "postmortem": {"status": "published"},
}


def test_what_is_overdue_longest_comes_first_then_what_has_no_time() -> None:
    found = advised("09:30", severity="P0")
    assert [(each.state, each.id) for each in found.now] == [
        ("overdue", "role:commander"),
        ("overdue", "level:acknowledgement"),
        ("overdue", "level:executive_notice"),
        ("overdue", "level:engineering_escalation"),
        ("due", "role:tech_lead"),
        ("due", "role:comms_lead"),
        ("due", "role:scribe"),
        ("due", "trigger:major"),
        ("due", "trigger:critical"),
        ("due", "message:declaration"),
        ("due", "level:client_notice"),
    ]
    assert [each.id for each in found.next] == [
        "trigger:first-half-hour",
        "trigger:first-hour",
        "trigger:critical-for-an-hour",
        "trigger:critical-for-two-hours",
        "handoff",
    ]


def test_ids_of_tasks_are_unique_and_those_of_every_moment() -> None:
    early, late = (advised(clock, severity="P0") for clock in ("09:08", "2026-03-05 09:00"))
    ids = [each.id for each in early.tasks]
    assert len(set(ids)) == len(ids)
    assert ids == [each.id for each in late.tasks]


def test_elapsed_runs_from_the_start_else_the_detection_else_is_not_known() -> None:
    assert (advised("09:30").elapsed_since, advised("09:30").elapsed_minutes) == ("started", 25)
    found = advised("09:30", times={"detected": "2026-03-03 09:08"})
    assert (found.elapsed_since, found.elapsed_minutes) == ("detected", 22)
    found = advised("09:30", times=None)
    assert (found.elapsed_since, found.elapsed_minutes) == (None, None)


def test_what_is_not_recorded_is_said_with_what_hangs_on_it() -> None:
    found = advised("09:30", severity="P1", times=None)
    of_start = "nobody wrote down when it began, so these clocks cannot be told: detection"
    of_detection = (
        "nobody wrote down when it was noticed, so these clocks cannot be told: acknowledgement, "
        "engineering escalation, executive notice, client notice and escalation by time"
    )
    assert [(each.field, each.so) for each in found.unknown] == [
        ("times.started", of_start),
        ("times.detected", of_detection),
        ("impact", "whether clients feel it is not recorded, and so whether client notice is owed"),
        ("roles.commander", "nobody on record decides"),
        ("signals", "neither signals nor factors are recorded to tell the type of incident by"),
    ]


def test_an_undated_record_has_lengths_and_no_deadline_of_today() -> None:
    incident = make_incident(**UNDATED)
    found = advise(incident, settings(), moment("2026-11-01 12:00"))
    assert (found.elapsed_minutes, found.dated) == (628, False)
    states = {each.id: each.state for each in found.tasks}
    # Acknowledged never, engineering called never, in ten hours and a half.
    assert states["level:acknowledgement"] == "missed"
    assert states["trigger:critical-for-two-hours"] == "missed"
    assert not [each for each in found.tasks if each.state == "overdue"]
    running = advise(
        make_incident(**{**UNDATED, "status": "investigating", "times": {
            "started": "day 1 15:47", "detected": "day 1 15:52"}}),
        settings(), moment("2026-11-01 12:00"),
    )  # fmt: skip
    states = {each.id: each.state for each in running.tasks}
    assert states["level:acknowledgement"] == "unknown"
    assert states["trigger:first-hour"] == "unknown"
    assert running.elapsed_minutes is None


def test_the_same_question_has_the_same_answer() -> None:
    assert advised("09:30", severity="P0") == advised("09:30", severity="P0")
