from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.findings import dotted
from support.breakage import COMPLETE, UNDATED
from support.example import BASE, example, load, make_incident, overlaid

MINIMAL = """\
schema: 1
id: INC-20260105-1000
title: The nightly report was late
status: investigating
severity: P3
kind: degradation
services: [payment-api]
detection:
  source: internal
postmortem:
  status: none
"""


def _missing(text: str) -> list[str]:
    loaded = load(text.encode())
    assert loaded.faults == ()
    assert {each.rule for each in loaded.problems} <= {"missing-field"}
    return [dotted(each.path) for each in loaded.problems]


def test_an_open_incident_needs_little() -> None:
    assert _missing(MINIMAL) == []


@pytest.mark.parametrize(
    ("severity", "fields"),
    [
        ("P3", ["summary", "times.resolved"]),
        (
            "P2",
            [
                *("summary", "times.resolved", "times.started", "times.detected"),
                *("times.acknowledged", "impact.description", "timeline"),
            ],
        ),
        (
            "P0",
            [
                *("summary", "times.resolved", "times.started", "times.detected"),
                *("times.acknowledged", "times.declared", "times.mitigated"),
                *("impact.description", "impact", "timeline", "roles.commander"),
                *("communications", "recovery"),
            ],
        ),
    ],
)
def test_a_resolved_incident_needs_more_the_worse_it_was(severity: str, fields: list[str]) -> None:
    fragment = f"status: resolved\nseverity: {severity}\n"
    assert _missing(overlaid(MINIMAL, fragment)) == fields


def test_an_alias_of_a_level_asks_for_as_much_as_the_level() -> None:
    resolved = "status: resolved\nseverity: {}\n"
    assert _missing(overlaid(MINIMAL, resolved.format("SEV1"))) == _missing(
        overlaid(MINIMAL, resolved.format("P0"))
    )


def test_a_published_postmortem_needs_what_was_learned() -> None:
    fragment = "severity: P2\npostmortem: {status: published}\n"
    assert _missing(overlaid(MINIMAL, fragment)) == [
        *("trigger", "factors", "went_well", "went_poorly", "got_lucky", "lessons")
    ]


def test_a_closed_incident_needs_its_closing() -> None:
    fragment = "status: closed\nseverity: P2\n"
    assert "times.closed" in _missing(overlaid(MINIMAL, fragment))
    assert "times.closed" not in _missing(overlaid(MINIMAL, "status: closed\n"))


def test_a_field_that_nobody_recorded_counts_once_that_is_said() -> None:
    said = (
        "status: resolved\nnot_recorded:\n"
        "  - {field: times.resolved, reason: Nobody wrote it down.}\n"
    )
    assert _missing(overlaid(MINIMAL, said)) == ["summary"]


def test_of_an_unknown_level_only_that_is_asked_for_which_every_level_needs() -> None:
    loaded = load(overlaid(MINIMAL, "status: resolved\nseverity: P9\n").encode())
    assert [(each.rule, dotted(each.path)) for each in loaded.problems] == [
        ("unknown-name", "severity"),
        ("missing-field", "summary"),
        ("missing-field", "times.resolved"),
    ]


def test_a_missing_field_says_when_and_why_it_is_asked_for() -> None:
    loaded = load(overlaid(MINIMAL, "status: resolved\nsummary: It came late.\n").encode())
    (problem,) = loaded.problems
    assert problem.message == (
        "`times.resolved` is missing, asked for once the incident is resolved"
    )
    assert problem.why == "the duration hangs on it"
    assert "`not_recorded`" in problem.fix


def test_the_first_entry_takes_the_date_of_the_start_and_may_come_before_it() -> None:
    incident = make_incident(
        timezone="America/New_York",
        times={"started": "2026-03-03 09:05", "resolved": "2026-03-04 01:00"},
        timeline=[
            {"at": "08:50", "text": "The change went out."},
            {"at": "23:50", "text": "Almost over."},
            {"at": "00:10", "text": "Over."},
        ],
        not_recorded=[
            {"field": f"times.{name}", "reason": "x"}
            for name in ("detected", "acknowledged", "declared", "mitigated", "closed")
        ],
        **dict.fromkeys(("escalations", "communications"), None),
    )
    eastern = timezone(timedelta(hours=-5))
    assert [each.at for each in incident.timeline] == [
        datetime(2026, 3, 3, 8, 50, tzinfo=eastern),
        datetime(2026, 3, 3, 23, 50, tzinfo=eastern),
        datetime(2026, 3, 4, 0, 10, tzinfo=eastern),
    ]


def test_a_start_with_an_offset_gives_its_date_on_the_files_clock() -> None:
    incident = make_incident(
        timezone="Asia/Tokyo",
        times={"started": "2026-03-03 22:00Z"},
        timeline=[{"at": "07:30", "text": "Noticed."}],
        status="investigating",
        **dict.fromkeys(("escalations", "communications", "postmortem"), None)
        | {"postmortem": {"status": "none"}},
    )
    assert incident.timeline[0].at.isoformat() == "2026-03-04T07:30:00+09:00"


def test_keys_may_stand_in_any_order() -> None:
    lines = BASE.split("\n")
    blocks: list[list[str]] = []
    for line in lines:
        if line and line[0].isalpha():
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    turned = "\n".join("\n".join(block) for block in reversed(blocks)) + "\n"
    assert load(turned.encode()).incident == load(BASE.encode()).incident


def test_shorthands_say_the_same_as_what_they_stand_for() -> None:
    short = example("roles: {commander: Ana Ruiz}\nimpact: {users_pct: 25, users: unknown}\n")
    long = example(
        "roles: {commander: {name: Ana Ruiz}}\n"
        "impact: {users_pct: {value: 25}, users: {basis: unknown}}\n"
    )
    assert load(short).incident == load(long).incident
    assert load(short).incident is not None


def test_windows_line_ends_change_nothing() -> None:
    assert load(BASE.replace("\n", "\r\n").encode()).incident == load(BASE.encode()).incident


def test_after_a_break_in_the_file_nothing_is_asked_for() -> None:
    loaded = load(b"schema: 1\ntitle: [\n")
    assert loaded.incident is None
    assert loaded.problems == ()
    assert [each.rule for each in loaded.faults] == ["yaml-syntax"]


def test_faults_of_the_text_and_of_the_fields_come_together() -> None:
    loaded = load(example("tags: !!seq [certificate]\nstatus: done\n"))
    assert [each.rule for each in loaded.faults] == ["yaml-tag"]
    assert [each.rule for each in loaded.problems] == ["unknown-value"]


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"~\n"])
def test_an_empty_file_is_no_record(content: bytes) -> None:
    loaded = load(content)
    assert loaded.incident is None
    assert [each.message for each in loaded.problems] == ["the file is empty"]


@given(st.data())
def test_no_cut_or_swap_of_a_record_makes_loading_raise(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from([COMPLETE.read_bytes(), UNDATED]))
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 200)))
    put = data.draw(st.binary(max_size=8) | st.just(content[end : end + 40]))
    loaded = load(content[:start] + put + content[end:])
    assert loaded.incident is not None or loaded.faults or loaded.problems
