from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postmortems.advice.aftermath import owed_afterwards
from postmortems.advice.now import advise
from postmortems.metrics.agenda import agenda
from support.advising import advised, moment, open_incident, said, situation, task
from support.example import settings

RESOLVED = {
    "started": "2026-03-03 09:05",
    "detected": "2026-03-03 09:08",
    "resolved": "2026-03-03 10:20",
}


def _over(**fragment: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"severity": "P0", "status": "resolved", "times": RESOLVED, **fragment}


def test_a_p1_will_be_owed_one_once_it_passes_two_hours() -> None:
    for clock in ("09:10", "11:05"):
        found = owed_afterwards(situation(clock, severity="P1"))
        assert (found.verdict, found.because) == ("advised", "Any other P1.")
        assert (said(found.mandatory_at), found.mandatory_then) == (
            "11:05", "A P1 that lasted more than 2 hours.",
        )  # fmt: skip
    found = owed_afterwards(situation("11:06", severity="P1"))
    assert (found.verdict, found.because) == ("mandatory", "A P1 that lasted more than 2 hours.")
    assert (found.mandatory_at, found.mandatory_then) == (None, "")


@pytest.mark.parametrize(
    ("severity", "verdict", "because"),
    [
        ("P0", "mandatory", "Every P0."),
        ("P2", "no", "Advised when it happened before or hurt more than one client."),
        ("P3", "no", "Not required; the on-call engineer settles it along with other work."),
    ],
)
def test_the_verdict_comes_with_its_reason(severity: str, verdict: str, because: str) -> None:
    found = owed_afterwards(situation("09:30", severity=severity))
    assert (found.verdict, found.because, found.mandatory_at) == (verdict, because, None)
    assert found.terms == (
        "Once it is resolved: a draft within 48 hours, the review on business day 3 to 5, "
        "publication within 7 days."
    )


