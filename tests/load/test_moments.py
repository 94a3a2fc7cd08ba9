from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.load.moments import (
    ABBREVIATIONS,
    Clock,
    MomentError,
    instant,
    is_day,
    wall,
    zone_exists,
)


def _read(text: str, zone: str | None = "Europe/Berlin", *, undated: bool = False) -> str:
    return instant(text, Clock(zone=zone, undated=undated), short=False).isoformat()


def _refused(text: str, clock: Clock, *, short: bool = False) -> MomentError:
    with pytest.raises(MomentError) as raised:
        instant(text, clock, short=short)
    return raised.value


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2024-01-21 15:30", "Europe/Berlin", "2024-01-21T15:30:00+01:00"),
        ("2024-07-21 15:30", "Europe/Berlin", "2024-07-21T15:30:00+02:00"),
        ("2024-01-21T15:30:05", "America/New_York", "2024-01-21T15:30:05-05:00"),
        ("2024-01-21 15:30", "Asia/Kolkata", "2024-01-21T15:30:00+05:30"),
        ("2024-01-21 15:30", "Etc/UTC", "2024-01-21T15:30:00+00:00"),
        ("2024-01-21 15:30Z", "Europe/Berlin", "2024-01-21T15:30:00+00:00"),
        ("2024-01-21T15:30-05:00", "Europe/Berlin", "2024-01-21T15:30:00-05:00"),
        ("2024-01-21T15:30Z", None, "2024-01-21T15:30:00+00:00"),
        ("2024-02-29 00:00", "Europe/Berlin", "2024-02-29T00:00:00+01:00"),
        ("1990-01-01 00:00Z", None, "1990-01-01T00:00:00+00:00"),
        ("2100-12-31 23:59:59+14:00", None, "2100-12-31T23:59:59+14:00"),
    ],
)
def test_a_time_is_read_with_its_offset_or_with_that_of_its_zone(
    text: str, zone: str | None, moment: str
) -> None:
    assert _read(text, zone) == moment


@pytest.mark.parametrize(
    "text",
    [
        *("2023-02-29 10:00", "2024-13-01 10:00", "2024-00-01 10:00", "2024-01-32 10:00"),
        *("2024-01-21 24:00", "2024-01-21 23:60", "2024-01-21 23:59:60", "2024-01-21 9:30"),
        *("1989-12-31 10:00Z", "2101-01-01 10:00Z", "0000-01-01 10:00Z", "10000-01-01 10:00"),
        *("2024-01-21 10:00+15:00", "2024-01-21 10:00+05:60", "2024-01-21 10:00+24:00"),
        *("2024-01-21", "10:00", "1030", "now", "", " 2024-01-21 10:00", "2024-01-21 10:00 "),
        *("2024-01-21 10:00\n", "2024-01-21  10:00", "2024/01/21 10:00", "21.01.2024 10:00"),
        *("\u0662\u0660\u0662\u0664-01-21 10:00", "2024-01-21 10:00z", "2024-01-21_10:00"),
        *("2024-W03-7 10:00", "20240121T1000", "2024-01-21T10:00:00.5Z", "day 0 10:00"),
    ],
)
def test_anything_else_names_no_time(text: str) -> None:
    assert _refused(text, Clock(zone="Europe/Berlin")).rule == "invalid-time"


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        *(("2024-02-29", True), ("2000-02-29", True), ("1990-01-01", True), ("2100-12-31", True)),
        *(("2023-02-29", False), ("2100-02-29", False), ("2024-04-31", False)),
        *(("1989-12-31", False), ("2024-1-1", False), ("2024-01-01\n", False), ("", False)),
    ],
)
def test_days_exist_or_do_not(text: str, exists: bool) -> None:
    assert is_day(text) is exists


@given(st.dates(datetime(1990, 1, 1).date(), datetime(2100, 12, 31).date()))  # noqa: DTZ001
def test_every_day_from_1990_to_2100_exists(day: object) -> None:
    assert is_day(str(day))


