from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from metrics.records import AS_OF, record
from postmortems.pages import learning
from postmortems.pages.learning import Answer, FactorView, FindingView
from support.example import settings


def action(name: str = "A1", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"id": name, "title": "A thing is done", "status": "open", **fields}


def answer(name: str) -> Answer:
    return Answer(id=name, anchor=f"action-{name.lower()}", text="A thing is done (open)")


def test_a_factor_names_the_actions_that_answer_it() -> None:
    incident = record(
        factors=[
            {"id": "F1", "text": "By *hand*.", "category": "process", "evidence": "A ticket."},
            {"id": "f-2", "text": "Unwatched."},
        ],
        actions=[
            action("A1", factors=["F1"]),
            action("A2", factors=["f-2", "F1"]),
            action("A3"),
        ],
    )
    assert learning.factors(incident, settings()) == (
        FactorView(
            id="F1",
            anchor="factor-f1",
            text="By *hand*.",
            category="Process",
            category_url="factors/process/",
            evidence="A ticket.",
            actions=(answer("A1"), answer("A2")),
        ),
        FactorView(
            id="f-2",
            anchor="factor-f-2",
            text="Unwatched.",
            category="",
            category_url="",
            evidence="",
            actions=(answer("A2"),),
        ),
    )


def test_a_finding_names_its_gap_and_its_actions() -> None:
    incident = record(
        findings=[
            {
                "stage": "detection",
                "verdict": "slow",
                "text": "Late.",
                "confidence": "low",
                "control_gap": "change",
                "actions": ["A1"],
            },
            {"stage": "cause", "verdict": "unknown", "text": "Who knows."},
        ]
    )
    assert learning.stage_findings(incident, settings()) == (
        FindingView(
            anchor="finding-detection",
            stage="detection",
            verdict="slow",
            confidence="low",
            text="Late.",
            gap="Change management",
            actions=(Answer(id="A1", anchor="", text=""),),
        ),
        FindingView(
            anchor="finding-cause",
            stage="cause",
            verdict="unknown",
            confidence="",
            text="Who knows.",
            gap="",
            actions=(),
        ),
    )


def test_a_second_finding_on_a_stage_is_numbered_and_both_lead_to_their_action() -> None:
    found = {"stage": "detection", "verdict": "slow", "text": "Late.", "actions": ["a1"]}
    incident = record(findings=[found, found], actions=[action("A1", factors=["F9"])])
    views = learning.stage_findings(incident, settings())
    assert [each.anchor for each in views] == ["finding-detection", "finding-detection-2"]
    assert views[0].actions == (answer("A1"),)
    (said,) = learning.actions(incident, settings(), AS_OF)
    assert [(each.id, each.anchor) for each in said.answers] == [
        ("F9", ""),
        ("the finding on detection", "finding-detection"),
        ("the finding on detection", "finding-detection-2"),
    ]


def test_factors_without_an_action_are_counted_and_named() -> None:
    incident = record(
        factors=[{"id": "F1", "text": "A."}, {"id": "F2", "text": "B."}],
        actions=[action("A1", factors=["f1"])],
    )
    said = learning.coverage(learning.factors(incident, settings()))
    assert (said.covered, said.whole) == (1, 2)
    assert said.uncovered == (Answer(id="F2", anchor="factor-f2", text=""),)


def test_points_tell_none_from_not_recorded() -> None:
    said = learning.points(record(went_well="none", went_poorly=["It was slow."]), everything=True)
    assert [(each.anchor, each.items) for each in said] == [
        ("went-well", ()),
        ("went-poorly", ("It was slow.",)),
        ("got-lucky", None),
    ]


def test_surprises_are_listed_only_where_somebody_thought_of_them() -> None:
    assert learning.points(record(surprises="none"), everything=True)[-1].items == ()
    assert (
        learning.points(record(surprises=["It ran."]), everything=False)[-1].label
        == "What surprised us"
    )


def test_an_action_is_shown_with_all_that_is_known() -> None:
    incident = record(
        actions=[
            action(
                "A-1",
                status="in_progress",
                type="prevent",
                priority="SEV1",
                owner="Ana",
                team="sre",
                due="2026-06-29",
                tracker="https://t.example.com/1",
                done_when="It is.",
                factors=["F1"],
            ),
            action("A2", status="done", done_at="2026-05-01"),
            action("A3", status="wont_do", reason="Too dear."),
        ]
    )
    first, second, third = learning.actions(incident, settings(), AS_OF)
    assert (first.anchor, first.status, first.status_role) == (
        "action-a-1",
        "in progress",
        "in_progress",
    )
    assert (first.type, first.priority, first.owner, first.team) == (
        "prevent",
        "P0",
        "Ana",
        "Site reliability",
    )
    assert (first.due, first.overdue, first.tracker) == (
        "2026-06-29",
        True,
        "https://t.example.com/1",
    )
    assert (first.done_when, [each.id for each in first.answers]) == ("It is.", ["F1"])
    assert (second.status, second.done_at, second.due, second.overdue) == (
        "done",
        "2026-05-01",
        "",
        False,
    )
    assert (third.status, third.reason) == ("won't do", "Too dear.")
    assert {each.type for each in (second, third)} == {""}


@pytest.mark.parametrize(
    ("status", "day", "late"),
    [
        ("open", 10, False),
        ("open", 11, True),
        ("in_progress", 11, True),
        ("done", 11, False),
        ("wont_do", 11, False),
    ],
)
def test_an_action_is_overdue_when_its_day_has_ended(status: str, day: int, *, late: bool) -> None:
    done = {"done_at": "2026-03-12"} if status == "done" else {}
    (given,) = record(actions=[action(status=status, due="2026-03-10", **done)]).actions
    assert learning.overdue(given, datetime(2026, 3, day, 23, 59, 59, tzinfo=UTC)) is late


def test_an_action_without_a_day_is_never_overdue() -> None:
    (given,) = record(actions=[action()]).actions
    assert learning.overdue(given, AS_OF) is False


def test_findings_of_something_that_went_badly_are_covered_or_not() -> None:
    found = [("detection", "failed", ["A1"]), ("resolution", "slow", []), ("cause", "unknown", [])]
    incident = record(
        findings=[
            {"stage": stage, "verdict": verdict, "text": "So.", "actions": actions}
            for stage, verdict, actions in found
        ],
        actions=[action("A1")],
    )
    said = learning.findings_coverage(incident, learning.stage_findings(incident, settings()))
    assert (said.covered, said.whole) == (1, 2)
    assert said.uncovered == (Answer(id="resolution", anchor="finding-resolution", text=""),)
    assert said.unjudged == ("escalation", "communication")
