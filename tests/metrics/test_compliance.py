from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import AS_OF, record
from postmortems.metrics.base import LeftOut
from postmortems.metrics.compliance import Kept, compliance, judge
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident


def verdict(incident: Incident, clause: str, as_of: datetime = AS_OF) -> tuple[str, str]:
    """The verdict on one clause of the shipped playbook, with its reason."""
    terms = getattr(settings().severities.level(incident.severity).sla, clause)
    return judge(incident, clause, terms, settings(), as_of)


def of(kept: tuple[Kept, ...], level: str, clause: str) -> Kept:
    return next(each for each in kept if (each.level, each.clause) == (level, clause))


def test_without_incidents_every_clause_is_there_and_judged_nowhere() -> None:
    found = compliance([], settings(), AS_OF)
    assert (found.n, found.left_out) == (0, ())
    assert [(each.level, each.clause) for each in found.clauses][:6] == [
        ("P0", "detection"),
        ("P0", "acknowledgement"),
        ("P0", "engineering_escalation"),
        ("P0", "executive_notice"),
        ("P0", "client_notice"),
        ("P1", "detection"),
    ]
    assert {each.n for each in found.clauses} == {0}
    # Nothing is promised to executives about a P2, nor to anyone outside about a P3.
    assert [each.clause for each in found.clauses if each.level == "P3"] == [
        "detection",
        "acknowledgement",
        "engineering_escalation",
    ]


@pytest.mark.parametrize(
    ("detected", "expected"),
    [("09:04", "met"), ("09:05", "missed"), ("09:00", "met"), ("08:59", "not recorded")],
)
def test_a_detection_after_exactly_five_minutes_is_not_under_five(
    detected: str, expected: str
) -> None:
    incident = record(severity="P0", times={"started": "09:00", "detected": detected})
    assert verdict(incident, "detection")[0] == expected


@pytest.mark.parametrize(("acknowledged", "expected"), [("09:10", "met"), ("09:11", "missed")])
def test_an_acknowledgement_after_exactly_five_minutes_is_within_five(
    acknowledged: str, expected: str
) -> None:
    incident = record(times={"started": "09:00", "detected": "09:05", "acknowledged": acknowledged})
    assert verdict(incident, "acknowledgement") == (expected, "")


@pytest.mark.parametrize(
    ("times", "clause", "reason"),
    [
        (None, "detection", "`started` not recorded"),
        ({"started": "09:00"}, "detection", "detection not recorded"),
        ({"started": "09:00"}, "acknowledgement", "`detected` not recorded"),
        (
            {"started": "09:00", "detected": "09:01"},
            "acknowledgement",
            "acknowledgement not recorded",
        ),
        (
            {"started": "09:00", "detected": "09:01"},
            "engineering_escalation",
            "engineering escalation not recorded",
        ),
    ],
)
def test_silence_of_the_record_is_no_miss(
    times: dict[str, str] | None, clause: str, reason: str
) -> None:
    assert verdict(record(times=times), clause) == ("not recorded", reason)


def test_a_clause_without_a_time_and_kinds_without_harm_are_not_applicable() -> None:
    times = {"started": "09:00", "detected": "12:00"}
    assert verdict(record(severity="P3", times=times), "detection")[0] == "not applicable"
    for kind in ("near_miss", "false_alarm", "maintenance"):
        incident = record(severity="P0", kind=kind, times=times)
        assert verdict(incident, "detection")[0] == "not applicable"


@pytest.mark.parametrize(
    ("escalations", "expected"),
    [
        ([("09:20", "L3")], "met"),
        ([("09:21", "L3")], "missed"),
        ([("09:10", "L2"), ("09:30", "L4")], "missed"),
        ([("09:10", "L2"), ("09:19", "L4"), ("09:15", "L3")], "met"),
        ([("09:10", "L2")], "not recorded"),
    ],
)
def test_engineering_is_called_in_by_its_own_tier_or_one_above(
    escalations: list[tuple[str, str]], expected: str
) -> None:
    incident = record(
        severity="P0",
        times={"started": "09:00", "detected": "09:05"},
        escalations=[{"at": f"2026-03-03 {at}", "tier": tier} for at, tier in escalations],
    )
    assert verdict(incident, "engineering_escalation")[0] == expected


