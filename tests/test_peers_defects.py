"""Faults that other tools let pass, drop or invent; each must be told of here, at its line."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from answers.announcing import AUDIENCES, KINDS, made, worded
from metrics.records import record
from support.example import example
from support.findings import findings

TIMELINE = """\
timeline:
  - {at: 2026-03-03 09:08, text: The alert fires.}
  - {at: %s, text: The certificate is replaced.}
  - {at: 2026-03-03 10:20, text: Payments work.}
"""


def _found(fragment: str) -> list[tuple[str, str]]:
    """The rule and the text of the line of each finding."""
    content = example(fragment)
    lines = content.decode().split("\n")
    return [
        (each.rule, lines[each.span.line - 1].strip())
        for each in findings(content)
        if each.span is not None
    ]


@pytest.mark.parametrize(
    ("fragment", "rule", "line"),
    [
        pytest.param(
            "summary: It hurt ['payment-api', 'web-shop'] for a while.\n",
            "printed-list",
            "summary: It hurt ['payment-api', 'web-shop'] for a while.",
            id="a list printed in prose",
        ),
        pytest.param(
            TIMELINE % "03/04/2026 09:30",
            "invalid-time",
            "- {at: 03/04/2026 09:30, text: The certificate is replaced.}",
            id="a day and a month that could be either",
        ),
        pytest.param(
            TIMELINE % "2026-03-03T09:30:00-01:00",
            "timeline-unsorted",
            "- {at: 2026-03-03 10:20, text: Payments work.}",
            id="offsets dropped, and so the order",
        ),
        pytest.param(
            TIMELINE % "soon",
            "invalid-time",
            "- {at: soon, text: The certificate is replaced.}",
            id="a bad event dropped without a word",
        ),
        pytest.param(
            "times: {started: 2026-03-03 10:05, detected: 2026-03-03 10:06, acknowledged: "
            "2026-03-03 10:07, mitigated: 2026-03-03 10:08, resolved: 2026-03-03 10:01}\n",
            "lifecycle-order",
            "times: {started: 2026-03-03 10:05, detected: 2026-03-03 10:06, acknowledged: "
            "2026-03-03 10:07, mitigated: 2026-03-03 10:08, resolved: 2026-03-03 10:01}",
            id="a negative duration",
        ),
        pytest.param(
            "summary: 'Certificate expired. Owner: [Name]'\n",
            "placeholder-left",
            "summary: 'Certificate expired. Owner: [Name]'",
            id="a placeholder published",
        ),
        pytest.param(
            "title: Shoppers could not pay by card for eighteen hours\n",
            "stated-duration",
            "title: Shoppers could not pay by card for eighteen hours",
            id="a duration typed by hand",
        ),
        pytest.param(
            "services: [Payment-API]\n",
            "unknown-name",
            "services: [Payment-API]",
            id="a name that differs only in case (cstate/cstate#161)",
        ),
        pytest.param(
            "kind: outage\nkind: degradation\n",
            "duplicate-key",
            "kind: degradation",
            id="a key that stands twice (redcanaryco/atomic-red-team#2615)",
        ),
        pytest.param(
            "title: Payments: down\n",
            "yaml-syntax",
            "title: Payments: down",
            id="a file that is no YAML (pypa/advisory-database#174)",
        ),
        pytest.param(
            "actions:\n  - {id: A1, title: More reviews are held, type: prevent, status: done}\n",
            "action-done-undated",
            "- {id: A1, title: More reviews are held, type: prevent, status: done}",
            id="an action counted as done on no day",
        ),
        pytest.param(
            "impact: {description: Card payments failed., users_pct: 80%}\n",
            "wrong-type",
            "impact: {description: Card payments failed., users_pct: 80%}",
            id="a share that is a text",
        ),
    ],
)
def test_a_fault_that_others_pass_over_is_told_at_its_line(
    fragment: str, rule: str, line: str
) -> None:
    assert (rule, line) in _found(fragment)


def test_every_fault_comes_out_of_one_run() -> None:
    rules = {rule for rule, _ in _found("kind: outge\nservices: [nope]\nsumary: x\n")}
    assert {"unknown-value", "unknown-name", "unknown-key"} <= rules  # rustsec/rustsec#622


@pytest.mark.parametrize("content", ["null", "[]", "[1, 2]", "text", "- null", "~: ~", "{}", ""])
def test_what_is_no_record_has_findings_and_no_traceback(content: str) -> None:
    assert findings(content.encode()) != []


def test_offsets_are_kept_when_entries_are_put_in_order() -> None:
    rules = {rule for rule, _ in _found(TIMELINE % "2026-03-03T11:15:00+02:00")}
    assert rules == {"timeline-gap"}


TOLD = [
    {"at": "2026-03-03 09:10", "audience": "client", "kind": "initial", "text": "Cards fail."},
]


def _drafts() -> dict[tuple[str, str], str]:
    """Every message of a record that says next to nothing, as it would be sent."""
    incident = record("INC-20260303-0900", status="resolved", communications=TOLD)
    now = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    return {
        (audience, kind): worded(made(incident, audience, kind, now))
        for audience in AUDIENCES
        for kind in KINDS
    }


def test_no_draft_leaves_a_placeholder_prints_a_list_or_names_nothing() -> None:
    for text in _drafts().values():
        assert re.findall(r"\[.*?\]|\{.*?\}|<.*?>|None|TBD|…|\(\)|: *$", text) == []


def test_no_draft_promises_or_links_what_nobody_wrote_down() -> None:
    for (audience, _), text in _drafts().items():
        assert re.findall(r"https?://|@|\.com|hotline", text) == []
        if audience == "client":
            assert re.findall(r"(?i)postmortem|shortly|diligently|within|minutes|recur", text) == []


def test_a_draft_is_the_same_at_any_time_of_day() -> None:
    assert _drafts() == _drafts()
    days = {day for text in _drafts().values() for day in re.findall(r"20\d\d-\d\d-\d\d", text)}
    assert days <= {"2026-03-03"}


def test_messages_that_were_sent_are_heeded() -> None:
    incident = record("INC-20260303-0900", status="investigating", communications=TOLD)
    answer = made(incident, "client", "initial", datetime(2026, 3, 3, 9, 20, tzinfo=UTC))
    assert answer.notes == ("initial to client is recorded already, at 2026-03-03 09:10 UTC",)
    assert "- 09:10 UTC: clients were told." in _drafts()["executive", "initial"]
