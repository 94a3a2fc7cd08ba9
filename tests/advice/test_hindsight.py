from __future__ import annotations

from typing import Any

import pytest

from postmortems.advice.hindsight import as_it_stood
from postmortems.advice.now import advise
from support.advising import advised, moment, open_incident
from support.example import make_incident, settings

TIMES = {
    "started": "2026-03-03 09:05",
    "detected": "2026-03-03 09:08",
    "acknowledged": "2026-03-03 09:10",
    "mitigated": "2026-03-03 09:50",
    "resolved": "2026-03-03 10:20",
}


def _stood(clock: str, **given: Any) -> Any:  # noqa: ANN401 - plain values as in YAML
    return as_it_stood(open_incident(**given), moment(clock))


def test_a_record_without_later_moments_is_itself() -> None:
    incident = make_incident()
    assert as_it_stood(incident, moment("2026-03-04 00:00")) is incident


@pytest.mark.parametrize(
    ("clock", "status", "mitigated"),
    [
        ("09:49", "investigating", None),
        ("09:50", "mitigated", moment("09:50")),
        ("10:19", "mitigated", moment("09:50")),
        ("10:20", "resolved", moment("09:50")),
    ],
)
def test_what_was_over_later_was_still_open(clock: str, status: str, mitigated: Any) -> None:  # noqa: ANN401
    found = _stood(clock, status="resolved", times=TIMES)
    assert (found.status, found.times.mitigated) == (status, mitigated)
    assert found.times.started == moment("09:05")


@pytest.mark.parametrize(
    ("clock", "recorded", "status"),
    [
        ("09:49", "mitigated", "investigating"),
        ("09:50", "mitigated", "mitigated"),
        ("10:25", "closed", "resolved"),
        ("10:30", "closed", "closed"),
        ("10:00", "closed", "mitigated"),
        ("09:20", "identified", "identified"),
    ],
)
def test_each_step_of_the_status_is_taken_back_until_its_moment(
    clock: str, recorded: str, status: str
) -> None:
    times = {**TIMES, "closed": "2026-03-03 10:30"}
    assert _stood(clock, status=recorded, times=times).status == status


def test_a_step_without_a_moment_stays() -> None:
    times = {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:08"}
    assert _stood("09:20", status="mitigated", times=times).status == "mitigated"
    assert _stood("09:20", status="closed", times=times).status == "closed"


def test_of_lists_only_what_had_happened_stays() -> None:
    at = [f"2026-03-03 09:{minute}" for minute in (10, 20, 30)]
    found = _stood(
        "09:20",
        timeline=[{"at": each, "text": "x"} for each in at],
        communications=[{"at": each, "audience": "client", "kind": "initial"} for each in at],
        handoffs=[{"at": each, "from": "Ana", "to": "Leo"} for each in at],
        escalations=[
            {"at": at[0], "tier": "L2", "reached_at": at[1]},
            {"at": at[1], "tier": "L3", "reached_at": at[2]},
            {"at": at[2], "tier": "L4", "reached_at": at[2]},
        ],
        roles={
            "commander": {"name": "Ana", "since": at[2]},
            "tech_lead": {"name": "Jon", "since": at[1]},
            "scribe": "Leo",
        },
    )
    for name in ("timeline", "communications", "handoffs"):
        assert len(getattr(found, name)) == 2, name
    assert [(each.tier, each.reached_at) for each in found.escalations] == [
        ("L2", moment("09:20")),
        ("L3", None),
    ]
    assert found.roles.commander is None
    assert (found.roles.tech_lead.name, found.roles.scribe.name) == ("Jon", "Leo")


@pytest.mark.parametrize(("clock", "level"), [("09:10", "P1"), ("09:20", "P2"), ("09:40", "P0")])
def test_the_level_is_the_last_that_was_reached_by_then(clock: str, level: str) -> None:
    changes = [
        {"at": "2026-03-03 09:30", "level": "P0"},
        {"at": "2026-03-03 09:15", "level": "P2"},
    ]
    assert _stood(clock, severity="P1", severity_history=changes).severity == level


def test_a_record_without_a_calendar_date_stays_as_it_is() -> None:
    incident = open_incident(
        id="INC-UNDATED-07",
        date_unknown="Lost.",
        times={"started": "day 1 15:47", "detected": "day 1 15:52"},
    )
    assert as_it_stood(incident, moment("09:00")) is incident


def test_advice_says_when_it_looks_back() -> None:
    assert advised("09:30").trimmed is False
    found = advise(make_incident(), settings(), moment("09:30"))
    assert (found.trimmed, found.running, found.incident.status) == (True, True, "investigating")
