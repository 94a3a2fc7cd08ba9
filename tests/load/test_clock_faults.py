from __future__ import annotations

import pytest

from postmortems.load.clock_faults import clock_fault, day_fault
from postmortems.load.moments import Clock, MomentError, instant
from support.example import example
from support.findings import findings

TWELVE = "times are written on 24 hours"
ONE_DIGIT = "the hour has one digit"


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("3:28 PM", TWELVE, "write `15:28`"),
        ("03:28pm", TWELVE, "write `15:28`"),
        ("3:28 p.m.", TWELVE, "write `15:28`"),
        ("3:28 AM", TWELVE, "write `03:28`"),
        ("12:05 AM", TWELVE, "write `00:05`"),
        ("12:05 PM", TWELVE, "write `12:05`"),
        ("1:05 PM", TWELVE, "write `13:05`"),
        ("2024-01-21 3:28 PM", TWELVE, "write `2024-01-21 15:28`"),
        ("13:05 PM", "there is no hour 13 on a clock of 12 hours", "write the hour from 00 to 23"),
        ("0:05 AM", "there is no hour 0 on a clock of 12 hours", "write the hour from 00 to 23"),
        ("24:00", "there is no hour 24; a day ends at 23:59", "write `00:00`"),
        ("25:07", "there is no hour 25; a day ends at 23:59", "write `01:07`"),
        ("47:00", "there is no hour 47; a day ends at 23:59", "write `23:00`"),
        ("48:00", "there is no hour 48; a day ends at 23:59", "write the hour from 00 to 23"),
        (
            "2024-01-21T25:07",
            "there is no hour 25; a day ends at 23:59",
            "write `01:07` on the day after",
        ),
        ("10:60", "there is no minute 60", "write a minute from 00 to 59"),
        ("9:05", ONE_DIGIT, "write `09:05`"),
        ("2024-01-21 9:05:30", ONE_DIGIT, "write `2024-01-21 09:05`"),
        ("2024-01-21 25:00Z", "there is no hour 25; a day ends at 23:59", None),
    ],
)
def test_a_clock_time_is_refused_with_the_time_that_was_meant(
    text: str, message: str, fix: str | None
) -> None:
    found = clock_fault(text, short=True)
    assert found is not None
    assert found[0] == message
    if fix is not None:
        assert found[1] == fix


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        (
            "03/04/2026 09:05",
            "nobody can tell the day from the month",
            "write `2026-03-04` or `2026-04-03`, then the time",
        ),
        ("3.4.2026", "nobody can tell the day from the month", None),
        ("25/03/2026 09:05", "the year comes first", "write `2026-03-25`, then the time"),
        ("03-25-2026, 09:05", "the year comes first", "write `2026-03-25`, then the time"),
        ("04/04/2026 09:05", "the year comes first", "write `2026-04-04`, then the time"),
        ("2026/3/4 09:05", "a day is written `2026-03-04`", "write `2026-03-04`, then the time"),
        ("2026-03-04", "the time of day is missing", "write it too: `2026-03-04 15:47`"),
    ],
)
def test_a_day_in_another_form_is_refused_with_each_of_its_readings(
    text: str, message: str, fix: str | None
) -> None:
    found = clock_fault(text, short=False)
    assert found is not None
    assert found[0] == message
    if fix is not None:
        assert found[1] == fix


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("03/04/2026", "write `2026-03-04` or `2026-04-03`"),
        ("25.3.2026", "write `2026-03-25`"),
        ("2026/3/4", "write `2026-03-04`"),
        ("2026-03-04", None),
        ("2026-02-30", None),
    ],
)
def test_a_day_alone_needs_no_clock_time(text: str, fix: str | None) -> None:
    found = day_fault(text, timed=False)
    assert (found and found[1]) == fix


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ("review: {held_at: 25/03/2026}\n", "`25/03/2026`: the year comes first"),
        (
            "times: {started: 03/04/2026 09:05}\n",
            "`03/04/2026 09:05`: nobody can tell the day from the month",
        ),
    ],
)
def test_the_check_says_so_of_days_and_times(fragment: str, message: str) -> None:
    assert message in {each.message for each in findings(example(fragment))}


@pytest.mark.parametrize("text", ["32/33/2026 09:05", "03/04.2026 09:05", "2026-03-04 noon"])
def test_what_is_no_day_in_any_form_is_left_to_others(text: str) -> None:
    assert clock_fault(text, short=False) is None


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("3:28 PM", "write the day and `15:28`: `2024-01-21 15:28`"),
        ("9:05", "write the day and `09:05`: `2024-01-21 09:05`"),
        ("15:28", "write it too: `2024-01-21 15:28`"),
        ("25:00", "write `01:00` on the day after"),
        ("2024-01-21 3:28 PM", "write `2024-01-21 15:28`"),
    ],
)
def test_outside_a_timeline_the_day_belongs_to_the_time(text: str, fix: str) -> None:
    found = clock_fault(text, short=False)
    assert found is not None
    assert found[1] == fix


@pytest.mark.parametrize("text", ["", "soon", "23:59", "2024-02-30 10:00", "10.30", "1030"])
def test_what_has_no_fault_in_its_clock_time_is_left_to_others(text: str) -> None:
    assert clock_fault(text, short=True) is None


def test_the_fault_is_what_readers_are_told() -> None:
    with pytest.raises(MomentError) as raised:
        instant("3:28 PM", Clock(zone="Etc/UTC"), short=True)
    error = raised.value
    assert (error.rule, error.message, error.fix) == ("invalid-time", TWELVE, "write `15:28`")