def test_engineering_is_called_at_the_tier_that_the_clause_names_or_above() -> None:
    clause = settings().severities.level("P0").sla.engineering_escalation
    assert clause is not None

    def judged(tier: str, asked: str) -> str:
        incident = record(
            severity="P0",
            times={"started": "09:00", "detected": "09:05"},
            escalations=[{"at": "2026-03-03 09:06", "tier": tier}],
        )
        terms = replace(clause, tier=asked)
        return judge(incident, "engineering_escalation", terms, settings(), AS_OF)[0]

    assert [judged(tier, "L3") for tier in ("L2", "L3", "L5")] == ["not recorded", "met", "met"]
    assert [judged(tier, "L4") for tier in ("L3", "L4", "L5")] == ["not recorded", "met", "met"]


def test_a_notice_is_given_to_the_audiences_that_its_clause_names() -> None:
    clause = settings().severities.level("P0").sla.executive_notice
    assert clause is not None
    incident = record(
        severity="P0",
        times={"started": "09:00", "detected": "09:05"},
        communications=[message("09:06", "regulator")],
    )
    terms = replace(clause, audiences=("executive", "regulator"))
    assert judge(incident, "executive_notice", terms, settings(), AS_OF)[0] == "met"
    assert judge(incident, "executive_notice", clause, settings(), AS_OF)[0] == "not recorded"


def message(at: str, audience: str) -> dict[str, Any]:
    return {"at": f"2026-03-03 {at}", "audience": audience, "kind": "initial"}


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([("09:35", "client")], "met"),
        ([("09:36", "client")], "missed"),
        ([("09:10", "status_page"), ("10:30", "client")], "met"),
        ([("09:10", "internal")], "not recorded"),
    ],
)
def test_clients_are_told_by_mail_or_by_the_status_page(
    messages: list[tuple[str, str]], expected: str
) -> None:
    incident = record(
        severity="P0",
        times={"started": "09:00", "detected": "09:05"},
        communications=[message(at, audience) for at, audience in messages],
    )
    assert verdict(incident, "client_notice")[0] == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"impact": {"clients": 3}}, ("missed", "")),
        ({"impact": {"users_pct": 0.5}}, ("missed", "")),
        ({"detection": {"source": "client_report"}}, ("missed", "")),
        ({"impact": {"clients": 0}}, ("not applicable", "the clause did not apply")),
        (
            {"impact": {"clients": "unknown"}},
            ("not recorded", "not known whether the clause applied"),
        ),
        ({}, ("not recorded", "not known whether the clause applied")),
    ],
)
def test_a_p1_owes_clients_a_word_only_when_they_felt_it(
    fields: dict[str, Any], expected: tuple[str, str]
) -> None:
    incident = record(
        times={"started": "09:00", "detected": "09:05"},
        communications=[message("10:06", "client")],
        **fields,
    )
    assert verdict(incident, "client_notice") == expected


@pytest.mark.parametrize(
    ("resolved", "told", "expected"),
    [
        ("11:05", "13:00", "not applicable"),  # exactly two hours
        ("11:06", "11:10", "met"),
        ("11:06", "11:11", "missed"),
        (None, "11:10", "not recorded"),  # closed, and nobody wrote when it ended
    ],
)
def test_executives_hear_of_a_p1_once_two_hours_are_over(
    resolved: str | None, told: str, expected: str
) -> None:
    times = {"started": "09:00", "detected": "09:05", "resolved": resolved}
    incident = record(times=times, communications=[message(told, "executive")])
    assert verdict(incident, "executive_notice")[0] == expected


