from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.registry import by_id
from support.example import EARLIER_ID, context, make_incident, settings

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.findings import Problem

SHORT = {"started": "2026-03-03 09:05", "resolved": "2026-03-03 10:20"}
TWO_HOURS = {"started": "2026-03-03 09:05", "resolved": "2026-03-03 11:05"}
LONGER = {"started": "2026-03-03 09:05", "resolved": "2026-03-03 11:06"}
NONE = {"status": "none"}
STATUS = ("postmortem", "status")


def _found(name: str, policy: Settings | None = None, **fragment: Any) -> list[Problem]:  # noqa: ANN401
    rule = by_id(name)
    assert rule.check is not None
    incident = make_incident(**fragment)
    return list(rule.check(incident, context(incident, policy=policy)))


def _messages(name: str, **fragment: Any) -> list[str]:  # noqa: ANN401 - plain values as in YAML
    return [each.message for each in _found(name, **fragment)]


@pytest.mark.parametrize(
    ("fragment", "case"),
    [
        ({"severity": "P0"}, "Every P0."),
        ({"severity": "P1", "times": LONGER}, "A P1 that lasted more than 2 hours."),
        ({"severity": "P1", "recurrence_of": EARLIER_ID}, "A P1 that happened before."),
        ({"severity": "P1", "times": TWO_HOURS}, ""),
        ({"severity": "P1", "times": None, "timeline": None}, ""),
        ({"severity": "P2", "times": LONGER}, ""),
    ],
)
def test_a_closed_incident_has_the_postmortem_that_is_mandatory(
    fragment: dict[str, Any], case: str
) -> None:
    given: dict[str, Any] = {"times": SHORT, "postmortem": NONE, **fragment}
    found = _found("postmortem-missing", **given)
    said = f"a postmortem is mandatory and none was begun: {case}"
    assert [(each.path, each.message) for each in found] == ([(STATUS, said)] if case else [])
    assert _found("postmortem-missing", **{**given, "status": "resolved"}) == []
    for begun in ("draft", "in_review", "reviewed", "published"):
        assert _found("postmortem-missing", **{**given, "postmortem": {"status": begun}}) == []
    agreed: dict[str, Any] = {"status": "none", "due": "2020-01-01"}
    assert _found("postmortem-missing", **{**given, "postmortem": agreed}) == []


@pytest.mark.parametrize(
    ("fragment", "case"),
    [
        ({"severity": "P1", "times": TWO_HOURS}, "Any other P1."),
        ({"severity": "P2", "recurrence_of": EARLIER_ID}, "A P2 that happened before."),
        (
            {"severity": "P2", "impact": {"clients": 2}},
            "A P2 that hurt more than one client.",
        ),
        ({"severity": "P3", "kind": "data_loss"}, "Any incident that lost or damaged data."),
        (
            {"severity": "P3", "impact": {"data_loss": 1}},
            "Any incident that lost or damaged data.",
        ),
        (
            {"severity": "P2", "detection": {"source": "client_report"}},
            "A P0, P1 or P2 that clients noticed before we did.",
        ),
        ({"severity": "P2", "impact": {"clients": 1}}, ""),
        ({"severity": "P2", "impact": {"clients": "unknown"}}, ""),
        ({"severity": "P3", "impact": {"data_loss": 0}}, ""),
        ({"severity": "P3", "detection": {"source": "client_report"}}, ""),
        ({"severity": "P0"}, ""),  # mandatory, which is another rule's
        ({"severity": "P1", "recurrence_of": EARLIER_ID}, ""),
        ({"severity": "P1", "times": LONGER, "kind": "data_loss"}, ""),
    ],
)
def test_a_closed_incident_has_the_postmortem_that_is_advised(
    fragment: dict[str, Any], case: str
) -> None:
    given: dict[str, Any] = {"times": SHORT, "postmortem": NONE, **fragment}
    found = _found("postmortem-recommended", **given)
    said = f"a postmortem is advised and none was begun: {case}"
    assert [(each.path, each.message) for each in found] == ([(STATUS, said)] if case else [])
    assert _found("postmortem-recommended", **{**given, "status": "resolved"}) == []
    assert _found("postmortem-recommended", **{**given, "postmortem": {"status": "draft"}}) == []
    agreed: dict[str, Any] = {"status": "none", "due": "2020-01-01"}
    assert _found("postmortem-recommended", **{**given, "postmortem": agreed}) == []


def test_a_missing_postmortem_is_not_overdue_besides() -> None:
    owed: dict[str, Any] = {"severity": "P0", "postmortem": NONE}
    assert _found("postmortem-overdue", **owed) == []
    assert len(_found("postmortem-overdue", **owed, status="resolved")) == 1
    agreed: dict[str, Any] = {
        "severity": "P0",
        "postmortem": {"status": "none", "due": "2026-03-12"},
    }
    assert len(_found("postmortem-overdue", **agreed)) == 1


def _actions(*actions: dict[str, Any]) -> list[dict[str, Any]]:
    usual = {"title": "Certificates renew themselves", "status": "open"}
    return [{"id": f"A{index}", **usual, **each} for index, each in enumerate(actions)]


def test_an_unfinished_action_has_a_ticket() -> None:
    ticket = {"tracker": "https://tracker.example.com/PAY-1"}
    actions = _actions(
        {}, {"status": "in_progress"}, ticket, {"status": "done"}, {"status": "wont_do"}
    )
    found = _found("action-without-tracker", actions=actions, findings=None)
    assert [(each.path, each.message) for each in found] == [
        (("actions", 0, "tracker"), "`A0` has no ticket"),
        (("actions", 1, "tracker"), "`A1` has no ticket"),
    ]


