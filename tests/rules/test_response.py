from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.check import check
from postmortems.rules.registry import RULES, by_id
from support.example import context, make_incident, settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

TIMES = {
    "started": "2026-03-03 09:05",
    "detected": "2026-03-03 09:08",
    "acknowledged": "2026-03-03 09:10",
    "declared": "2026-03-03 09:12",
    "mitigated": "2026-03-03 09:50",
    "resolved": "2026-03-03 10:20",
    "closed": "2026-03-03 10:30",
}


def _messages(name: str, incident: Incident, **given: Any) -> list[str]:  # noqa: ANN401 - as context takes
    rule = by_id(name)
    assert rule.check is not None
    return [each.message for each in rule.check(incident, context(incident, **given))]


def _client(at: str, kind: str = "initial", **more: str) -> dict[str, str]:
    return {"at": f"2026-03-03 {at}", "audience": "client", "kind": kind, **more}


@pytest.mark.parametrize(
    "absent",
    ["times", "impact", "roles", "escalations", "communications", "recovery", "findings"],
)
def test_what_is_not_recorded_is_never_taken_for_a_miss(absent: str) -> None:
    whole = make_incident()
    nothing: Any = () if isinstance(getattr(whole, absent), tuple) else None
    incident = replace(whole, **{absent: nothing})
    policy = {rule.id for rule in RULES if rule.family in {"response", "process", "language"}}
    assert policy.isdisjoint(each.rule for each in check(incident, context(incident)))


@pytest.mark.parametrize("kind", ["near_miss", "false_alarm", "maintenance"])
def test_what_harmed_nobody_is_held_to_no_clock(kind: str) -> None:
    late = {**TIMES, "detected": "2026-03-03 09:40", "acknowledged": "2026-03-03 09:49"}
    assert _messages("detection-late", make_incident(times=late)) != []
    assert _messages("detection-late", make_incident(times=late, kind=kind)) == []
    assert _messages("acknowledgement-late", make_incident(times=late, kind=kind)) == []


def test_a_clock_in_business_time_stands_still_at_night() -> None:
    evening = {
        **TIMES,
        "started": "2026-03-06 16:40",
        "detected": "2026-03-06 16:45",  # a Friday, a quarter of an hour before the end
        "mitigated": None,
        "resolved": "2026-03-09 12:00",
        "closed": "2026-03-09 12:00",
        "declared": None,
    }
    kept = make_incident(severity="P3", times={**evening, "acknowledged": "2026-03-09 09:45"})
    late = make_incident(severity="P3", times={**evening, "acknowledged": "2026-03-09 09:46"})
    assert _messages("acknowledgement-late", kept) == []
    assert _messages("acknowledgement-late", late) == [
        "acknowledged 1 h 01 min after detection; P3 asks for within 1 h 00 min of business time"
    ]


def test_a_clause_without_a_clock_is_never_missed() -> None:
    late = {**TIMES, "started": "2026-03-03 02:00"}
    assert _messages("detection-late", make_incident(severity="P3", times=late)) == []


def test_clients_are_owed_a_word_only_when_the_record_shows_that_they_were_hurt() -> None:
    late = [_client("10:15"), _client("10:20", "all_clear")]
    unknown = {"description": "Some payments failed.", "users_pct": "unknown"}
    hurt = make_incident(communications=late)
    assert _messages("client-notice-late", hurt) == [
        "clients were first told 1 h 07 min after detection; P1 asks for within 1 h 00 min"
    ]
    assert _messages("client-notice-late", make_incident(communications=late, impact=unknown)) == []
    reported = make_incident(
        communications=late, impact=unknown, detection={"source": "client_report"}
    )
    assert len(_messages("client-notice-late", reported)) == 1
    urgent = make_incident(communications=late, impact=unknown, severity="P0")
    assert len(_messages("client-notice-late", urgent)) == 1


def test_the_status_page_tells_clients_too() -> None:
    page = {"at": "2026-03-03 09:20", "audience": "status_page", "kind": "initial"}
    told = make_incident(communications=[page, _client("10:15"), _client("10:20", "all_clear")])
    assert _messages("client-notice-late", told) == []


