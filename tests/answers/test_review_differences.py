from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from postmortems.answers.review.differences import differences
from postmortems.answers.review.phrase import plain
from support import extremes
from support.example import load, make_incident

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

ACTION = {"id": "A1", "title": "Certificates renew themselves", "status": "open"}
EVENT = {"at": "2026-03-03 09:05", "text": "The certificate expired."}
LATER = {"at": "2026-03-03 09:08", "text": "An alert fired."}

REQUIRED = {"schema", "id", "title", "status", "severity", "kind", "detection", "postmortem"}


def told(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    found = differences(make_incident(**before), make_incident(**now))
    return [plain(each.said) for each in found]


def test_a_record_that_says_the_same_has_no_difference() -> None:
    assert differences(make_incident(), make_incident()) == ()


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"severity": "P1"}, {"severity": "P0"}, ["severity P1 → P0"]),
        ({"status": "mitigated"}, {"status": "resolved"}, ["resolved (was mitigated)"]),
        (
            {"postmortem": {"status": "in_review"}},
            {"postmortem": {"status": "published", "audience": "public"}},
            ["audience public: anyone may read it", "postmortem published (was in review)"],
        ),
        (
            {"postmortem": {"status": "draft", "audience": "public"}},
            {"postmortem": {"status": "draft", "audience": "internal"}},
            ["audience public → internal: only people inside may read it"],
        ),
        (
            {"postmortem": {"status": "draft", "audience": "internal"}},
            {"postmortem": {"status": "none"}},
            ["audience taken out (was internal)", "postmortem withdrawn (was draft)"],
        ),
        ({"title": "One"}, {"title": "Two"}, ["title “One” → “Two”"]),
        ({"kind": "outage"}, {"kind": "data_loss"}, ["kind outage → data_loss"]),
        ({"summary": "One."}, {"summary": "Two."}, ["summary rewritten"]),
        ({"background": None}, {"background": "One."}, ["background written"]),
        ({"trigger": "One."}, {"trigger": None}, ["trigger taken out"]),
        ({"sample": False}, {"sample": True}, ["sample no → yes"]),
        (
            {"impact": {"users_pct": 20}},
            {"impact": {"users_pct": {"value": 40, "basis": "measured"}}},
            ["impact.users_pct 20 → 40", "impact.users_pct.basis set to measured"],
        ),
        ({"impact": None}, {"impact": {"users": 1200}}, ["impact.users set to 1,200"]),
        (
            {"times": {"started": "2026-03-03 09:05"}},
            {"times": {"started": "2026-03-03T09:10:00+01:00", "started_estimated": True}},
            [
                "times.started 2026-03-03 09:05Z → 2026-03-03 08:10Z",
                "times.started_estimated no → yes",
            ],
        ),
        (
            {"signals": {"failure_rate_pct": 20, "cluster_down": False}},
            {"signals": {"failure_rate_pct": 100, "queue_depth": 7}},
            [
                "signals.failure_rate_pct 20 → 100",
                "signals.cluster_down taken out",
                "signals.queue_depth set to 7",
            ],
        ),
        ({"tags": ["a", "b"]}, {"tags": ["b", "c"]}, ["one tag added: c", "one tag taken out: a"]),
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, ["the order of tags changed"]),
        (
            {"went_well": ["One."]},
            {"went_well": "none"},
            ["went well: says that there was nothing"],
        ),
        (
            {"ideas": ["One."]},
            {"ideas": ["One.", "Two.", "Three."]},
            ["two ideas added"],
        ),
    ],
)
def test_a_change_is_told_in_words(
    before: dict[str, Any], now: dict[str, Any], said: list[str]
) -> None:
    assert told(before, now) == said


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([EVENT], [EVENT, LATER], ["timeline grew by one entry"]),
        ([], [EVENT, LATER], ["two timeline entries added: 2026-03-03 09:05Z, 2026-03-03 09:08Z"]),
        ([EVENT, LATER], [LATER], ["one timeline entry taken out: 2026-03-03 09:05Z"]),
        ([EVENT], [EVENT | {"text": "x"}], ["one timeline entry changed: 2026-03-03 09:05Z"]),
        (
            [EVENT, LATER],
            [EVENT | {"at": "2026-03-03 09:04"}, LATER],
            ["one timeline entry changed: 2026-03-03 09:04Z"],
        ),
        ([EVENT, EVENT], [EVENT], ["one timeline entry taken out: 2026-03-03 09:05Z"]),
        ([EVENT], [EVENT, EVENT], ["timeline grew by one entry"]),
        (
            [EVENT | {"at": f"2026-03-03 09:1{minute}"} for minute in range(7)],
            [EVENT],
            [
                "one timeline entry changed: 2026-03-03 09:05Z",
                (
                    "six timeline entries taken out: 2026-03-03 09:11Z, 2026-03-03 09:12Z, "
                    "2026-03-03 09:13Z, 2026-03-03 09:14Z, 2026-03-03 09:15Z, 1 more"
                ),
            ],
        ),
    ],
)
def test_the_timeline_is_compared_entry_by_entry(
    before: list[Any], now: list[Any], said: list[str]
) -> None:
    assert told({"timeline": before}, {"timeline": now}) == said


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([], [ACTION], ["one action added: A1 “Certificates renew themselves”"]),
        ([ACTION], [], ["one action taken out: A1 “Certificates renew themselves”"]),
        (
            [ACTION],
            [ACTION | {"status": "done", "done_at": "2026-03-09"}],
            ["one action done: A1 “Certificates renew themselves”"],
        ),
        (
            [ACTION],
            [ACTION | {"status": "wont_do", "reason": "The gateway is gone."}],
            ["one action given up: A1 “Certificates renew themselves”"],
        ),
        (
            [ACTION],
            [ACTION | {"status": "in_progress", "owner": "Jon Bell"}],
            [
                "one action begun: A1 “Certificates renew themselves”",
                "action A1: owner Jon Bell",
            ],
        ),
        (
            [ACTION | {"status": "done", "done_at": "2026-03-09"}],
            [ACTION],
            ["one action opened again: A1 “Certificates renew themselves”"],
        ),
        (
            [ACTION | {"due": "2026-03-10", "owner": "Jon Bell", "done_when": "It runs."}],
            [ACTION | {"due": "2026-03-24", "done_when": "It ran."}],
            ["action A1: owner taken out, due 2026-03-10 → 2026-03-24, done when changed"],
        ),
        (
            [ACTION, ACTION | {"id": "A2"}],
            [ACTION | {"id": "A2"}, ACTION],
            ["the order of the actions changed"],
        ),
    ],
)
def test_of_actions_it_is_told_what_became_of_them(
    before: list[Any], now: list[Any], said: list[str]
) -> None:
    bare = {"factors": None, "findings": None}
    assert told({**bare, "actions": before}, {**bare, "actions": now}) == said


def test_a_moment_without_a_date_has_no_zone() -> None:
    undated: dict[str, Any] = {
        "date_unknown": "Nobody wrote it down.",
        "communications": None,
        "actions": None,
    }
    undated |= {"escalations": None, "review": None, "follow_ups": None, "findings": None}
    undated |= {"postmortem": {"status": "none"}, "timeline": None}
    now = {**undated, "times": {"started": "day 1 09:06"}}
    before = {**undated, "times": {"started": "day 1 09:05"}}
    assert told(before, now) == ["times.started day 1 09:05 → day 1 09:06"]


def _whole(**changed: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
    document = {**extremes.base(), **changed}
    kept = {key: value for key, value in document.items() if value is not None}
    incident = load(extremes.dump(kept).encode()).incident
    assert incident is not None
    return incident


@pytest.mark.parametrize("key", sorted(extremes.base().keys() - REQUIRED))
def test_no_field_of_a_record_comes_or_goes_in_silence(key: str) -> None:
    there, gone = _whole(), _whole(**{key: None})
    for before, now in ((there, gone), (gone, there)):
        assert any(each.field.split(".")[0] == key for each in differences(before, now))