@pytest.mark.parametrize(
    ("status", "asked"),
    [("none", False), ("draft", False), ("in_review", True), ("reviewed", True)],
)
def test_tickets_are_asked_for_once_the_postmortem_is_in_review(
    status: str, *, asked: bool
) -> None:
    given: dict[str, Any] = {
        "actions": _actions({}),
        "findings": None,
        "postmortem": {"status": status},
    }
    assert bool(_found("action-without-tracker", **given)) is asked
    unknown = [{"field": "actions.tracker", "reason": "Lost with the old tracker."}]
    assert _found("action-without-tracker", **given, not_recorded=unknown) == []


def test_a_team_without_tickets_is_asked_for_none() -> None:
    policy = settings().policy
    actions = replace(policy.actions, trackers=False)
    without = replace(settings(), policy=replace(policy, actions=actions))
    given: dict[str, Any] = {"actions": _actions({}), "findings": None}
    assert _found("action-without-tracker", policy=without, **given) == []


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ([{"type": "mitigate"}], "`mitigate`"),
        ([{"type": "repair"}], "`repair`"),
        ([{"type": "repair"}, {"type": "mitigate"}], "`mitigate` or `repair`"),
        ([{"type": "repair"}, {"type": "prevent", "status": "wont_do"}], "`repair`"),
        ([{"type": "repair"}, {"type": "prevent", "status": "done"}], ""),
        ([{"type": "mitigate"}, {"type": "detect"}], ""),
        ([{"type": "mitigate"}, {"type": "process"}], ""),
        ([{"type": "mitigate"}, {"type": "investigate"}], ""),
        ([{"type": "mitigate"}, {}], ""),
        ([{"type": "mitigate", "status": "wont_do"}], ""),
        ([], ""),
    ],
)
def test_some_action_prevents_or_detects(actions: list[dict[str, str]], said: str) -> None:
    given: dict[str, Any] = {
        "actions": _actions(*actions),
        "findings": None,
        "no_action_reason": "None helps.",
    }
    message = f"no action prevents it or detects it sooner; all are of the type {said}"
    found = _found("only-mitigating-actions", **given, postmortem={"status": "in_review"})
    assert [each.message for each in found] == ([message] if said else [])
    assert {each.path for each in found} <= {("actions",)}
    for early in ("none", "draft"):
        assert _found("only-mitigating-actions", **given, postmortem={"status": early}) == []


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        (
            {"signals": {"failure_rate_pct": 100}},
            (
                "P1 is recorded; the signals suggest P0, by `failure_rate_pct: 100` "
                "(playbook: P0, example 1)"
            ),
        ),
        (
            {"signals": {"dashboard_broken": True}},
            (
                "P1 is recorded; the signals suggest P3, by `dashboard_broken: true` "
                "(playbook: P3, example 1)"
            ),
        ),
        (
            {"signals": {"queue_depth": 60.5, "delay_min": 7}},
            (
                "P1 is recorded; the signals suggest P2, by `queue_depth: 60.5` and `delay_min: 7` "
                "(playbook: P2, example 1)"
            ),
        ),
        (
            {"severity": "P2", "signals": {"api_p95_s": 7}},
            (
                "P2 is recorded; the signals suggest P1, by `api_p95_s: 7` (playbook: P2, "
                "example 2 and P1, example 2); between P2 and P1, the worse is assumed"
            ),
        ),
        ({"signals": {"failure_rate_pct": 25}}, ""),
        ({"signals": {"failure_rate_pct": 2}}, ""),
        ({"signals": None}, ""),
    ],
)
def test_the_severity_is_the_one_that_the_signals_suggest(
    fragment: dict[str, Any], said: str
) -> None:
    found = _found("severity-differs", **fragment)
    assert [each.message for each in found] == ([said] if said else [])
    assert {each.path for each in found} <= {("severity",)}
    reasoned: dict[str, Any] = {
        **fragment,
        "severity_override_reason": "Only our own tests failed.",
    }
    assert _found("severity-differs", **reasoned) == []


def test_a_level_that_the_incident_once_had_explains_itself() -> None:
    signals = {"failure_rate_pct": 100}
    history = [{"at": "2026-03-03 09:12", "level": "P0"}, {"at": "2026-03-03 09:40", "level": "P1"}]
    assert _found("severity-differs", signals=signals, severity_history=history) == []
    (problem,) = _found("severity-differs", signals=signals, severity_history=history[1:])
    assert problem.fix == ("write `severity: P0`, or say why not under `severity_override_reason`")


@pytest.mark.parametrize(
    ("gap", "found"),
    [
        ({"holders": ["Jon Bell"]}, True),
        ({"holders": ["Jon Bell"], "documented": False}, True),
        ({"holders": ["Jon Bell"], "documented": True}, False),
        ({"holders": ["Jon Bell", "Leo Katz"]}, False),
        ({"holders": []}, False),
        ({}, False),
    ],
)
def test_a_procedure_has_a_second_holder_or_is_written_down(
    gap: dict[str, Any], *, found: bool
) -> None:
    whole = {"procedure": "Renewing", "holders": ["Ana Ruiz", "Mia Sato"]}
    problems = _found("knowledge-with-one-holder", knowledge_gaps=[whole, {**whole, **gap}])
    if "holders" not in gap:
        problems = _found("knowledge-with-one-holder", knowledge_gaps=[{"procedure": "Renewing"}])
    told = [
        (
            ("knowledge_gaps", 1, "holders"),
            "one holder is named, `Jon Bell`, and the record does not say that it is written down",
        )
    ]
    assert [(each.path, each.message) for each in problems] == (told if found else [])
