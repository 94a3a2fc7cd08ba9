from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.check import check
from postmortems.rules.playbook import TRUE_MISS
from postmortems.rules.registry import by_id
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


def test_messages_to_different_audiences_do_not_fill_each_others_silence() -> None:
    inside = {"at": "2026-03-03 09:45", "audience": "internal", "kind": "update"}
    incident = make_incident(
        communications=[_client("09:20"), inside, _client("10:20", "all_clear")]
    )
    assert _messages("update-gap", incident) == [
        (
            "1 h without a message to `client` while the incident was open; "
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
    at_once = _client("09:20", next_update_at="2026-03-03 09:20")  # another rule's
    incident = make_incident(communications=[at_once], status="mitigated")
    assert _messages("promised-update-missed", incident) == []
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
            "command is handed over after 4 h"
        )
    ]
    said = [{"field": "handoffs", "reason": "Nobody wrote it down."}]
    assert _messages("handoff-missing", make_incident(times=long, not_recorded=said)) == []
    assert _messages("handoff-missing", make_incident(times=long, severity="P2")) == []
    unseen = {"resolved": "2026-03-03 13:09"}
    assert _messages("handoff-missing", make_incident(times=unseen, timeline=None)) == []
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


@pytest.mark.parametrize(
    ("rule", "field"),
    [("acknowledgement-late", "acknowledged"), ("detection-late", "detected")],
)
def test_a_moment_that_nobody_recorded_is_not_called_late(rule: str, field: str) -> None:
    times = {**TIMES, field: "2026-03-03 10:00"}
    assert len(_messages(rule, make_incident(times=times))) == 1
    known = make_incident(times=times).times
    assert known is not None
    absent: dict[str, Any] = {field: None}
    silent = replace(make_incident(), times=replace(known, **absent))
    assert _messages(rule, silent) == []


def test_without_any_call_engineering_is_not_called_late() -> None:
    late = make_incident(times={**TIMES, "started": "2026-03-03 08:05"})
    called_by_nobody = replace(late, escalations=(), roles=None)
    assert _messages("engineering-escalation-late", called_by_nobody) == []


def test_no_all_clear_is_owed_before_the_end_or_to_whom_policy_promises_none() -> None:
    told = make_incident(communications=[_client("09:20")])
    said = ["`client` was told of the incident and has no all-clear"]
    assert _messages("all-clear-missing", told) == said
    assert _messages("all-clear-missing", replace(told, status="mitigated")) == []
    executives = make_incident(communications=[{**_client("09:20"), "audience": "executive"}])
    assert _messages("all-clear-missing", executives) == []


@pytest.mark.parametrize(
    ("call", "who"), [({"contact": "Jon Bell", "tier": "L3"}, "Jon Bell"), ({"tier": "L3"}, "L3")]
)
def test_who_was_not_reached_is_named_before_the_tier(call: dict[str, str], who: str) -> None:
    incident = make_incident(escalations=[{"at": "2026-03-03 09:11", **call}])
    assert _messages("escalation-unreached", incident) == [
        f"{who} was contacted and not reached, and nobody was tried instead"
    ]


def test_once_the_incident_is_over_without_a_moment_no_gap_is_known() -> None:
    incident = make_incident(communications=[_client("09:20"), _client("10:20", "all_clear")])
    assert len(_messages("update-gap", incident)) == 1
    assert incident.times is not None
    unknown = replace(incident, times=replace(incident.times, resolved=None))
    assert _messages("update-gap", unknown) == []
    assert len(_messages("update-gap", replace(unknown, status="mitigated"))) == 1


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        ([], "enter the message under `communications`, if it was sent"),
        ([_client("10:00", "update")], TRUE_MISS),
    ],
)
def test_a_missed_promise_is_mended_only_where_a_message_may_be_missing(
    words: list[dict[str, str]], fix: str
) -> None:
    promised = _client("09:20", next_update_at="2026-03-03 09:50")
    incident = make_incident(communications=[promised, *words])
    check = by_id("promised-update-missed").check
    assert check is not None
    assert [each.fix for each in check(incident, context(incident))] == [fix]