@pytest.mark.parametrize(
    ("mitigated", "told", "late"),
    [("11:05", "12:05", 0), ("11:06", "12:05", 0), ("11:06", "12:06", 1), ("11:05", "12:30", 0)],
)
def test_a_clause_that_waits_is_due_its_minutes_after_the_wait(
    mitigated: str, told: str, late: int
) -> None:
    times = {
        **TIMES,
        "mitigated": f"2026-03-03 {mitigated}",
        "resolved": "2026-03-03 13:00",
        "closed": "2026-03-03 13:00",
    }
    incident = make_incident(severity="P2", times=times, communications=[_client(told)])
    assert len(_messages("client-notice-late", incident)) == late


def test_executives_hear_of_a_major_incident_only_when_it_lasts() -> None:
    long = {**TIMES, "resolved": "2026-03-03 11:30", "closed": "2026-03-03 11:30"}
    words = [_client("09:20"), _client("11:30", "all_clear")]
    incident = make_incident(times=long, communications=words)
    assert _messages("executive-notice-late", incident) == [
        (
            "no word to executives is recorded 2 h 22 min after detection; "
            "P1 asks for within 5 min once 2 h 00 min have passed"
        )
    ]
    assert _messages("executive-notice-late", make_incident(communications=words)) == []
    called = [{"at": "2026-03-03 11:10", "tier": "L5", "reached_at": "2026-03-03 11:11"}]
    told = make_incident(times=long, communications=words, escalations=called)
    assert _messages("executive-notice-late", told) == []
    late = [{"at": "2026-03-03 11:14", "tier": "L5", "reached_at": "2026-03-03 11:15"}]
    incident = make_incident(times=long, communications=words, escalations=late)
    rule = by_id("executive-notice-late")
    assert rule.check is not None
    assert [each.path for each in rule.check(incident, context(incident))] == [
        ("escalations", 0, "at")
    ]


def test_an_open_incident_is_judged_by_the_moment_of_the_check() -> None:
    times = {key: TIMES[key] for key in ("started", "detected", "acknowledged")}
    calls = [{"at": "2026-03-03 09:11", "tier": "L2", "reached_at": "2026-03-03 09:12"}]
    incident = make_incident(
        status="investigating", times=times, escalations=calls, roles=None, recovery=None
    )
    (said,) = _messages("engineering-escalation-late", incident)
    assert said.startswith("no call to engineering is recorded 422 h")
    there = make_incident(
        status="investigating",
        times=times,
        escalations=calls,
        roles={"responders": [{"name": "Jon Bell", "tier": "L3"}]},
    )
    assert _messages("engineering-escalation-late", there) == []


def test_the_clocks_of_a_level_start_when_it_was_reached() -> None:
    history = [
        {"at": "2026-03-03 09:10", "level": "P2"},
        {"at": "2026-03-03 09:40", "level": "P1"},
    ]
    calls = [{"at": "2026-03-03 10:05", "tier": "L3", "reached_at": "2026-03-03 10:06"}]
    raised = make_incident(severity_history=history, escalations=calls)
    assert _messages("engineering-escalation-late", raised) == []
    assert len(_messages("engineering-escalation-late", make_incident(escalations=calls))) == 1
    lowered = make_incident(
        severity="P1",
        severity_history=[{**history[0], "level": "P0"}, history[1]],
        escalations=calls,
    )
    assert len(_messages("engineering-escalation-late", lowered)) == 1


def test_messages_to_different_audiences_do_not_fill_each_others_silence() -> None:
    inside = {"at": "2026-03-03 09:45", "audience": "internal", "kind": "update"}
    incident = make_incident(
        communications=[_client("09:20"), inside, _client("10:20", "all_clear")]
    )
    assert _messages("update-gap", incident) == [
        (
            "1 h 00 min without a message to `client` while the incident was open; "
            "P1 asks for one every 30 min"
        )
    ]
    assert _messages("update-gap", replace(incident, severity="P2")) == []


