from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metrics.records import AS_OF, record
from postmortems.pages import bar as bars
from postmortems.pages import story
from support.example import settings

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.model.incident import Incident
    from postmortems.pages.bar import Bar

ALL = {
    "started": "09:00",
    "detected": "09:10",
    "acknowledged": "09:12",
    "declared": "09:15",
    "mitigated": "09:40",
    "resolved": "10:00",
    "closed": "12:00",
}


def entry(at: str, text: str = "Something.", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"at": at, "text": text, **more}


def drawn(incident: Incident, as_of: datetime = AS_OF) -> Bar:
    found = bars.bar(incident, story.entries(incident, settings()), as_of)
    assert found is not None
    return found


def test_the_bar_shows_each_stretch_to_scale() -> None:
    bar = drawn(record(times=ALL))
    assert [(each.role, each.text, each.x, each.width) for each in bar.course] == [
        ("unnoticed", "10 min", "0%", "16.67%"),
        ("harm", "30 min", "16.67%", "50%"),
        ("verify", "20 min", "66.67%", "33.33%"),
    ]
    assert bar.description == (
        "From start to resolution in 1 h: unnoticed for 10 min; noticed, not yet mitigated for "
        "30 min; mitigated, being verified for 20 min."
    )
    assert (bar.open, bar.rest) == ("", "")


def test_without_mitigation_the_harm_lasts_to_the_resolution() -> None:
    times = {"started": "09:00", "detected": "09:30", "resolved": "10:00"}
    assert [(each.role, each.width) for each in drawn(record(times=times)).course] == [
        ("unnoticed", "50%"),
        ("harm", "50%"),
    ]


def test_there_is_no_bar_of_an_ended_incident_without_a_start_and_an_end_in_that_order() -> None:
    for times in (
        None,
        {"started": "09:00"},
        {"resolved": "09:00"},
        {"started": "09:00", "resolved": "09:00"},
        {"started": "10:00", "resolved": "09:00"},
        {"started": "09:00", "resolved": "10:00"},
    ):
        assert bars.bar(record(times=times), (), AS_OF) is None


def test_a_stretch_that_is_out_of_order_is_left_out() -> None:
    times = {"started": "09:00", "detected": "09:10", "mitigated": "10:30", "resolved": "10:00"}
    assert [each.role for each in drawn(record(times=times)).course] == ["unnoticed"]


def test_a_stretch_too_short_to_see_is_said_to_be_thin() -> None:
    times = {
        "started": "2026-03-03 09:00",
        "detected": "2026-03-03 09:02",
        "resolved": "2026-03-03 19:00",
    }
    assert [(each.width, each.thin) for each in drawn(record(times=times)).course] == [
        ("0.33%", True),
        ("99.67%", False),
    ]


def test_an_open_incident_is_drawn_up_to_now_with_an_open_end() -> None:
    times = {"started": "2026-06-30 12:00", "detected": "2026-06-30 18:00"}
    bar = drawn(record(status="investigating", times=times))
    assert [(each.role, each.x, each.width, each.text) for each in bar.course] == [
        ("unnoticed", "0%", "50%", "6 h"),
        ("harm", "50%", "50%", ""),
    ]
    assert (bar.open, bar.rest) == ("open as of 2026-06-30", "")
    assert bar.description == ("From the start, still open as of 2026-06-30: unnoticed for 6 h.")


def test_an_open_incident_is_not_called_unnoticed_for_want_of_a_time() -> None:
    times = {"started": "2026-06-30 12:00"}
    bar = drawn(record(status="investigating", times=times))
    assert [(each.role, each.label, each.width) for each in bar.course] == [
        ("harm", "Not yet mitigated", "100%")
    ]
    times["mitigated"] = "2026-06-30 18:00"
    bar = drawn(record(status="mitigated", times=times))
    assert [(each.role, each.x, each.width) for each in bar.course] == [("verify", "50%", "50%")]


def test_where_now_is_far_away_the_picture_breaks_off_and_says_where() -> None:
    times = {"started": "2026-06-01 12:00", "detected": "2026-06-01 13:00"}
    incident = record(
        status="identified", times=times, timeline=[entry("2026-06-01 14:00", phase="containment")]
    )
    bar = drawn(incident)
    assert (bar.rest, bar.open) == ("86%", "open as of 2026-06-30")
    assert [(each.x, each.width) for each in bar.course] == [("0%", "43%"), ("43%", "57%")]
    assert [each.x for each in bar.marks] == ["86%"]


