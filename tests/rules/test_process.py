from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.registry import by_id
from support.example import context, make_incident

if TYPE_CHECKING:
    from postmortems.findings import Path
    from postmortems.model.incident import Incident

ACTION = {
    "id": "A2",
    "title": "Gateway certificates renew themselves",
    "status": "open",
    "owner": "Jon Bell",
    "due": "2026-06-30",
    "done_when": "One was renewed with nobody's help.",
    "factors": ["F1", "F2"],
}


def _paths(name: str, incident: Incident, as_of: str = "2026-03-20") -> list[Path]:
    rule = by_id(name)
    assert rule.check is not None
    return [each.path for each in rule.check(incident, context(incident, as_of=as_of))]


def _with(*actions: dict[str, Any], **more: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
    entries = [{**ACTION, "id": f"A{index}", **each} for index, each in enumerate(actions, 1)]
    entries = [{key: value for key, value in each.items() if value is not None} for each in entries]
    return make_incident(actions=entries, findings=None, **more)


@pytest.mark.parametrize(
    ("rule", "field", "status"),
    [
        ("published-action-unowned", "owner", "published"),
        ("published-action-undated", "due", "published"),
        ("action-without-owner", "owner", "in_review"),
        ("action-without-due", "due", "in_review"),
    ],
)
def test_an_action_needs_an_owner_and_a_day(rule: str, field: str, status: str) -> None:
    written = {"status": status}
    assert _paths(rule, _with({}, {field: None}, postmortem=written)) == [("actions", 1, field)]
    given_up = {field: None, "status": "wont_do", "reason": "Too dear."}
    assert _paths(rule, _with(given_up, postmortem=written)) == []
    other = {"status": "published" if status == "in_review" else "draft"}
    assert _paths(rule, _with({field: None}, postmortem=other)) == []
    for said in (f"actions.{field}", "actions"):
        unknown = [{"field": said, "reason": "Nobody wrote it down."}]
        silent = _with({field: None}, postmortem=written, not_recorded=unknown)
        assert _paths(rule, silent) == []


@pytest.mark.parametrize(
    ("owner", "group"),
    [
        ("DevOps Team", True),
        ("sre", True),
        ("Quality assurance", True),
        ("Everyone", True),
        ("Jon Bell", False),
        ("Jon Bell (DevOps)", False),
        ("Sara Team-Olsen", False),
        ("Opsahl", False),
    ],
)
def test_an_owner_is_one_person(owner: str, *, group: bool) -> None:
    found = _paths("owner-is-a-team", _with({"owner": owner}))
    assert found == ([("actions", 0, "owner")] if group else [])
    done = {"owner": owner, "status": "done", "done_at": "2026-03-09"}
    assert _paths("owner-is-a-team", _with(done)) == []


@pytest.mark.parametrize(
    ("priority", "last_day", "first_late_day"),
    [("P0", "2026-03-10", "2026-03-11"), ("P2", "2026-03-17", "2026-03-18")],
)
def test_an_action_is_due_within_the_days_of_its_priority(
    priority: str, last_day: str, first_late_day: str
) -> None:
    kept, late = (_with({"priority": priority, "due": due}) for due in (last_day, first_late_day))
    assert _paths("action-due-too-late", kept) == []
    assert _paths("action-due-too-late", late) == [("actions", 0, "due")]


def test_without_a_date_no_action_is_due_too_late() -> None:
    undated = replace(_with({"due": "2028-03-11"}), date_unknown="A Tuesday")
    assert _paths("action-due-too-late", undated) == []


def test_an_action_without_a_priority_has_that_of_the_incident() -> None:
    assert _paths("action-due-too-late", _with({"due": "2026-03-11"})) != []
    assert _paths("action-due-too-late", _with({"due": "2026-03-11"}, severity="P2")) == []
    assert _paths("action-due-too-late", _with({"due": "2028-03-11"}, severity="P3")) == []


@pytest.mark.parametrize(
    ("title", "vague"),
    [
        ("Improve monitoring", True),
        ("improve monitoring", True),
        ("Look  into the pool", True),
        ("Improve monitoring so that an expiry fires an alert", False),
        ("Improvements to monitoring are rolled out", False),
        ("The gateway improves", False),
    ],
)
def test_a_vague_action_is_either_vague_or_without_an_end(title: str, *, vague: bool) -> None:
    open_ended = _with({"title": title, "done_when": None})
    assert bool(_paths("action-vague", open_ended)) is vague
    assert bool(_paths("action-without-done-when", open_ended)) is not vague
    assert _paths("action-vague", _with({"title": title})) == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Conduct a post-incident review to find more factors", True),
        ("Hold a retrospective", True),
        ("Review of this incident with the vendor", True),
        ("Code review covers migrations", False),
        ("Incident reviewers are trained", False),
    ],
)
def test_the_review_of_the_incident_is_no_action(title: str, *, found: bool) -> None:
    assert bool(_paths("review-as-action", _with({"title": title}))) is found


