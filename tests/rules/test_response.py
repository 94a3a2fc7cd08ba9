from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from postmortems.rules.check import check
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