@pytest.mark.parametrize(
    ("name", "exists"),
    [
        *(("Europe/Berlin", True), ("Etc/UTC", True), ("UTC", True), ("Asia/Kolkata", True)),
        *(("Europe/Berlim", False), ("../../etc/passwd", False), ("/etc/localtime", False)),
        *(("", False), ("Europe", False), ("Europe/", False), ("tzdata.zi", False)),
    ],
)
def test_zones_are_those_of_the_database_and_never_paths(name: str, exists: bool) -> None:
    assert zone_exists(name) is exists


def test_a_time_without_a_zone_is_refused() -> None:
    error = _refused("2024-01-21 15:30", Clock())
    assert error.rule == "zone-missing"
    assert "`2024-01-21 15:30:00Z`" in error.fix


def test_a_time_that_the_clocks_skipped_is_refused() -> None:
    error = _refused("2025-03-30 02:30", Clock(zone="Europe/Berlin"))
    assert error.rule == "nonexistent-local-time"
    assert "02:30 did not happen on 2025-03-30 in Europe/Berlin" in error.message


def test_a_time_that_happened_twice_is_refused_with_both_readings() -> None:
    error = _refused("2025-10-26 02:30", Clock(zone="Europe/Berlin"))
    assert error.rule == "ambiguous-local-time"
    assert "`2025-10-26 02:30+02:00` or `2025-10-26 02:30+01:00`" in error.fix


@pytest.mark.parametrize("text", ["2025-03-30 02:30+01:00", "2025-10-26 02:30+02:00"])
def test_an_offset_settles_what_the_clocks_do(text: str) -> None:
    assert _read(text) == text.replace(" ", "T").replace("+", ":00+")


@pytest.mark.parametrize("abbreviation", sorted(ABBREVIATIONS))
@pytest.mark.parametrize("space", [" ", ""])
def test_letters_for_a_zone_are_refused_with_what_they_can_mean(
    abbreviation: str, space: str
) -> None:
    for text in (f"2024-01-21 15:30{space}{abbreviation}", f"2024-01-21 15:30:10 {abbreviation}"):
        error = _refused(text, Clock(zone="Europe/Berlin"))
        assert error.rule == "zone-abbreviation"
        assert f"`{abbreviation}`" in error.message
        named = ABBREVIATIONS[abbreviation]
        assert all(zone_exists(zone) for zone in named)
        assert all(zone in error.fix for zone in named) or named == ("Etc/UTC",)


def test_utc_spelled_out_is_mended_by_one_letter() -> None:
    error = _refused("2024-01-21 15:30 UTC", Clock())
    assert error.fix == "write `2024-01-21 15:30Z`"


def test_letters_that_nobody_knows_are_no_zone() -> None:
    assert _refused("2024-01-21 15:30 XYZ", Clock()).rule == "invalid-time"


def _follow(start: str, *texts: str, zone: str = "Europe/Berlin") -> list[str]:
    clock = Clock(zone=zone, previous=datetime.fromisoformat(start))
    return [instant(text, clock, short=True).isoformat() for text in texts]


def test_a_clock_time_takes_the_date_before_it_and_rolls_past_midnight() -> None:
    assert _follow("2024-01-21 00:00", "15:47", "15:47", "23:45", "02:15", "02:14") == [
        "2024-01-21T15:47:00+01:00",
        "2024-01-21T15:47:00+01:00",
        "2024-01-21T23:45:00+01:00",
        "2024-01-22T02:15:00+01:00",
        "2024-01-23T02:14:00+01:00",
    ]


def test_a_clock_time_follows_a_whole_time_on_the_clock_of_the_files_zone() -> None:
    assert _follow("2024-01-21 00:00", "2024-01-21T23:30:00-05:00", "06:00") == [
        "2024-01-21T23:30:00-05:00",  # half past five on the 22nd in Berlin
        "2024-01-22T06:00:00+01:00",
    ]


