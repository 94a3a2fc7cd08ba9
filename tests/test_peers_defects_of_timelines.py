"""Faults of timelines, reproduced in other tools; none may happen here."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from metrics.records import record
from postmortems.cli import group
from postmortems.importers.timeline_json import json as as_json
from postmortems.importers.timeline_text import text as as_text
from support.example import BASE_ID, example, settings
from support.timelines import drawn, said

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.model.incident import Incident

DAY = "2026-03-03"


def incident(**fields: Any) -> Incident:  # noqa: ANN401
    return record(**{"times": {"started": "09:00"}, "timezone": "UTC", **fields})


def rows(*events: Any) -> tuple[str, str]:  # noqa: ANN401
    return "events.json", json.dumps(list(events))


def event(time: object, message: object) -> dict[str, object]:
    return {"timestamp": time, "message": message}


def test_offsets_are_neither_dropped_nor_refused() -> None:
    found = drawn(
        incident(),
        rows(
            event(f"{DAY}T12:00:00+05:30", "first, at 06:30 UTC"),
            event(f"{DAY}T05:00:00-04:00", "third, at 09:00 UTC"),
            event(f"{DAY}T08:00:00Z", "second"),
        ),
    )
    assert [(when, what.split(",")[0]) for when, _, what in said(found)] == [
        (f"{DAY} 12:00+05:30", "first"),
        (f"{DAY} 08:00Z", "second"),
        (f"{DAY} 05:00-04:00", "third"),
    ]
    assert found.skipped == ()


def test_no_bad_event_is_dropped_silently() -> None:
    bad: list[Any] = [
        event(None, "a"),
        event("soon", "b"),
        event(f"{DAY}T09:00Z", None),
        None,
        [],
        "c",
        7,
    ]
    found = drawn(incident(), rows(event(f"{DAY}T09:00:00Z", "good"), *bad))
    assert len(found.new) == 1
    assert len(found.skipped) == len(bad)
    shown = as_text(found, settings(), str)
    assert shown.count("\n  events.json:1 [") == len(bad)
    assert f"; {len(bad)} not read." in shown


def test_days_and_months_are_read_one_way_in_a_file_or_not_at_all() -> None:
    clear = rows(event("13/03/2026 09:00Z", "a"), event("04/03/2026 09:00Z", "b"))
    assert [when[:10] for when, _, _ in said(drawn(incident(), clear))] == [
        "2026-03-04",
        "2026-03-13",
    ]
    both = rows(event("13/03/2026 09:00Z", "a"), event("03/13/2026 09:00Z", "b"))
    found = drawn(incident(), both)
    assert (len(found.new), len(found.skipped)) == (0, 2)


def test_no_length_is_negative_and_no_phase_overlaps_repeats_or_overwrites() -> None:
    messages = (
        "PaymentErrorRate fired",
        "Rollback of v2 started",
        "We are investigating",
        "Rolled back",
        "Fix deployed",
        "Error rate is back to normal",
        "Investigating the cause",
        "Resolved",
    )
    found = drawn(
        incident(),
        rows(*(event(f"{DAY}T09:{5 * n:02}:00Z", each) for n, each in enumerate(messages))),
    )
    stretches = found.outlook.stretches
    assert [each.phase for each in stretches] == [
        "identification",
        "containment",
        "eradication",
        "recovery",
    ]
    assert all(each.length.total_seconds() > 0 for each in stretches)
    assert all(one.end == other.start for one, other in pairwise(stretches))


def test_a_rollback_limits_the_harm_and_is_no_triage() -> None:
    found = drawn(incident(), rows(event(f"{DAY}T09:20:00Z", "Rollback of v2 started")))
    assert [phase for _, phase, _ in said(found)] == ["containment"]
    # That it has begun does not say when the harm was over: no time to mitigate of 0.
    assert found.outlook.moments == ()


@pytest.mark.parametrize("words", ["Update the download page", "Nothing is broken", "", "Lunch?"])
def test_what_gives_no_evidence_gets_no_phase(words: str) -> None:
    found = drawn(incident(), rows(event(f"{DAY}T09:20:00Z", words or "…")))
    assert [phase for _, phase, _ in said(found)] == [""]
    assert found.outlook.moments == ()


def test_an_end_before_a_start_is_no_moment() -> None:
    found = drawn(
        incident(),
        rows(event(f"{DAY}T08:00:00Z", "Resolved"), event(f"{DAY}T09:30:00Z", "Alert fired")),
    )
    assert {each.name: each.trouble for each in found.outlook.moments} == {
        "detected": "",
        "resolved": "it lies before `started`",
    }


def test_a_timeline_is_not_empty_where_events_are_there() -> None:
    bundle = {
        "incident": {"id": "1", "title": "Down"},
        "events": [
            {
                "timestamp": f"{DAY}T09:20:00Z",
                "type": "action",
                "actor": "ada",
                "description": "Pool widened",
                "metadata": {"from": 10, "to": [20]},
            }
        ],
        "timeline": {"issue_started": f"{DAY}T09:00:00Z"},
    }
    found = drawn(incident(), ("bundle.json", json.dumps(bundle)))
    assert [what for _, _, what in said(found)] == ["Pool widened"]
    evidence = found.new[0].placed.event.evidence if found.new[0].placed else ""
    assert evidence == 'bundle.json, events[0]; type: action; metadata: {"from": 10, "to": [20]}'


def test_no_clock_and_no_chance_has_a_say(monkeypatch: pytest.MonkeyPatch) -> None:
    files = (
        rows(event(f"{DAY}T09:20:00Z", "a"), event("10:00", "b")),
        ("chat.txt", "Ada — Today at 10:05 AM\nhm\nMar  3 09:06:01 web1 x\n"),
    )
    first = as_json(drawn(incident(), *files))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert as_json(drawn(incident(), *files)) == first


@pytest.mark.parametrize(
    "content",
    [
        "null",
        "[]",
        "[null]",
        "{}",
        "7",
        '"text"',
        "[[[]]]",
        '{"events": null}',
        '{"alerts": [null]}',
        '[{"timestamp": []}]',
        '{"data": {"result": [null], "resultType": "matrix"}}',
        "\x00\ufeff",
        "{" * 5_000,
    ],
)
def test_nothing_ends_in_a_traceback(content: str, tmp_path: Path) -> None:
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents" / f"{BASE_ID}.yml").write_bytes(example())
    file = tmp_path / "events.json"
    file.write_text(content, "utf-8")
    for style in ("text", "json"):
        done = CliRunner().invoke(
            group,
            ["timeline", BASE_ID, "--from", str(file), "--output", style, "--root", str(tmp_path)],
        )
        assert (done.exit_code, done.exception) == (0, None)
        assert "events.json" in done.output
