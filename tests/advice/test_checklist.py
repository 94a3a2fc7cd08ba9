from __future__ import annotations

from typing import Any, get_args

import pytest

from advice.moments import at, running, said
from metrics.records import record
from postmortems.advice.checklist import FACTS, checklist, standing
from postmortems.config.workflow import Fact
from support.example import settings

SETTINGS = settings()


def _phase(clock: str = "12:00", **given: Any) -> tuple[str, str] | None:  # noqa: ANN401
    found = standing(running(**given), SETTINGS, at(clock))
    return None if found is None else (found.phase.id, found.by)


def _line(phase: str, text: str, severity: str = "P1", **given: Any) -> tuple[str, str]:  # noqa: ANN401
    found = checklist(phase, running(severity, **given), SETTINGS, at("12:00"))
    (line,) = [each for each in found if text in each.text]
    return line.state, line.note


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        ("investigating", "identification"),
        ("identified", "containment"),
        ("mitigated", "recovery"),
        ("resolved", "lessons_learned"),
        ("closed", "lessons_learned"),
    ],
)
def test_the_status_tells_the_phase(status: str, phase: str) -> None:
    assert _phase(status=status) == (phase, f"the status `{status}`")


def test_the_timeline_tells_a_later_phase_and_never_an_earlier_one() -> None:
    entries = [
        {"at": said("09:10"), "phase": "containment", "text": "Scaled."},
        {"at": said("09:20"), "phase": "eradication", "text": "Mended."},
        {"at": said("09:30"), "text": "Waited."},
    ]
    assert _phase(timeline=entries) == ("eradication", "the last entry of the timeline")
    assert _phase("09:15", timeline=entries) == ("containment", "the last entry of the timeline")
    assert _phase("09:05", timeline=entries) == ("identification", "the status `investigating`")
    assert _phase(timeline=entries, status="resolved") == (
        "lessons_learned",
        "the status `resolved`",
    )


def test_every_fact_that_a_checklist_may_name_can_be_looked_up() -> None:
    (words, *_) = get_args(Fact)
    assert {*get_args(words)} == FACTS.keys() | {"phase_in_timeline"}


COMMITTED = {"id": "A1", "title": "x", "status": "open", "owner": "Jon", "due": "2026-03-09"}


@pytest.mark.parametrize(
    ("phase", "text", "given", "line"),
    [
        ("identification", "acknowledged", {}, ("not shown", "")),
        ("identification", "acknowledged", {"times": {"acknowledged": "09:01"}}, ("shown", "")),
        ("identification", "severity is judged", {}, ("shown", "P1")),
        ("identification", "is declared", {}, ("not shown", "")),
        ("identification", "is declared", {"times": {"declared": "09:01"}}, ("shown", "")),
        ("identification", "commander", {}, ("not shown", "")),
        ("identification", "commander", {"roles": {"commander": "Ana"}}, ("shown", "Ana")),
        ("identification", "timeline", {}, ("not shown", "")),
        (
            "identification",
            "timeline",
            {"timeline": [{"at": said("09:10"), "text": "x"}]},
            ("shown", "1 entry"),
        ),
        ("identification", "first messages", {}, ("not shown", "no word to the team is recorded")),
        (
            "identification",
            "first messages",
            {
                "impact": {"clients": 2},
                "communications": [
                    {"at": said("09:10"), "audience": "internal", "kind": "initial"}
                ],
            },
            ("not shown", "no word to clients is recorded"),
        ),
        (
            "identification",
            "first messages",
            {"communications": [{"at": said("09:10"), "audience": "internal", "kind": "initial"}]},
            ("shown", ""),
        ),
        ("eradication", "cause is known", {}, ("not shown", "")),
        ("eradication", "cause is known", {"trigger": "x"}, ("shown", "a trigger is recorded")),
        (
            "eradication",
            "cause is known",
            {"factors": [{"id": "F1", "text": "x"}]},
            ("shown", "factors are recorded"),
        ),
        ("eradication", "fix is in production", {}, ("judge", "")),
        ("eradication", "timeline tells", {}, ("not shown", "")),
        (
            "eradication",
            "timeline tells",
            {"timeline": [{"at": said("09:10"), "phase": "eradication", "text": "x"}]},
            ("shown", ""),
        ),
        ("recovery", "stable", {}, ("not shown", "")),
        (
            "recovery",
            "stable",
            {"recovery": {"monitored_minutes": 14}},
            ("not shown", "watched for 14 min; the least is 15 min"),
        ),
        (
            "recovery",
            "stable",
            {"recovery": {"monitored_minutes": 15}},
            ("shown", "watched for 15 min; the least is 15 min"),
        ),
        ("recovery", "declared resolved", {}, ("not shown", "")),
        (
            "recovery",
            "Clients know",
            {"communications": [{"at": said("09:10"), "audience": "client", "kind": "initial"}]},
            ("not shown", ""),
        ),
        (
            "lessons_learned",
            "owner and a due date",
            {"postmortem": {"status": "none", "owner": "Ana"}, "actions": [COMMITTED]},
            ("not shown", "`postmortem.due` is not recorded"),
        ),
        (
            "lessons_learned",
            "draft is there",
            {},
            ("not shown", "no draft and no review is recorded"),
        ),
        (
            "lessons_learned",
            "draft is there",
            {"postmortem": {"status": "draft"}, "review": {"held_at": "2026-03-03"}},
            ("shown", ""),
        ),
        (
            "lessons_learned",
            "draft is there",
            {"postmortem": {"status": "draft"}, "review": {"held_at": "2026-03-04"}},
            ("not shown", "no review is recorded"),
        ),
        ("lessons_learned", "Runbooks", {}, ("judge", "")),
    ],
)
def test_a_line_is_shown_by_what_the_record_holds(
    phase: str, text: str, given: dict[str, Any], line: tuple[str, str]
) -> None:
    if "times" in given:
        given = {**given, "times": {"detected": "09:00", **given["times"]}}
    lines = checklist(phase, running(**given), SETTINGS, at("12:00"))
    found = next(each for each in lines if text in each.text)
    assert (found.state, found.note) == line


@pytest.mark.parametrize(
    ("actions", "line"),
    [
        ([], ("not shown", "no action is recorded")),
        ([COMMITTED], ("shown", "")),
        (
            [
                COMMITTED,
                {**COMMITTED, "id": "A2", "owner": None},
                {**COMMITTED, "id": "A3", "due": None},
            ],
            ("not shown", "without an owner or a date: A2, A3"),
        ),
        (
            [COMMITTED, {"id": "A2", "title": "x", "status": "wont_do", "reason": "x"}],
            ("shown", ""),
        ),
    ],
)
def test_actions_are_commitments_when_all_have_an_owner_and_a_date(
    actions: list[dict[str, Any]], line: tuple[str, str]
) -> None:
    actions = [{key: value for key, value in each.items() if value is not None} for each in actions]
    assert _line("lessons_learned", "Every action", actions=actions) == line


def test_lines_of_other_levels_and_lines_that_are_not_owed_are_left_out() -> None:
    lines = checklist("identification", running("P3"), SETTINGS, at("12:00"))
    assert [each.text for each in lines if "P0 or P1" in each.text] == []
    recovery = checklist("recovery", running(), SETTINGS, at("12:00"))
    assert [each.text for each in recovery if "Clients know" in each.text] == []


def test_a_phase_without_a_guide_has_no_checklist_and_a_record_may_tell_no_phase() -> None:
    assert checklist("containment", running(), SETTINGS, at("12:00")) == ()
    assert checklist("no-such-phase", record(), SETTINGS, at("12:00")) == ()