def test_an_action_is_overdue_from_the_day_after_its_own() -> None:
    incident = _with({"due": "2026-03-19"}, {"due": "2026-03-19", "status": "in_progress"})
    assert _paths("action-overdue", incident, as_of="2026-03-19") == []
    assert _paths("action-overdue", incident) == [("actions", 0, "due"), ("actions", 1, "due")]
    done = _with({"due": "2026-03-19", "status": "done", "done_at": "2026-03-20"})
    assert _paths("action-overdue", done, as_of="2027-03-20") == []


def test_a_follow_up_is_overdue_from_the_day_after_its_own() -> None:
    looks = [{"due": "2026-03-10", "done_at": "2026-03-12"}, {"due": "2026-03-19"}]
    incident = make_incident(follow_ups=looks)
    assert _paths("follow-up-overdue", incident, as_of="2026-03-19") == []
    assert _paths("follow-up-overdue", incident) == [("follow_ups", 1, "due")]


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ("2026-03-03", True),
        ("2026-03-05", True),
        ("2026-03-06", False),
        ("2026-03-10", False),
        ("2026-03-11", True),
        ("2026-03-20", True),  # today
        ("2026-03-23", False),  # still to come
        ("2026-03-02", False),  # before the incident: another rule's
    ],
)
def test_a_review_meets_within_the_window(held: str, *, found: bool) -> None:
    incident = make_incident(review={"held_at": held})
    assert bool(_paths("review-outside-window", incident)) is found
    assert _paths("review-outside-window", replace(incident, date_unknown="A Tuesday")) == []


def test_what_a_draft_leaves_open_may_yet_come() -> None:
    slow = [{"stage": "detection", "verdict": "failed", "text": "Nobody saw it."}]
    incident = make_incident(findings=slow, postmortem={"status": "in_review"})
    assert _paths("finding-without-action", incident) == [("findings", 0)]
    draft = replace(incident, postmortem=replace(incident.postmortem, status="draft"))
    assert _paths("finding-without-action", draft) == []
    one = _with({"factors": ["f2"]}, postmortem={"status": "in_review"})
    assert _paths("factor-without-action", one) == [("factors", 0, "id")]
    draft = replace(one, postmortem=replace(one.postmortem, status="draft"))
    assert _paths("factor-without-action", draft) == []


def test_open_questions_are_found_however_deep_they_stand() -> None:
    whys = [
        {"question": "Why?", "answer": "So.", "whys": [{"question": "Why so?"}]},
        {"question": "Why not?", "whys": [{"question": "Why, then?", "answer": "Thus."}]},
    ]
    incident = make_incident(analysis={"five_whys": whys})
    assert _paths("open-why", incident) == [
        ("analysis", "five_whys", 0, "whys", 0, "question"),
        ("analysis", "five_whys", 1, "question"),
    ]


