from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.commander_not_eligible import commander_not_eligible
from postmortems.rules.escalation_missing import escalation_missing
from support.example import context, make_incident, settings

if TYPE_CHECKING:
    from postmortems.config.settings import Settings

TIMES = {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:08"}
PREFIX = "no call to {} or above is recorded, and there was a reason for one: "
MAJOR = PREFIX.format("L2") + "The incident is a P1 or worse."
HALF_HOUR = PREFIX.format("L2") + "L1 has not resolved it within 30 minutes."
CRITICAL = PREFIX.format("L3") + "The incident is a P0."
HOUR = PREFIX.format("L3") + "L2 has not resolved it within 1 hour."
CRITICAL_HOUR = PREFIX.format("L4") + "A P0 has lasted for more than 1 hour."
CRITICAL_HOURS = PREFIX.format("L5") + "A P0 has lasted for more than 2 hours."
BREACH = PREFIX.format("L5") + "A breach of security is confirmed."


def _said(resolved: str = "09:30", *, tiers: str = "", **fragment: Any) -> list[str]:  # noqa: ANN401
    """What is said about an incident that was detected at 09:08 and called these tiers."""
    times = {**TIMES, "resolved": f"2026-03-03 {resolved}"}
    calls = [{"at": "2026-03-03 09:20", "tier": tier} for tier in tiers.split()]
    given = {"times": times, "escalations": calls, "roles": None, "timeline": None, **fragment}
    incident = make_incident(**given)
    assert escalation_missing.check is not None
    found = list(escalation_missing.check(incident, context(incident)))
    assert {each.path for each in found} <= {("escalations",)}
    return [each.message for each in found]


@pytest.mark.parametrize(
    ("severity", "resolved", "said"),
    [
        ("P3", "20:00", []),
        ("P2", "09:38", []),
        ("P2", "09:39", [HALF_HOUR]),
        ("P2", "20:00", [HALF_HOUR]),
        ("P1", "09:10", [MAJOR]),
        ("P1", "10:08", [MAJOR]),
        ("P1", "10:09", [HOUR]),
        ("P0", "09:10", [CRITICAL]),
        ("P0", "10:08", [CRITICAL]),
        ("P0", "10:09", [CRITICAL_HOUR]),
        ("P0", "11:08", [CRITICAL_HOUR]),
        ("P0", "11:09", [CRITICAL_HOURS]),
    ],
)
def test_the_highest_tier_that_there_was_a_reason_to_call_is_missed(
    severity: str, resolved: str, said: list[str]
) -> None:
    assert _said(resolved, severity=severity) == said


@pytest.mark.parametrize(
    ("tiers", "said"), [("L1", [HOUR]), ("L2", [HOUR]), ("L1 L3", []), ("L4", [])]
)
def test_a_call_to_the_tier_or_above_answers_the_reason(tiers: str, said: list[str]) -> None:
    assert _said("10:09", tiers=tiers) == said
    for place in ("commander", "tech_lead", "comms_lead", "scribe"):
        there = {place: {"name": "Ana Ruiz", "tier": tiers[-2:]}}
        assert _said("10:09", roles=there) == said
    helper = {"responders": [{"name": "Leo Katz"}, {"name": "Ana Ruiz", "tier": tiers[-2:]}]}
    assert _said("10:09", roles=helper) == said


def test_a_flag_is_a_reason_once_it_is_true() -> None:
    assert _said(signals={"breach_confirmed": True}, severity="P3") == [BREACH]
    assert _said(signals={"breach_confirmed": False}, severity="P3") == []
    assert _said(signals={"breach_confirmed": 1}, severity="P3") == []
    assert _said(signals=None, severity="P3") == []


def test_nothing_is_said_before_the_incident_is_over_or_of_one_that_hurt_nobody() -> None:
    for status in ("investigating", "identified", "mitigated"):
        assert _said(status=status) == []
    assert _said(status="resolved") == [MAJOR]
    for kind in ("near_miss", "false_alarm", "maintenance"):
        assert _said(kind=kind) == []


def test_what_nobody_recorded_is_no_miss() -> None:
    unknown = [{"field": "escalations", "reason": "Nobody wrote them down."}]
    assert _said(not_recorded=unknown) == []
    assert _said(tiers="L1", not_recorded=unknown) == [MAJOR]
    other = [{"field": "escalations.contact", "reason": "Nobody wrote them down."}]
    assert _said(not_recorded=other) == [MAJOR]
    assert _said(severity="P2", times=None) == []
    assert _said(severity="P2", times={"resolved": "2026-03-03 20:00"}) == []
    assert _said(severity="P2", times=TIMES) == []


def test_the_minutes_count_from_when_the_level_was_raised() -> None:
    raised = [
        {"at": "2026-03-03 09:10", "level": "P3"},
        {"at": "2026-03-03 09:40", "level": "P1"},
    ]
    assert _said("10:40", severity_history=raised) == [MAJOR]
    assert _said("10:41", severity_history=raised) == [HOUR]
    within = [{"at": "2026-03-03 09:10", "level": "P1"}, {"at": "2026-03-03 09:40", "level": "P0"}]
    assert _said("10:09", severity="P1", severity_history=within[::-1]) == [HOUR]
    early = [{"at": "2026-03-03 09:00", "level": "P3"}, {"at": "2026-03-03 09:05", "level": "P1"}]
    assert _said("10:08", severity_history=early) == [MAJOR]
    assert _said("10:09", severity_history=early) == [HOUR]


def _without_triggers() -> Settings:
    ladder = settings().escalation
    judged = tuple(each for each in ladder.triggers if not each.structured)
    return replace(settings(), escalation=replace(ladder, triggers=judged))


def test_reasons_that_people_judge_are_left_to_them() -> None:
    incident = make_incident(escalations=[], roles=None)
    policy = _without_triggers()
    assert policy.escalation.triggers != ()
    assert escalation_missing.check is not None
    assert list(escalation_missing.check(incident, context(incident, policy=policy))) == []


@pytest.mark.parametrize(
    ("severity", "commander", "said"),
    [
        ("P0", {"tier": "L2"}, []),
        ("P0", {"tier": "L4"}, []),
        ("P0", {"tier": "L3"}, ["the commander is of L3; P0 is commanded by L2 or L4"]),
        ("P1", {"tier": "L1"}, []),
        ("P1", {"tier": "L4"}, ["the commander is of L4; P1 is commanded by L1 or L2"]),
        ("P2", {"tier": "L2"}, ["the commander is of L2; P2 is commanded by L1"]),
        ("P3", {"tier": "L5"}, []),
        ("P0", {}, []),
    ],
)
def test_a_commander_is_of_a_tier_that_commands_at_the_level(
    severity: str, commander: dict[str, str], said: list[str]
) -> None:
    roles = {"commander": {"name": "Ana Ruiz", **commander}}
    incident = make_incident(severity=severity, roles=roles)
    assert commander_not_eligible.check is not None
    found = list(commander_not_eligible.check(incident, context(incident)))
    assert [each.message for each in found] == said
    assert {each.path for each in found} <= {("roles", "commander", "tier")}


@pytest.mark.parametrize("roles", [None, {"scribe": {"name": "Leo Katz", "tier": "L3"}}])
def test_without_a_commander_none_is_unfit(roles: dict[str, Any] | None) -> None:
    incident = make_incident(severity="P0", roles=roles)
    assert commander_not_eligible.check is not None
    assert list(commander_not_eligible.check(incident, context(incident))) == []