def test_clients_hear_of_a_p2_that_hurt_for_more_than_two_hours() -> None:
    def told(at: str, mitigated: str | None) -> str:
        incident = record(
            severity="P2",
            times={"started": "09:00", "detected": "09:05", "mitigated": mitigated},
            communications=[message(at, "client")],
        )
        return verdict(incident, "client_notice")[0]

    assert told("12:00", "11:01") == "met"
    assert told("12:01", "11:01") == "missed"
    assert told("12:01", "11:00") == "not applicable"
    assert told("12:01", None) == "not recorded"


def test_while_an_incident_is_open_a_clock_that_still_runs_is_not_due() -> None:
    incident = record(
        severity="P0",
        status="investigating",
        times={"started": "09:00", "detected": "09:05"},
    )
    early = datetime(2026, 3, 3, 9, 35, tzinfo=UTC)
    late = datetime(2026, 3, 3, 9, 36, tzinfo=UTC)
    assert verdict(incident, "client_notice", early) == ("not applicable", "not due yet")
    assert verdict(incident, "client_notice", late)[0] == "not recorded"


def test_the_clock_of_a_raised_level_starts_when_it_was_raised() -> None:
    incident = record(
        severity="P0",
        times={"started": "09:00", "detected": "09:05", "acknowledged": "10:04"},
        severity_history=[
            {"at": "2026-03-03 09:05", "level": "P2"},
            {"at": "2026-03-03 10:00", "level": "P0"},
        ],
    )
    assert verdict(incident, "acknowledgement") == ("met", "")


def test_a_p3_is_acknowledged_within_one_hour_of_business_time() -> None:
    def acknowledged(at: str) -> str:
        # 2026-03-06 is a Friday.
        times = {"started": "2026-03-06 16:00", "detected": "2026-03-06 16:30", "acknowledged": at}
        return verdict(record(severity="P3", times=times), "acknowledgement")[0]

    assert acknowledged("2026-03-09 09:30") == "met"
    assert acknowledged("2026-03-09 09:31") == "missed"


def test_an_undated_record_is_held_to_clocks_but_not_to_business_hours() -> None:
    def undated(level: str) -> Incident:
        return record(
            severity=level,
            timezone=None,
            date_unknown="A Friday.",
            times={
                "started": "day 1 15:47",
                "detected": "day 1 15:52",
                "acknowledged": "day 1 15:52",
            },
        )

    assert verdict(undated("P0"), "acknowledgement") == ("met", "")
    assert verdict(undated("P0"), "detection") == ("missed", "")
    assert verdict(undated("P3"), "acknowledgement")[0] == "not recorded"


def test_verdicts_are_gathered_by_clause_with_the_reasons_for_what_is_left_out() -> None:
    incidents = [
        record("A", severity="P0", times={"started": "09:00", "detected": "09:01"}),
        record("B", severity="P0", times={"started": "09:00", "detected": "09:30"}),
        record("C", severity="P0", times={"started": "09:00"}),
        record("D", severity="P0", kind="near_miss"),
        record("E", severity="P3", times={"started": "09:00", "detected": "09:01"}),
    ]
    found = compliance(incidents, settings(), AS_OF)
    kept = of(found.clauses, "P0", "detection")
    assert (kept.met, kept.missed, kept.not_recorded, kept.not_applicable, kept.n) == (
        ("A",),
        ("B",),
        ("C",),
        ("D",),
        2,
    )
    assert found.n == 2
    reasons = dict(found.left_out)
    assert reasons["detection not recorded"] == ("C",)
    # Each clause that was not judged counts, as each judgement does.
    assert reasons["near misses, false alarms and maintenance"] == ("D",) * 5
    assert reasons["the clause sets no time"] == ("E",) * 2
    assert reasons["`detected` not recorded"] == ("C",) * 4
    assert found.n + sum(len(each.ids) for each in found.left_out) == 4 * 5 + 3
    assert LeftOut("acknowledgement not recorded", ("A", "B", "E")) in found.left_out