def test_an_open_incident_without_a_date_has_no_now() -> None:
    times = {"started": "day 1 09:00", "detected": "day 1 10:00"}
    bar = drawn(record(status="identified", date_unknown="A day.", timezone=None, times=times))
    assert (bar.open, bar.rest) == ("open", "86%")
    assert [each.label for each in bar.ticks][:2] == ["09:00", "09:10"]


def test_entries_are_marked_where_they_fall_into_it_and_tell_how_they_begin() -> None:
    bar = drawn(
        record(
            times=ALL,
            timeline=[
                entry("2026-03-03 08:00"),
                entry("09:15", "It\nwas " + "long " * 30, key=True),
                entry("10:00"),
                entry("10:01"),
            ],
        )
    )
    assert [(each.x, each.key, each.anchor) for each in bar.marks] == [
        ("25%", True, "t-2026-03-03-0915"),
        ("100%", False, "t-2026-03-03-1000"),
    ]
    assert bar.marks[0].label.startswith("09:15 It was long long")
    assert bar.marks[0].label.endswith("…")
    assert len(bar.marks[0].label) <= 90
    assert bar.marks[1].label == "10:00 Something."


def test_phases_run_from_their_first_entry_to_that_of_the_next() -> None:
    bar = drawn(
        record(
            times=ALL,
            timeline=[
                entry("2026-03-03 08:50", phase="identification"),
                entry("09:15", phase="identification"),
                entry("09:20"),
                entry("09:30", phase="containment"),
                entry("09:45", phase="identification"),
                entry("09:50", phase="recovery"),
                entry("11:00", phase="lessons_learned"),
            ],
        )
    )
    assert [(each.role, each.text, each.x, each.width) for each in bar.phases] == [
        ("identification", "30 min", "0%", "50%"),
        ("containment", "15 min", "50%", "25%"),
        ("identification", "5 min", "75%", "8.33%"),
        ("recovery", "10 min", "83.33%", "16.67%"),
    ]
    assert [(each.label, each.text) for each in bar.totals] == [
        ("Identification", "35 min"),
        ("Containment", "15 min"),
        ("Recovery", "10 min"),
    ]


def test_silences_are_drawn_where_the_timeline_tells_them() -> None:
    bar = drawn(
        record(
            times={"started": "09:00", "detected": "09:00", "resolved": "11:00"},
            timeline=[entry("2026-03-03 09:00"), entry("09:30"), entry("10:15"), entry("11:30")],
        )
    )
    assert [(each.x, each.width, each.text) for each in bar.gaps] == [
        ("25%", "37.5%", "45 min"),
        ("62.5%", "37.5%", "1 h 15 min"),
    ]
    assert bar.description.endswith(" Nothing was written down for 45 min, 1 h 15 min.")


def test_stretches_of_harm_are_cut_to_what_is_drawn() -> None:
    windows = [
        {"start": "2026-03-03 08:30", "end": "2026-03-03 09:30", "users_pct": 62},
        {"start": "2026-03-03 09:45", "severity": "P2"},
        {"start": "2026-03-03 11:00", "end": "2026-03-03 12:00"},
    ]
    bar = drawn(record(times=ALL, impact={"windows": windows}))
    assert [(each.label, each.text, each.x, each.width) for each in bar.windows] == [
        ("62 % of users", "1 h", "0%", "50%")
    ]
    times = {"started": "2026-06-30 00:00", "detected": "2026-06-30 12:00"}
    going_on = [{"start": "2026-06-30 12:00", "severity": "P2"}]
    bar = drawn(record(status="identified", times=times, impact={"windows": going_on}))
    assert [(each.label, each.text, each.x, each.width) for each in bar.windows] == [
        ("P2", "not over", "50%", "50%")
    ]


def test_lanes_that_are_empty_take_no_room() -> None:
    assert drawn(record(times=ALL)).lanes == bars.Lanes(
        windows=24, phases=24, marks=24, ticks=24, height=44
    )
