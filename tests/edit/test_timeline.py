"""Entries put into a timeline that people wrote: nothing of theirs changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.edit.timeline import NewEntry, told
from postmortems.errors import UsageError
from postmortems.load.incidents import load_incident
from support.editing import JUDGE, SOURCE
from support.example import example, overlaid

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

START = datetime(2026, 3, 3, 9, 5, tzinfo=UTC)


def loaded(content: bytes) -> Incident:
    found = load_incident(content, JUDGE.names, JUDGE.terms.depths, JUDGE.limits).incident
    assert found is not None
    return found


def new(at: datetime, text: str = "New.", said: str | None = None) -> NewEntry:
    fields = {"at": said or at.isoformat(" ").replace("+00:00", "Z"), "text": text}
    return NewEntry(at=at, fields=fields)


def put(content: bytes, *entries: NewEntry, **moments: str) -> bytes:
    result = told(content, entries, moments, SOURCE, JUDGE)
    assert result.errors == ()
    return result.new


def with_timeline(timeline: str, **more: str) -> bytes:
    text = example().decode()
    for key, block in {"timeline": timeline, **more}.items():
        text = overlaid(text, f"{key}:{block}")
    return text.encode()


TIMELINE = """
  # how it began
  - at: 09:05  # by the log
    text: One.
  - {at: 2026-03-03 09:50, text: Two.}

  # much later
  - at: 10:20
    text: >-
      Three, folded
      by hand.
"""


def test_entries_come_at_their_instants_and_all_else_stays() -> None:
    old = with_timeline(TIMELINE)
    made = put(old, new(START + timedelta(minutes=45), "C."), new(START + timedelta(minutes=5)))
    text = made.decode()
    added = [
        "  - at: 2026-03-03 09:10:00Z\n    text: New.\n",
        "  - at: 2026-03-03 09:50:00Z\n    text: C.\n",
    ]
    assert [each in text for each in added] == [True, True]
    for each in added:
        text = text.replace(each, "")
    assert text.encode() == old
    assert [each.text for each in loaded(made).timeline] == [
        "One.", "New.", "Two.", "C.", "Three, folded by hand."
    ]  # fmt: skip


def test_a_clock_time_behind_an_entry_of_another_day_gets_its_date() -> None:
    old = with_timeline(
        "\n  - at: 09:05  # by the log\n    text: One.\n  - at: 09:10\n    text: Two.\n"
    )
    made = put(old, new(START - timedelta(days=3)))
    assert (
        "  - at: 2026-03-03 09:05  # by the log\n    text: One.\n  - at: 09:10\n" in made.decode()
    )
    assert [each.at for each in loaded(made).timeline[1:]] == [
        each.at for each in loaded(old).timeline
    ]


def test_a_list_that_is_absent_empty_or_in_brackets() -> None:
    for timeline in (" []", "", " [{at: 09:05, text: One.}]"):
        old = with_timeline(f"{timeline}\n")
        made = put(old, new(START, "A."), new(START + timedelta(minutes=1), "B."))
        assert [each.text for each in loaded(made).timeline][-2:] == ["A.", "B."]


def test_moments_are_set_beside_entries() -> None:
    old = example().replace(b"  acknowledged: 2026-03-03 09:10\n", b"")
    assert old != example()
    made = put(old, new(START), acknowledged="2026-03-03 09:11:30Z")
    times = loaded(made).times
    assert times is not None
    assert times.acknowledged == START + timedelta(minutes=6, seconds=30)


def test_an_error_that_the_edit_brings_is_told() -> None:
    late = told(example(), [new(START + timedelta(days=900))], {}, SOURCE, JUDGE)
    assert "future-time" in {each.rule for each in late.errors}


def test_an_error_that_was_there_moves_and_is_none_of_the_edit() -> None:
    spoilt = example().replace(b"  - at: 09:34\n", b"  - at: 09:99\n")
    with pytest.raises(UsageError, match="an entry of the timeline cannot be read"):
        told(spoilt, [new(START)], {}, SOURCE, JUDGE)
    outside = with_timeline(
        "\n  - at: 09:06\n    text: One.\n  - at: 2026-05-03 09:05\n    text: Two.\n"
    )
    result = told(outside, [new(START)], {}, SOURCE, JUDGE)
    assert {each.rule for each in result.errors} == set()
    assert result.paths == ("timeline[0]",)


CLOCKS = st.lists(
    st.tuples(st.integers(0, 600), st.sampled_from(["short", "local", "offset"]), st.booleans()),
    max_size=8,
)
OFFSETS = st.sampled_from([0, 60, -300, 330])


@settings(max_examples=120, deadline=None)
@given(CLOCKS, st.lists(st.tuples(st.integers(-5000, 5000), OFFSETS), min_size=1, max_size=6))
def test_all_old_entries_keep_instants_texts_and_comments(
    old: list[tuple[int, str, bool]], more: list[tuple[int, int]]
) -> None:
    lines: list[str] = []
    at = START
    for number, (minutes, form, comment) in enumerate(old):
        at += timedelta(minutes=minutes)
        said = {
            "short": f"{at:%H:%M}",
            "local": f"{at:%Y-%m-%d %H:%M}",
            "offset": f"{at:%Y-%m-%d %H:%M}+00:00",
        }[form]
        lines += [f"  # comment {number}"] if comment else []
        lines += [f"  - at: {said}" + (" # beside" if comment else ""), f"    text: Old {number}."]
    content = with_timeline("\n" + "\n".join(lines) + "\n" if lines else " []\n")
    before = loaded(content)
    entries = [
        new((START + timedelta(minutes=each)).astimezone(timezone(timedelta(minutes=offset))))
        for each, offset in more
    ]
    made = told(content, entries, {}, SOURCE, JUDGE).new
    after = loaded(made)
    kept = [each for each in after.timeline if each.text.startswith("Old")]
    assert [(each.at, each.text) for each in kept] == [
        (each.at, each.text) for each in before.timeline
    ]
    times = [each.at for each in after.timeline]
    assert times == sorted(times)
    assert sorted(each.at for each in after.timeline if each.text == "New.") == sorted(
        each.at for each in entries
    )
    for number, (_, _, comment) in enumerate(old):
        assert made.count(f"# comment {number}\n".encode()) == comment
    assert made.count(b"# beside") == sum(comment for _, _, comment in old)


def test_a_record_without_a_calendar_keeps_counting_days() -> None:
    old = b"""\
schema: 1
id: INC-UNDATED-09
title: The pool ran dry
status: closed
severity: P1
kind: outage
services: [payment-api]
date_unknown: Nobody wrote the day down.
detection: {source: alert}
postmortem: {status: none}
times: {started: day 1 23:00, resolved: day 2 01:00}
timeline:
  - at: 23:10
    text: One.
  - at: 00:30  # past midnight
    text: Two.
"""
    before = loaded(old)
    at = before.timeline[0].at + timedelta(minutes=30)
    entry = NewEntry(at=at, fields={"at": "day 1 23:40", "text": "New."})
    made = told(old, [entry], {}, SOURCE, JUDGE).new
    assert made == old.replace(
        b"  - at: 00:30", b"  - at: day 1 23:40\n    text: New.\n  - at: 00:30"
    )
    assert [each.at for each in loaded(made).timeline][::2] == [each.at for each in before.timeline]