def test_a_clock_time_may_fall_into_a_gap_or_a_fold() -> None:
    clock = Clock(
        zone="Europe/Berlin",
        previous=datetime(2025, 3, 30, 1, 0),  # noqa: DTZ001
    )
    assert _refused("02:30", clock, short=True).rule == "nonexistent-local-time"
    clock.previous = datetime(2025, 10, 26, 1, 0)  # noqa: DTZ001
    assert _refused("02:30", clock, short=True).rule == "ambiguous-local-time"


def test_a_clock_time_with_nothing_before_it_has_no_date() -> None:
    assert _refused("15:47", Clock(zone="Europe/Berlin"), short=True).rule == "date-missing"


def test_outside_a_timeline_a_clock_time_is_no_time() -> None:
    clock = Clock(zone="Europe/Berlin", previous=datetime(2024, 1, 21))  # noqa: DTZ001
    assert _refused("15:47", clock).rule == "invalid-time"


def test_days_of_an_undated_record_count_from_the_first() -> None:
    clock = Clock(undated=True)
    first = instant("day 1 15:47", clock, short=True)
    assert instant("02:15", clock, short=True) - first == timedelta(hours=10, minutes=28)
    assert instant("day 3 00:00", clock, short=True) - first == timedelta(days=1, seconds=29580)
    assert first.utcoffset() == timedelta(0)
    assert first.year == 1900


@pytest.mark.parametrize(("text", "undated"), [("day 1 15:47", False), ("2024-01-21 15:47", True)])
def test_a_record_knows_its_dates_or_does_not(text: str, undated: bool) -> None:
    assert _refused(text, Clock(zone="Etc/UTC", undated=undated)).rule == "mixed-dates"


def test_the_clock_on_the_wall_is_that_of_the_files_zone() -> None:
    moment = datetime(2024, 1, 21, 23, 30, tzinfo=UTC)
    assert wall(moment, Clock(zone="Europe/Berlin")) == datetime(2024, 1, 22, 0, 30)  # noqa: DTZ001
    assert wall(moment, Clock()) == datetime(2024, 1, 21, 23, 30)  # noqa: DTZ001
    assert wall(moment, Clock(zone="Europe/Berlin", undated=True)).hour == 23


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)),  # noqa: DTZ001
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_a_local_time_is_itself_on_the_wall_of_its_zone(local: datetime, zone: str) -> None:
    local = local.replace(microsecond=0)
    clock = Clock(zone=zone)
    try:
        moment = instant(local.isoformat(" "), clock, short=False)
    except MomentError as error:
        assert error.rule in {"nonexistent-local-time", "ambiguous-local-time"}  # noqa: PT017
    else:
        assert wall(moment, clock) == local
        assert moment.replace(tzinfo=None) == local
        assert instant(moment.isoformat(), clock, short=False) == moment


@given(st.lists(st.times(), min_size=1, max_size=10))
def test_clock_times_never_go_back_and_never_skip_a_day(times: list[object]) -> None:
    clock = Clock(zone="Etc/UTC", previous=datetime(2024, 1, 21))  # noqa: DTZ001
    texts = [str(time)[:5] for time in times]
    found = [instant(text, clock, short=True) for text in texts]
    assert found == sorted(found)
    steps = [later - earlier for earlier, later in pairwise(found)]
    assert all(step < timedelta(days=1) for step in steps)
    assert [f"{moment:%H:%M}" for moment in found] == texts


@given(st.text(alphabet="0123456789-:TZ+ dayEST.\n", max_size=30), st.booleans())
def test_no_text_makes_reading_a_time_raise_anything_else(text: str, short: bool) -> None:
    clock = Clock(zone="Europe/Berlin", previous=datetime(2024, 1, 21))  # noqa: DTZ001
    try:
        assert instant(text, clock, short=short).tzinfo is not None
    except MomentError as error:
        assert error.message  # noqa: PT017


def test_advice_about_a_zone_repeats_nothing_that_steers_a_terminal() -> None:
    with pytest.raises(MomentError) as caught:
        instant("2024-01-21 \x1b[2J09 UTC", Clock(), short=False)
    assert caught.value.fix == "write `2024-01-21 \\x1b[2J09Z`"