def test_the_days_count_from_the_resolution() -> None:
    found = owed_afterwards(situation("12:00", **_over()))
    assert said(found.draft) == "2026-03-05 10:20"
    assert found.review == (date(2026, 3, 6), date(2026, 3, 10))
    assert said(found.publication) == "2026-03-10 10:20"
    assert found.actions == (
        ("P0", date(2026, 3, 10)), ("P1", date(2026, 3, 10)), ("P2", date(2026, 3, 17)),
    )  # fmt: skip
    times = {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:08"}
    lost = owed_afterwards(situation("12:00", **_over(times=times)))
    assert (lost.draft, lost.review, lost.publication, lost.actions) == (None, None, None, ())


def test_a_draft_is_due_then_overdue() -> None:
    for at, state in (("2026-03-05 10:20", "due"), ("2026-03-05 10:21", "overdue")):
        assert task("postmortem:draft", at, **_over()).state == state
    draft = {"status": "draft", "drafted_at": "2026-03-05 10:21"}
    assert task("postmortem:draft", "2026-03-06 10:20", **_over(postmortem=draft)).state == "late"


def test_review_and_publication_have_their_turn() -> None:
    def states(at: str, **fragment: Any) -> tuple[str, str]:  # noqa: ANN401
        given = _over(**fragment)
        return (
            task("postmortem:review", at, **given).state,
            task("postmortem:publication", at, **given).state,
        )

    assert states("2026-03-05 23:59") == ("coming", "coming")
    assert states("2026-03-06 00:00") == ("due", "coming")
    assert states("2026-03-10 10:21") == ("due", "overdue")
    assert states("2026-03-11 00:00") == ("overdue", "overdue")
    held = {"postmortem": {"status": "reviewed"}, "review": {"held_at": "2026-03-10"}}
    assert states("2026-03-10 10:00", **held) == ("done", "due")


def test_where_none_is_owed_none_is_asked_for() -> None:
    ids = {each.id for each in advised("2026-04-01 12:00", **_over(severity="P2")).tasks}
    assert not {each for each in ids if each.startswith("postmortem:")}


def test_a_mandatory_one_that_was_given_up_is_still_owed() -> None:
    given_up = _over(status="closed", postmortem={"status": "none"})
    found = [
        each for each in advised("2026-04-01 12:00", **given_up).tasks if each.kind == "postmortem"
    ]
    assert [(each.id, each.state, each.why) for each in found] == [
        ("postmortem:draft", "due",
         "it is mandatory, none was begun, and the incident is closed")
    ]  # fmt: skip


def test_a_false_alarm_becomes_no_duty_by_lasting() -> None:
    found = owed_afterwards(situation("12:00", severity="P1", kind="false_alarm"))
    assert (found.verdict, found.mandatory_at) == ("advised", None)


def _action(**more: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    return [{"id": "A1", "title": "It renews itself", "status": "open", **more}]


@pytest.mark.parametrize(
    ("fields", "state", "why"),
    [
        ({"due": "2026-03-04"}, "coming", "owner: not recorded"),
        ({"due": "2026-03-03", "owner": "Jo"}, "due", "owner: Jo"),
        ({"due": "2026-03-02"}, "overdue", "owner: not recorded"),
        ({}, "coming", "owner: not recorded; due: not recorded"),
        ({"status": "done", "done_at": "2026-03-02", "due": "2026-03-02"}, "done",
         "owner: not recorded"),
        ({"status": "done", "done_at": "2026-03-03", "due": "2026-03-02"}, "late",
         "owner: not recorded"),
        ({"status": "wont_do", "reason": "Too dear."}, "not_applicable", "Too dear."),
    ],
)  # fmt: skip
def test_actions_fall_due_at_the_end_of_their_day(
    fields: dict[str, Any], state: str, why: str
) -> None:
    found = task("action:A1", "12:00", actions=_action(**fields))
    assert (found.state, found.why, found.text) == (state, why, "A1: It renews itself")


def test_later_looks_are_those_on_record_or_those_of_the_policy() -> None:
    looks = [{"due": "2026-03-10", "done_at": "2026-03-11"}, {"due": "2026-04-03"}]
    given = _over(follow_ups=looks)
    assert task("follow_up:1", "2026-04-04 10:00", **given).state == "late"
    for at, state in (("2026-04-02 10:00", "coming"), ("2026-04-03 10:00", "due"),
                      ("2026-04-04 00:00", "overdue")):  # fmt: skip
        assert task("follow_up:2", at, **given).state == state
    own = _over(actions=_action(), postmortem={"status": "published"})
    assert [
        said(each.due) for each in advised("2026-03-04 10:00", **own).tasks
        if each.kind == "follow_up"
    ] == ["2026-03-10 23:59", "2026-04-02 23:59", "2026-06-01 23:59"]  # fmt: skip


def test_a_look_that_nobody_agreed_on_is_suggested_and_never_overdue() -> None:
    own = _over(actions=_action(), postmortem={"status": "published"})
    found = [each for each in advised("2026-04-03 10:00", **own).tasks if each.kind == "follow_up"]
    assert [(each.id, each.state, each.why) for each in found] == [
        ("follow_up:3", "coming", "the policy's day; nobody has agreed on it")
    ]


def test_a_review_is_asked_for_where_the_policy_owes_one_and_it_may_have_been_held() -> None:
    advised_only = _over(severity="P2", postmortem={"status": "draft"})
    unknown = _over(not_recorded=[{"field": "review", "reason": "Nobody wrote it down."}])
    for given in (advised_only, unknown):
        ids = {each.id for each in advised("2026-03-05 10:00", **given).tasks}
        assert "postmortem:draft" in ids
        assert "postmortem:review" not in ids


RECORDS: tuple[dict[str, Any], ...] = (
    {},
    {"postmortem": {"status": "draft"}},
    {"postmortem": {"status": "reviewed"}, "actions": _action(due="2026-03-04")},
    {"postmortem": {"status": "published"}, "actions": _action()},
    {"postmortem": {"status": "none", "due": "2026-03-20"}},
    {"severity": "P2", "postmortem": {"status": "draft"}},
    {"severity": "P2", "actions": _action(due="2026-03-20")},
    {"follow_ups": [{"due": "2026-03-10"}, {"due": "2026-04-03", "done_at": "2026-04-05"}]},
    {"not_recorded": [{"field": "review", "reason": "Nobody wrote it down."}]},
    {"review": {"held_at": "2026-03-20"}, "postmortem": {"status": "draft"}},
    {"review": {"held_at": "2026-03-05"}, "postmortem": {"status": "reviewed"}},
    {"status": "closed", "postmortem": {"status": "none"}},
)


@pytest.mark.parametrize("fragment", RECORDS)
def test_what_is_overdue_here_is_overdue_on_the_list_of_all(fragment: dict[str, Any]) -> None:
    incident = open_incident(**_over(**fragment))
    kinds = {"postmortem:draft": "draft", "postmortem:review": "review",
             "postmortem:publication": "publication"}  # fmt: skip
    for day in ("2026-03-04", "2026-03-06", "2026-03-12", "2026-04-01", "2026-07-01"):
        as_of = moment(f"{day} 12:00")
        here = sorted(
            kinds.get(each.id, each.kind)
            for each in advise(incident, settings(), as_of).tasks
            if each.state == "overdue"
        )
        listed = agenda({incident.id: incident}, settings().policy, as_of).in_state("overdue")
        assert here == sorted(each.kind for each in listed), day
