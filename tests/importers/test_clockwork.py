from __future__ import annotations

import pytest

from postmortems.importers.clockwork import (
    Clockwork,
    Said,
    first_zone,
    later,
    leading,
    minutes_between,
    order_of,
    times,
    zone_said,
)
from postmortems.importers.dates import DateError


def clockwork(**given: object) -> Clockwork:
    return Clockwork(**{"day": "2025-06-14", "zone": "Europe/Berlin", **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "said", "rest"),
    [
        ("10:05 it broke", Said("10:05"), "it broke"),
        ("10:05: it broke", Said("10:05"), "it broke"),
        ("10:05 UTC: it broke", Said("10:05", zone="UTC"), "it broke"),
        ("**08:15 AM UTC:** it broke", Said("08:15 AM", zone="UTC"), "it broke"),
        ("[10:05:33] it broke", Said("10:05:33"), "it broke"),
        ("`10:05` - it broke", Said("10:05"), "it broke"),
        ("10:05 – it broke", Said("10:05"), "it broke"),
        ("10:05 | it broke", Said("10:05"), "it broke"),
        ("17h50 it broke", Said("17h50"), "it broke"),
        ("3 p.m. it broke", Said("3 p.m."), "it broke"),
        ("10:05 (CET) it broke", Said("10:05", zone="CET"), "it broke"),
        ("10:05-10:20 it broke", Said("10:05", until="10:20"), "it broke"),
        ("10:05 to 10:20 UTC: it broke", Said("10:05", until="10:20"), "it broke"),
        ("10:05 UTC+2 it broke", Said("10:05", zone="UTC+2"), "it broke"),
        ("2025-06-14 10:05 it broke", Said("10:05", "2025-06-14"), "it broke"),
        (
            "2025-06-14T10:05:00+02:00 it broke",
            Said("10:05:00", "2025-06-14", "+02:00"),
            "it broke",
        ),
        ("2025-06-14 10:05:00.123Z it broke", Said("10:05:00.123", "2025-06-14", "Z"), "it broke"),
        ("June 14, 2025 10:05 it broke", Said("10:05", "June 14, 2025"), "it broke"),
        ("Sat 14 Jun 2025 at 10:05 it broke", Said("10:05", "Sat 14 Jun 2025"), "it broke"),
        ("14/06/2025, 10:05 it broke", Said("10:05", "14/06/2025"), "it broke"),
        ("14.06.2025 10:05 it broke", Said("10:05", "14.06.2025"), "it broke"),
        ("Jun 14 10:05 it broke", Said("10:05", "Jun 14"), "it broke"),
    ],
)
def test_a_line_begins_with_a_time(line: str, said: Said, rest: str) -> None:
    assert leading(line) == (said, rest)


@pytest.mark.parametrize(
    "line",
    [
        *("it broke at 10:05", "1.2.3.4 went down", "25:10 x", "10:5 x", "v10:05", "T+10:05 x", ""),
        *("500 errors", "10 hosts", "10:05:99x", "2025-06-14 x", "3 patches", "1:2 odds"),
    ],
)
def test_a_line_that_begins_with_none(line: str) -> None:
    assert leading(line) is None


def test_times_within_a_sentence_are_found_with_their_dates_and_zones() -> None:
    found = [each for _, _, each in times("from 2025-06-14 09:10 CET to 10:40 CET, port 10:99.")]
    assert found == [Said("09:10", "2025-06-14", "CET"), Said("10:40", zone="CET")]


