"""Events of several files as one timeline: their order, their dates, and nothing twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from metrics.records import record
from postmortems.importers.merge import words
from postmortems.importers.timeline import draw
from support.example import settings
from support.timelines import drawn, gathered, said

DAY = "2026-03-03"


def rows(*events: tuple[str, str], **more: str) -> str:
    return json.dumps([{"time": time, "text": text, **more} for time, text in events])


def incident(**fields: Any) -> Any:  # noqa: ANN401
    return record(**{"times": {"started": f"{DAY} 09:05"}, "timezone": "UTC", **fields})


def test_instants_order_events_and_offsets_stay_as_they_were_written() -> None:
    text = rows(
        ("2026-03-03T10:00:00+01:00", "first"),
        ("2026-03-03T04:30:00-05:00", "third"),
        ("2026-03-03T09:15:00Z", "second"),
        ("2026-03-03 09:45", "fourth"),
    )
    assert [(when, what) for when, _, what in said(drawn(incident(), ("a.json", text)))] == [
        ("2026-03-03 10:00+01:00", "first"),
        ("2026-03-03 09:15Z", "second"),
        ("2026-03-03 04:30-05:00", "third"),
        ("2026-03-03 09:45", "fourth"),
    ]


def test_a_zone_of_the_sources_is_written_out_where_the_record_has_another() -> None:
    found = drawn(incident(), ("a.txt", "2026-03-03 10:02 - hm"), zone="Europe/Berlin")
    assert said(found) == [("2026-03-03 10:02+01:00", "", "hm")]
    bare = record(times=None, timezone=None)
    assert said(drawn(bare, ("a.txt", "2026-03-03 10:02 - hm"))) == []
    (skipped,) = drawn(bare, ("a.txt", "2026-03-03 10:02 - hm")).skipped
    assert (
        skipped.reason == "its time has no zone; say which with --timezone, such as Europe/Berlin"
    )


@pytest.mark.parametrize(
    ("clocks", "dates"),
    [
        (["09:06"], [f"{DAY} 09:06"]),
        (["09:00"], [f"{DAY} 09:00"]),  # a little before the start, and not a day after it
        (["23:30"], ["2026-03-02 23:30"]),
        (["09:06", "23:50", "00:10", "09:00"], [
            f"{DAY} 09:06", f"{DAY} 23:50", "2026-03-04 00:10", "2026-03-04 09:00"
        ]),
        (["09:30", "09:10", "08:50"], [f"{DAY} 09:30", f"{DAY} 09:10", f"{DAY} 08:50"]),
        (["23:50", "00:10", "23:58"], ["2026-03-02 23:50", f"{DAY} 00:10", "2026-03-02 23:58"]),
        (["10:06+01:00", "09:07"], [f"{DAY} 10:06+01:00", f"{DAY} 09:07"]),
    ],
)  # fmt: skip
def test_a_clock_time_takes_its_date_from_the_start_and_the_line_above(
    clocks: list[str], dates: list[str]
) -> None:
    text = "\n".join(f"{each} event {index}" for index, each in enumerate(clocks))
    found = drawn(incident(), ("a.txt", text))
    assert sorted(when for when, _, _ in said(found)) == sorted(dates)


def test_guessed_dates_are_doubted() -> None:
    found = drawn(incident(), ("a.txt", "23:50 a\n09:00 b\n09:01 c"))
    doubts = {each.entry.text: each.placed.doubts for each in found.new if each.placed}
    assert (
        doubts
        == {
            "a": ("its date is the one nearest to the incident's start",),
            "b": ("it is taken for the day after, since the line above it is later",),
            "c": (),
        }
        or doubts["c"] == ()
    )
    assert doubts["b"] == ("it is taken for the day after, since the line above it is later",)


def test_without_a_start_a_clock_time_has_no_date() -> None:
    (skipped,) = drawn(incident(times=None), ("a.txt", "09:00 a")).skipped
    assert skipped.reason == (
        "a clock time alone has no date to take; record `times.started`, or use a source with dates"
    )


def test_a_time_that_did_not_happen_is_told() -> None:
    found = drawn(incident(), ("a.txt", "2026-03-29 02:30 - hm"), zone="Europe/Berlin")
    assert "did not happen" in found.skipped[0].reason


def test_records_without_a_calendar_count_days() -> None:
    undated = record(times={"started": "day 1 23:00"}, date_unknown="Somebody said.", timezone=None)
    found = drawn(undated, ("a.txt", "23:30 a\n00:20 b"), ("b.txt", "2026-03-03 09:00 - c"))
    assert [when for when, _, _ in said(found)] == ["day 1 23:30", "day 2 00:20"]
    assert [each.reason for each in found.skipped] == [
        "it has a date, and the record's date is unknown"
    ]


def test_the_same_words_in_the_same_minute_are_told_once() -> None:
    first = rows((f"{DAY}T09:10:05Z", "The *pool* was empty."), (f"{DAY}T09:11:00Z", "Other"))
    second = rows((f"{DAY}T10:10:55+01:00", "the pool was EMPTY"), (f"{DAY}T09:12:00Z", "Other"))
    found = drawn(incident(), ("a.json", first), ("b.json", second))
    assert [what for _, _, what in said(found)] == [r"The \*pool\* was empty.", "Other", "Other"]
    assert [(each.event.source, each.of) for each in found.duplicates] == [
        ("b.json", "a.json, [0]")
    ]


def test_of_what_is_told_twice_the_earlier_stays() -> None:
    late = rows((f"{DAY}T09:10:55Z", "Pool empty"))
    early = rows((f"{DAY}T09:10:05Z", "Pool empty"))
    found = drawn(incident(), ("a.json", late), ("b.json", early))
    assert [when for when, _, _ in said(found)] == [f"{DAY} 09:10:05Z"]
    assert [each.event.source for each in found.duplicates] == ["a.json"]


def test_an_entry_stands_for_one_message_of_a_second_only() -> None:
    held = [
        {
            "at": f"{DAY} 09:00Z",
            "text": "In my own words",
            "actor": "ada",
            "evidence": "1.json, #inc",
        }
    ]
    messages = [
        {
            "type": "message",
            "text": text,
            "ts": f"1772528400.00000{number}",
            "user_profile": {"real_name": "ada"},
        }
        for number, text in enumerate(("as it was said", "and more"))
    ]
    first = drawn(incident(), ("inc/1.json", json.dumps(messages)))
    evidence = [each.placed.event.evidence for each in first.new if each.placed]
    assert evidence == ["1.json, #inc"] * 2
    found = drawn(incident(timeline=held), ("inc/1.json", json.dumps(messages)))
    assert [what for _, _, what in said(found)] == ["and more"]


def test_the_same_id_of_a_source_is_told_once() -> None:
    text = json.dumps([
        {"id": 7, "time": f"{DAY}T09:10:00Z", "text": "one"},
        {"id": 7, "time": f"{DAY}T09:20:00Z", "text": "two"},
    ])  # fmt: skip
    found = drawn(incident(), ("a.json", text))
    assert [what for _, _, what in said(found)] == ["one"]
    assert len(found.duplicates) == 1


def test_what_the_record_holds_is_told_once_even_where_people_have_reworded_it() -> None:
    held = [
        {"at": f"{DAY} 09:10", "text": "The pool was empty."},
        {
            "at": f"{DAY} 09:11",
            "text": "In my own words",
            "actor": "ada",
            "evidence": "a.json, [1]",
        },
    ]
    text = rows(
        (f"{DAY} 09:10:30", "the pool was empty"),
        (f"{DAY} 09:11", "as it was said"),
        (f"{DAY} 09:11", "something else"),
        actor="ada",
    )
    found = drawn(incident(timeline=held), ("a.json", text))
    assert [what for _, _, what in said(found)] == ["something else"]
    assert [each.of for each in found.duplicates] == [
        "timeline[0] of the record",
        "timeline[1] of the record",
    ]


def test_nothing_is_lost_between_files_and_timeline() -> None:
    text = "once\n" + "\n".join(f"{DAY} 09:{n % 60:02} - event {n % 70}" for n in range(200))
    found = drawn(incident(), ("a.txt", text))
    assert len(found.new) + len(found.duplicates) + len(found.skipped) == 201


def test_a_span_leaves_out_and_tells() -> None:
    text = rows(*((f"{DAY} {clock}", clock) for clock in ("09:00", "09:10", "09:20")))
    found = draw(
        incident(),
        settings(),
        gathered(("a.json", text)),
        "UTC",
        since=datetime(2026, 3, 3, 9, 10, tzinfo=UTC),
        until=datetime(2026, 3, 3, 9, 10, tzinfo=UTC),
    )
    assert [what for _, _, what in said(found)] == ["09:10"]
    assert [(each.reason, each.fault) for each in found.skipped] == [
        ("it is before what was asked for", False),
        ("it is after what was asked for", False),
    ]


def test_words_are_compared_without_marks() -> None:
    assert words("**Rolled** back—now!") == words("rolled  back now")
    assert words("…") != words("!")
