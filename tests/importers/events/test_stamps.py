from __future__ import annotations

import pytest

from postmortems.importers.dates import DateError
from postmortems.importers.events.stamps import Stamps


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-03-04T10:02:42.7Z", "2026-03-04 10:02:42Z"),
        ("2026-03-04 10:02", "2026-03-04 10:02"),
        ("9:05", "09:05"),
        ("9:05 pm", "21:05"),
        ("23:59:30", "23:59:30"),
        ("10:02 UTC", "10:02Z"),
        ("10:02 +0530", "10:02+05:30"),
        (1_772_618_562, "2026-03-04 10:02:42Z"),
        (1_772_618_562.9, "2026-03-04 10:02:42Z"),
        ("1772618562.000100", "2026-03-04 10:02:42Z"),
        (1_772_618_562_739, "2026-03-04 10:02:42Z"),
        ("1772618562739266", "2026-03-04 10:02:42Z"),
        ("1772618562739266876", "2026-03-04 10:02:42Z"),
    ],
)
def test_a_time_is_read_in_one_way(said: object, read: str) -> None:
    assert Stamps().read(said).text == read


@pytest.mark.parametrize(
    "said", [None, True, [], {}, "", "soon", "10", "25:00", -1, 1e30, float("nan"), "9" * 300]
)
def test_what_is_no_time_is_refused(said: object) -> None:
    with pytest.raises(DateError):
        Stamps().read(said)


def test_one_clear_day_settles_how_all_are_read() -> None:
    stamps = Stamps().of("03/04/2026 10:02 a\n13/04/2026 10:02 b\n")
    assert stamps.read("03/04/2026 10:02").text == "2026-04-03 10:02"
    stamps = Stamps().of("03/04/2026 10:02 a\n04/13/2026 10:02 b\n")
    assert stamps.read("03/04/2026 10:02").text == "2026-03-04 10:02"


def test_days_written_both_ways_are_refused_until_somebody_says_which() -> None:
    text = "13/04/2026 10:02 a\n04/13/2026 10:02 b\n"
    with pytest.raises(DateError, match="some days first and some months first"):
        Stamps().of(text).read("03/04/2026 10:02")
    said = Stamps(order="mdy").of(text)
    assert said.read("03/04/2026 10:02").text == "2026-03-04 10:02"
    with pytest.raises(DateError, match="there is no month 13"):
        said.read("13/04/2026 10:02")


def test_days_that_nothing_settles_are_refused() -> None:
    with pytest.raises(DateError, match="two ways"):
        Stamps().of("03/04/2026 10:02 a").read("03/04/2026 10:02")


def test_an_abbreviation_without_one_meaning_needs_a_zone() -> None:
    with pytest.raises(DateError, match="ambiguous"):
        Stamps().read("2026-03-04 10:02 CST")
    read = Stamps(zone="America/Chicago").read("2026-03-04 10:02 CST")
    assert read.text == "2026-03-04 10:02"
    assert read.doubt


@pytest.mark.parametrize("said", ["10:00+99:99", "10:00 -24:00", "10:00+0960"])
def test_a_clock_time_at_an_offset_of_no_zone_is_refused(said: str) -> None:
    with pytest.raises(DateError, match="no zone is at"):
        Stamps(zone="UTC").read(said)
