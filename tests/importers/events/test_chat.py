from __future__ import annotations

import pytest

from support.timelines import events, skipped


def told(text: str) -> list[tuple[str, str, str]]:
    return [(each.time, each.actor, each.text) for each in events(text)]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("[10:02] <ada> is it us?", ("10:02", "ada", "is it us?")),
        ("10:02 <@ada> is it us?", ("10:02", "ada", "is it us?")),
        ("10:02 ada: is it us?", ("10:02", "ada", "is it us?")),
        ("- 10:02 ada: is it us?", ("10:02", "ada", "is it us?")),
        ("10:02 - the pool was empty", ("10:02", "", "the pool was empty")),
        ("10:02 UTC the pool was empty", ("10:02Z", "", "the pool was empty")),
        ("10:02+01:00 the pool was empty", ("10:02+01:00", "", "the pool was empty")),
        ("23:59 the pool was empty", ("23:59", "", "the pool was empty")),
        ("3:47 PM see https://x.example: down", ("15:47", "", "see https://x.example: down")),
        ("[2026-03-04 10:02:11] <ada> hm", ("2026-03-04 10:02:11", "ada", "hm")),
        ("[13/03/2026, 10:02:11] Ada Okafor: hm", ("2026-03-13 10:02:11", "Ada Okafor", "hm")),
        ("13.03.2026, 10:02 - Ada: hm", ("2026-03-13 10:02", "Ada", "hm")),
        ("| 10:02 | the pool was empty |", ("10:02", "", "the pool was empty")),
    ],
)
def test_a_line_tells_when_who_and_what(line: str, read: tuple[str, str, str]) -> None:
    assert told(line) == [read]


SLACK = """\
Tuesday, March 3rd, 2026
Ada Okafor  9:04 AM
PaymentErrorRate fired.
I am on it.
9:07
Checkout answers with 502.

Jon Bell
  9:10 AM
Should we roll back?
PagerDuty APP  9:11 AM
Triggered: checkout
"""


def test_a_copy_from_slack_has_names_above_and_days_between() -> None:
    assert told(SLACK) == [
        ("2026-03-03 09:04", "Ada Okafor", "PaymentErrorRate fired. I am on it."),
        ("2026-03-03 09:07", "Ada Okafor", "Checkout answers with 502."),
        ("2026-03-03 09:10", "Jon Bell", "Should we roll back?"),
        ("2026-03-03 09:11", "PagerDuty", "Triggered: checkout"),
    ]


def test_copies_from_teams_and_discord() -> None:
    assert told("[10:02 AM] Ada Okafor\nThe pool is empty.\n[10:03 AM] Jon Bell\nOn it.\n") == [
        ("10:02", "Ada Okafor", "The pool is empty."),
        ("10:03", "Jon Bell", "On it."),
    ]
    assert told("Ada — 13/03/2026 10:02 AM\nhm\nBo — Today at 10:05 AM\naha\n") == [
        ("2026-03-13 10:02", "Ada", "hm"),
        ("10:05", "Bo", "aha"),
    ]


def test_today_is_no_day() -> None:
    (event,) = events("Bo — Today at 10:05 AM\naha\n")
    assert event.doubts == ("“Today at 10:05 AM” says no date",)


def test_who_comes_and_goes_is_counted_and_no_event() -> None:
    text = (
        "10:00 Ada joined #inc-42\n10:01 -!- bo has quit\n10:02 ada: Bo joined the call, finally."
    )
    assert [each.text for each in events(text)] == ["Bo joined the call, finally."]
    assert {(each.reason, each.fault) for each in skipped(text)} == {
        ("the chat wrote it by itself", False)
    }


def test_lines_without_a_time_are_told_and_bad_times_too() -> None:
    text = "once upon\n10:02 ada: hm\n29.02.2026 10:03 bo: no such day\n10:04 cy:\n"
    assert [(each.spot.line, each.reason) for each in skipped(text)] == [
        (1, "no time stands before it"),
        (3, "this is no date; write it like 2026-03-01 09:12"),
    ]


def test_marks_of_a_chat_are_shown_as_they_were_written() -> None:
    (event,) = events("10:02 ada: rm *.log in `my_*dir` <b>&amp; [x](y)")
    assert event.text == r"rm \*.log in `my_*dir` \<b>\&amp; [x\](y)"


def test_a_long_text_is_cut_at_a_word_and_says_so() -> None:
    (event,) = events("10:02 ada: " + "word " * 1_000)
    assert len(event.text) <= 4_000
    assert event.text.endswith("word …")
    assert event.doubts == ("its text of 4,999 characters was cut",)
