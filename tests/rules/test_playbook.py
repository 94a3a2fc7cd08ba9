from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.model.response import Times
from postmortems.rules.check import check
from postmortems.rules.playbook import TRUE_MISS, clients_felt_it
from postmortems.rules.registry import RULES, by_id
from support.example import context, make_incident, settings

if TYPE_CHECKING:
    from postmortems.findings import Path
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
        "acknowledged 1 h 01 min after detection; P3 allows 1 h of business time"
    ]
    undated = replace(late, date_unknown="The source has clock times and no date.")
    assert _messages("acknowledgement-late", undated) == []


def test_a_clause_without_a_clock_is_never_missed() -> None:
    late = {**TIMES, "started": "2026-03-03 02:00"}
    assert _messages("detection-late", make_incident(severity="P3", times=late)) == []


def test_clients_are_owed_a_word_only_when_the_record_shows_that_they_were_hurt() -> None:
    late = [_client("10:15"), _client("10:20", "all_clear")]
    unknown = {"description": "Some payments failed.", "users_pct": "unknown"}
    hurt = make_incident(communications=late)
    assert _messages("client-notice-late", hurt) == [
        "clients were first told 1 h 07 min after detection; P1 allows 1 h"
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


def test_an_end_that_nobody_recorded_is_the_check_while_the_incident_is_open() -> None:
    times = {key: at for key, at in TIMES.items() if key in ("started", "detected")}
    incident = make_incident(
        severity="P2",
        status="investigating",
        times={**times, "acknowledged": TIMES["acknowledged"], "declared": TIMES["declared"]},
        communications=[_client("16:00")],
    )
    assert len(_messages("client-notice-late", incident)) == 1
    assert _messages("client-notice-late", replace(incident, status="closed")) == []


def test_executives_hear_of_a_major_incident_only_when_it_lasts() -> None:
    long = {**TIMES, "resolved": "2026-03-03 11:30", "closed": "2026-03-03 11:30"}
    words = [_client("09:20"), _client("11:30", "all_clear")]
    incident = make_incident(times=long, communications=words)
    assert _messages("executive-notice-late", incident) == [
        (
            "no word to executives is recorded 2 h 22 min after detection; "
            "P1 allows 5 min once 2 h have passed"
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
    assert said.startswith("no call to engineering is recorded 17 d 14 h")
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


def test_a_level_that_is_confirmed_does_not_start_its_clocks_again() -> None:
    history = [
        {"at": "2026-03-03 09:10", "level": "P1"},
        {"at": "2026-03-03 09:40", "level": "P1", "reason": "Still one."},
    ]
    calls = [{"at": "2026-03-03 10:05", "tier": "L3", "reached_at": "2026-03-03 10:06"}]
    confirmed = make_incident(severity_history=history, escalations=calls)
    assert len(_messages("engineering-escalation-late", confirmed)) == 1
    milder = replace(confirmed.severity_history[0], level="P2")
    raised = replace(confirmed, severity_history=(milder, confirmed.severity_history[1]))
    assert _messages("engineering-escalation-late", raised) == []
    unseen = replace(raised, times=Times(started=raised.timeline[0].at))
    assert _messages("engineering-escalation-late", unseen) == []


def _called(tier: str, asked: str = "L3") -> list[str]:
    """What is said once a tier was called too late, where the level asks for a call to another."""
    scale = settings().severities
    clause = scale.level("P1").sla.engineering_escalation
    assert clause is not None
    sla = replace(scale.level("P1").sla, engineering_escalation=replace(clause, tier=asked))
    levels = tuple(replace(each, sla=sla) for each in scale.levels)
    policy = replace(settings(), severities=replace(scale, levels=levels))
    calls = [{"at": "2026-03-03 10:05", "tier": tier, "reached_at": "2026-03-03 10:06"}]
    incident = make_incident(escalations=calls, roles=None)
    return _messages("engineering-escalation-late", incident, policy=policy)


def test_engineering_is_the_tier_that_the_clause_names_or_one_above() -> None:
    late = ["engineering was first called 57 min after detection; P1 allows 30 min"]
    nobody = ["no call to engineering is recorded 1 h 12 min after detection; P1 allows 30 min"]
    assert [_called(tier) for tier in ("L2", "L3", "L4")] == [nobody, late, late]
    assert [_called(tier, "L4") for tier in ("L3", "L4", "L5")] == [nobody, late, late]


def test_a_miss_is_shown_where_it_can_be_mended() -> None:
    rule = by_id("engineering-escalation-late")
    assert rule.check is not None

    def found(tier: str, at: str) -> list[tuple[Path, str]]:
        first = {"at": "2026-03-03 09:11", "tier": "L2", "reached_at": "2026-03-03 09:12"}
        second = {"at": f"2026-03-03 {at}", "tier": tier, "reached_at": "2026-03-03 10:06"}
        incident = make_incident(escalations=[first, second], roles=None)
        assert rule.check is not None
        return [(each.path, each.fix) for each in rule.check(incident, context(incident))]

    assert found("L3", "10:05") == [(("escalations", 1, "at"), TRUE_MISS)]
    assert found("L2", "10:05") == [
        (("escalations",), "enter the call under `escalations`, if there was one")
    ]


def test_a_clause_that_a_level_does_not_have_is_not_missed() -> None:
    long = {**TIMES, "resolved": "2026-03-03 13:00", "closed": "2026-03-03 13:00"}
    words = [_client("09:20"), _client("13:00", "all_clear")]
    incident = make_incident(severity="P2", times=long, communications=words)
    assert _messages("executive-notice-late", incident) == []
    assert _messages("executive-notice-late", replace(incident, severity="P7")) == []


def test_what_became_due_only_later_was_not_owed() -> None:
    executive = {"at": "2026-03-03 12:00", "audience": "executive", "kind": "initial"}
    words = [_client("09:20"), executive]
    just = {**TIMES, "resolved": "2026-03-03 11:08", "closed": "2026-03-03 11:08"}
    late = {**TIMES, "resolved": "2026-03-03 11:09", "closed": "2026-03-03 11:09"}
    kept, missed = (make_incident(times=each, communications=words) for each in (just, late))
    assert _messages("executive-notice-late", kept) == []
    assert len(_messages("executive-notice-late", missed)) == 1
    assert missed.times is not None
    open_ended = replace(missed, times=replace(missed.times, resolved=None, closed=None))
    for undecided in (
        replace(open_ended, status="closed"),  # when is not recorded
        replace(open_ended, status="mitigated", date_unknown="A Tuesday"),
    ):
        assert _messages("executive-notice-late", undecided) == []


def test_one_client_who_felt_it_is_enough() -> None:
    hurt = {"description": "Payments failed.", "clients": 1}
    assert clients_felt_it(make_incident(impact=hurt))
    assert not clients_felt_it(make_incident(impact={**hurt, "clients": 0}))
    assert not clients_felt_it(make_incident(impact={**hurt, "clients": "unknown"}))


def test_the_first_message_counts_in_whatever_order_they_are_written() -> None:
    late, early = _client("11:00"), _client("09:20")
    assert _messages("client-notice-late", make_incident(communications=[late])) != []
    assert _messages("client-notice-late", make_incident(communications=[late, early])) == []