def test_a_question_of_any_method_is_open_until_what_it_asks_for_is_there() -> None:
    asked = {"question": "What?"}
    methods = {
        "fishbone": {"People": ["So.", asked, {**asked, "text": "So."}]},
        "fault_tree": {**asked, "causes": [{**asked, "event": "So."}, {"causes": [asked]}]},
        "change_analysis": [asked, {**asked, "before": "So."}, {**asked, "effect": "So."}],
        "bow_tie": {**asked, "threats": [asked], "preventions": [{**asked, "text": "So."}, asked]},
    }
    incident = make_incident(analysis=methods)
    assert _paths("open-why", incident) == [
        ("analysis", "fishbone", "People", 1, "question"),
        ("analysis", "fault_tree", "question"),
        ("analysis", "fault_tree", "causes", 1, "causes", 0, "question"),
        ("analysis", "change_analysis", 0, "question"),
        ("analysis", "change_analysis", 2, "question"),
        ("analysis", "bow_tie", "question"),
        ("analysis", "bow_tie", "threats", 0, "question"),
        ("analysis", "bow_tie", "preventions", 1, "question"),
    ]
    draft = replace(incident, postmortem=replace(incident.postmortem, status="draft"))
    assert _paths("open-why", draft) == []


def test_an_entry_of_an_analysis_needs_what_was_found_or_a_question() -> None:
    methods = {
        "fishbone": {"People": ["So.", {}]},
        "fault_tree": {"event": "So.", "causes": [{"gate": "any"}]},
        "change_analysis": [{"effect": "So."}],
        "bow_tie": {"threats": [{}], "mitigations": [{"held": True}]},
    }
    assert _paths("analysis-entry-blank", make_incident(analysis=methods)) == [
        ("analysis", "fishbone", "People", 1),
        ("analysis", "fault_tree", "causes", 0),
        ("analysis", "change_analysis", 0),
        ("analysis", "bow_tie"),
        ("analysis", "bow_tie", "threats", 0),
        ("analysis", "bow_tie", "mitigations", 0),
    ]


@pytest.mark.parametrize(
    ("summary", "change", "found"),
    [
        ("It was resolved by enlarging the connection pool.", {}, True),
        ("The connection pool was exhausted. A restart resolved it.", {}, False),
        ("Service was restored. The connection pool had run dry.", {}, False),
        ("It was resolved by enlarging the connection pool.", {"type": "prevent"}, False),
        ("It was resolved by enlarging the connection pool.", {"done_at": "2026-03-03"}, False),
        ("It was resolved by a restart of the gateway.", {}, False),
        ("It was resolved by a larger pool.", {}, False),
        (
            "A connection pool, enlarged, resolved it.",
            {"title": "Connection pool sizes grow"},
            True,
        ),
        (
            "A connection pool, enlarged, resolved it.",
            {"title": "The connection pool stands ready wherever traffic grows"},
            False,
        ),
        ("The pool was enlarged, which resolved it.", {}, True),
        ("A restart resolved it.", {"title": "Restart"}, False),  # one word may be anything's
        ("It was resolved by renewals of the pool.", {"title": "The pool is renewed"}, True),
        ("It was resolved by a poolside renegade.", {"title": "The pool is renewed"}, False),
        ("A connection pool resolved it.", {"title": "Connection pool sizes grow twice"}, False),
        ("It was resolved by a pool.", {"title": "A second pool stands by for failovers"}, False),
        ('The report says "resolved by enlarging the connection pool".', {}, False),
    ],
)
def test_a_later_fix_is_doubted_where_the_summary_credits_it(
    summary: str, change: dict[str, str], *, found: bool
) -> None:
    fix = {
        "title": "The connection pool is enlarged",
        "type": "mitigate",
        "status": "done",
        "done_at": "2026-03-04",
        **change,
    }
    incident = _with(fix, summary=summary)
    expected = [("actions", 0, "done_at")] if found else []
    undated = replace(incident, date_unknown="A Tuesday")
    assert _paths("fix-dated-after-resolution", undated) == []
    assert _paths("fix-dated-after-resolution", replace(incident, summary=None)) == []
    assert _paths("fix-dated-after-resolution", incident) == expected


@pytest.mark.parametrize(
    ("rule", "field", "state"),
    [
        ("action-done-undated", "done_at", "done"),
        ("action-without-done-when", "done_when", "open"),
    ],
)
def test_what_nobody_recorded_of_actions_is_not_asked_for(
    rule: str, field: str, state: str
) -> None:
    action = {"status": state, "done_at": None, "done_when": None}
    assert len(_paths(rule, _with(action))) == 1
    said = [{"field": f"actions.{field}", "reason": "Nobody wrote it down."}]
    assert _paths(rule, _with(action, not_recorded=said)) == []