@pytest.mark.parametrize(
    ("said", "after", "text"),
    [
        (Said("10:05"), "", "2025-06-14 10:05"),
        (Said("3:47 P.M."), "", "2025-06-14 15:47"),
        (Said("10:05", zone="UTC"), "", "2025-06-14 10:05Z"),
        (Said("10:05", zone="CEST"), "", "2025-06-14 10:05+02:00"),
        (Said("10:05", zone="UTC-3"), "", "2025-06-14 10:05-03:00"),
        (Said("10:05", "June 16th"), "", "2025-06-16 10:05"),
        (Said("10:05", "3rd of July, 2024"), "", "2024-07-03 10:05"),
        (Said("00:10"), "2025-06-14 23:50", "2025-06-15 00:10"),
        (Said("00:10"), "2025-12-31 23:50", "2026-01-01 00:10"),
        (Said("10:05"), "2025-06-20 10:00", "2025-06-20 10:05"),
        (Said("09:55"), "2025-06-14 10:00", "2025-06-14 09:55"),
    ],
)
def test_a_time_is_read_by_the_day_and_the_one_before(said: Said, after: str, text: str) -> None:
    assert clockwork().read(said, after) == text


def test_what_had_to_be_assumed_is_noted_once() -> None:
    works = clockwork(zone=None, spoken="CEST")
    assert works.read(Said("23:50"), "") == "2025-06-14 23:50+02:00"
    assert works.read(Said("00:10"), "2025-06-14 23:50+02:00") == "2025-06-15 00:10+02:00"
    assert works.read(Said("10:05", "June 16"), "") == "2025-06-16 10:05+02:00"
    assert works.notes == [
        "times without a zone were read as CEST, like the others",
        "a time earlier than the one before was read as the next day's",
        "dates without a year were read as 2025",
    ]


def test_without_any_date_days_are_counted() -> None:
    works = Clockwork(undated=True)
    assert works.read(Said("11:45 P.M.")) == "day 1 23:45"
    assert works.read(Said("2:15 AM"), "day 1 23:45") == "day 2 02:15"
    assert works.read(Said("9:00"), "day 2 10:00") == "day 2 09:00"


@pytest.mark.parametrize(
    ("given", "said", "message"),
    [
        ({"zone": None}, Said("10:05"), "the time has no zone"),
        ({"day": ""}, Said("10:05"), "the time has no date"),
        ({"day": ""}, Said("10:05", "June 3"), "the date has no year"),
        ({}, Said("10:05", "03/04/2025"), "03/04/2025 can be read in two ways"),
        ({}, Said("10:05", "2025-02-30"), "2025-02-30 is no day of the calendar"),
        ({}, Said("10:05", "1066-10-14"), "no record holds this year"),
        ({"zone": None}, Said("10:05", zone="IST"), None),
    ],
)
def test_a_time_that_can_be_none_or_two_is_refused(
    given: dict[str, object], said: Said, message: str | None
) -> None:
    with pytest.raises(DateError) as raised:
        clockwork(**given).read(said)
    assert message is None or raised.value.message == message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("03/04/2025\n25/04/2025", ("dmy", 2)),
        ("04/25/2025", ("mdy", 1)),
        ("03/04/2025", (None, 0)),
        ("25/04/2025\n\n04/26/2025", (None, 3)),
        ("25/13/2025 and 2025/04/25", (None, 0)),
    ],
)
def test_the_order_of_days_is_found_where_a_figure_shows_it(
    text: str, found: tuple[str | None, int]
) -> None:
    assert order_of(text) == found


def test_zones_are_found_where_a_document_says_them() -> None:
    assert zone_said("Timeline (UTC)") == "UTC"
    assert zone_said("All times are in CET.") == "CET"
    assert zone_said("_All times in Europe/Berlin_") == "Europe/Berlin"
    assert zone_said("Sometimes it broke in UTC") == ""
    assert first_zone(["at 10:05", "at 10:06 EST", "at 10:07 UTC"]) == "EST"


def test_times_are_moved_and_compared_in_their_own_form() -> None:
    assert later("2025-06-14 23:30+02:00", 65) == "2025-06-15 00:35+02:00"
    assert later("2025-06-14 23:30Z", 30) == "2025-06-15 00:00Z"
    assert later("day 1 23:30", 65) == "day 2 00:35"
    assert later("2100-06-14 23:30", 10**10) == ""
    assert minutes_between("2025-06-14 10:00+02:00", "2025-06-14 09:00Z") == 60
    assert minutes_between("day 1 23:00", "day 2 01:30") == 150