def test_silence_after_the_resolution_is_no_gap() -> None:
    words = [_client("09:20"), _client("09:50", "update"), _client("15:00", "all_clear")]
    assert _messages("update-gap", make_incident(communications=words)) == []


def test_an_unkept_promise_counts_once_its_moment_has_passed() -> None:
    promised = _client("09:20", next_update_at="2026-03-03 23:59")
    incident = make_incident(communications=[promised], status="mitigated")
    assert _messages("promised-update-missed", incident, as_of="2026-03-02") == []
    assert _messages("promised-update-missed", incident, as_of="2026-03-04") == [
        "the word promised to `client` for 2026-03-03 23:59 is not recorded"
    ]
    undated = make_incident(
        date_unknown="A Tuesday",
        times={"started": "day 1 09:05", "resolved": "day 1 10:20"},
        communications=[
            {**promised, "at": "day 1 09:20", "next_update_at": "day 1 09:50"},
        ],
        **dict.fromkeys(("timeline", "escalations", "postmortem"))
        | {"postmortem": {"status": "draft"}},
    )
    assert _messages("promised-update-missed", undated) == [
        "the word promised to `client` for day 1 09:50 is not recorded"
    ]
    assert _messages("promised-update-missed", replace(undated, status="mitigated")) == []


def test_a_commander_who_took_over_is_not_late() -> None:
    roles = {"commander": {"name": "Leo Katz", "since": "2026-03-03 10:00"}}
    handoff = {"at": "2026-03-03 10:00", "from": "Ana Ruiz", "to": "leo katz"}
    assert len(_messages("commander-late", make_incident(roles=roles))) == 1
    assert _messages("commander-late", make_incident(roles=roles, handoffs=[handoff])) == []
    assert _messages("commander-late", make_incident(roles=roles, severity="P2")) == []


def test_a_handoff_that_nobody_recorded_is_not_asked_for() -> None:
    long = {**TIMES, "resolved": "2026-03-03 13:09", "closed": "2026-03-03 13:09"}
    assert _messages("handoff-missing", make_incident(times=long)) == [
        (
            "the response lasted 4 h 01 min and no handoff is recorded; "
            "command is handed over after 4 h 00 min"
        )
    ]
    said = [{"field": "handoffs", "reason": "Nobody wrote it down."}]
    assert _messages("handoff-missing", make_incident(times=long, not_recorded=said)) == []
    assert _messages("handoff-missing", make_incident(times=long, severity="P2")) == []
    kept = {**long, "resolved": "2026-03-03 13:08"}
    assert _messages("handoff-missing", make_incident(times=kept)) == []


def test_an_answer_may_still_come_while_the_cause_is_looked_for() -> None:
    calls = [{"at": "2026-03-03 09:11", "tier": "L3", "contact": "Jon Bell"}]
    incident = make_incident(escalations=calls)
    assert len(_messages("escalation-unreached", incident)) == 1
    assert _messages("escalation-unreached", replace(incident, status="identified")) == []
    said = [{"field": "escalations.reached_at", "reason": "Nobody wrote it down."}]
    quiet = make_incident(escalations=calls, not_recorded=said)
    assert _messages("escalation-unreached", quiet) == []


def test_the_numbers_are_those_of_the_policy() -> None:
    mild = replace(
        settings(),
        policy=replace(
            settings().policy,
            recovery=replace(settings().policy.recovery, stability_minutes=31),
            updates=replace(settings().policy.updates, cadence_minutes=29),
        ),
        escalation=replace(
            settings().escalation,
            commander=replace(settings().escalation.commander, assign_within_minutes=0),
            handoff=replace(settings().escalation.handoff, after_minutes=71),
        ),
    )
    roles = {"commander": {"name": "Ana Ruiz", "since": "2026-03-03 09:09"}}
    incident = make_incident(roles=roles)
    found = [each.rule for each in check(incident, context(incident, policy=mild))]
    assert found == [
        "update-gap",
        "update-gap",
        "commander-late",
        "handoff-missing",
        "stability-too-short",
    ]
