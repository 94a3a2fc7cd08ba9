"""Dates as people write them: one reading, or a refusal that says why."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.importers.dates import DateError, clock, day_of, offset_of, when
from postmortems.load.moments import Clock, instant


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-03-04T10:02:42Z", "2026-03-04 10:02:42Z"),
        ("2026-03-04T10:02:42.739266876+02:00", "2026-03-04 10:02:42+02:00"),
        ("2026-03-04T9:58:00-00:00", "2026-03-04 09:58Z"),
        ("2026-03-04 10:02:00 -0700", "2026-03-04 10:02-07:00"),
        ("2026-03-04T10:02:00+05", "2026-03-04 10:02+05:00"),
        ("March 4, 2026 3:47 P.M. UTC", "2026-03-04 15:47Z"),
        ("4 Mar 2026 15:47 EST", "2026-03-04 15:47-05:00"),
        ("Wed, 04 Mar 2026 15:47:10 +0100", "2026-03-04 15:47:10+01:00"),
        ("13/03/2026 15:47 UTC", "2026-03-13 15:47Z"),
        ("03/13/2026 3:47 pm UTC", "2026-03-13 15:47Z"),
        ("04.03.2026 15:47 UTC", "2026-03-04 15:47Z"),
        ("2026-03-04 15:47 EST", "2026-03-04 15:47-05:00"),
        (1_772_618_562, "2026-03-04 10:02:42Z"),
        (1_772_618_562_000, "2026-03-04 10:02:42Z"),
    ],
)
def test_a_time_with_an_offset_is_read_in_one_way(said: str | float, read: str) -> None:
    assert when(said).text == read
    assert when(said).aware
    assert instant(read, Clock(), short=False).utcoffset() is not None


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("2026-03-04 10:02", "the time has no zone"),
        ("2026-02-30 10:02Z", "2026-02-30 is no day of the calendar"),
        ("2026-03-04 25:02Z", "no clock shows this time"),
        ("03/04/2026 10:02 UTC", "03/04/2026 can be read in two ways"),
        ("13/03/26 10:02 UTC", "13/03/26 has a year of two digits"),
        ("4 March 15:47 UTC", "the date is not whole"),
        ("15:47 UTC", "the date is not whole"),
        ("4 March 2026", "a day without a time of day"),
        ("yesterday at 15:47", "this is no date"),
        ("2026-03-04 15:47 CST", "`CST` names no single zone"),
        (float("inf"), "no time that exists"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(said: str | float, message: str) -> None:
    with pytest.raises(DateError) as refused:
        when(said)
    assert message in refused.value.message


def test_a_zone_that_was_named_makes_a_local_time() -> None:
    read = when("2026-03-04 10:02:00", zone="Europe/Berlin")
    assert (read.text, read.aware) == ("2026-03-04 10:02", False)


def test_the_order_of_figures_can_be_said() -> None:
    assert day_of("03/04/2026", order="dmy") == "2026-04-03"
    assert day_of("03/04/2026", order="mdy") == "2026-03-04"
    assert day_of("March 4, 2026") == "2026-03-04"


def test_an_abbreviation_counts_only_where_all_zones_that_use_it_that_day_agree() -> None:
    winter, summer = datetime(2024, 1, 21, 15, 30), datetime(2024, 7, 21, 15, 30)  # noqa: DTZ001
    assert offset_of("EST", winter) == "-05:00"
    assert offset_of("CET", winter) == "+01:00"
    assert offset_of("CST", winter) is None
    assert offset_of("IST", summer) is None
    assert offset_of("UTC", summer) == "Z"
    assert offset_of("XYZ", summer) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("3:47 P.M.", "15:47"),
        ("2:15 AM", "02:15"),
        ("12:05 am", "00:05"),
        ("12:05 pm", "12:05"),
        ("at 16:00 EST:", "16:00"),
        ("8 pm", "20:00"),
        ("08:15:30", "08:15:30"),
    ],
)
def test_a_time_of_day(said: str, read: str) -> None:
    assert clock(said) == read


@pytest.mark.parametrize("said", ["", "noon", "5", "13:00 pm", "about 5 people"])
def test_no_time_of_day(said: str) -> None:
    with pytest.raises(DateError):
        clock(said)


@given(st.text(max_size=60) | st.floats() | st.integers())
def test_anything_is_read_or_refused(said: str | float) -> None:
    for order in (None, "dmy"):
        try:
            read = when(said, zone="UTC", order=order)
        except DateError:
            continue
        datetime.fromisoformat(read.text)


@pytest.mark.parametrize("offset", ["+99:00", "-24:00", "+10:75", "+19"])
def test_an_offset_of_no_zone_is_refused(offset: str) -> None:
    with pytest.raises(DateError, match="no zone is at"):
        when(f"2026-01-01T10:00:00{offset}")


def test_a_zone_that_nobody_knows_does_not_mean_the_machines_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "XYZ-13")
    time.tzset()
    try:
        assert when("March 3, 2026 10:05 XYZ", zone="UTC").text == "2026-03-03 10:05"
    finally:
        monkeypatch.undo()
        time.tzset()
