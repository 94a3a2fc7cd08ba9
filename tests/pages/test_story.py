from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metrics.records import record
from postmortems.pages import story
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

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


def lines(incident: Incident) -> tuple[story.Entry, ...]:
    return story.entries(incident, settings())


def test_milestones_are_listed_in_order_with_their_distance_from_the_start() -> None:
    said = story.milestones(record(times={**ALL, "started_estimated": True}))
    assert [(each.label, each.after, each.estimated) for each in said] == [
        ("Started", "", True),
        ("Detected", "+10 min", False),
        ("Acknowledged", "+12 min", False),
        ("Declared", "+15 min", False),
        ("Mitigated", "+40 min", False),
        ("Resolved", "+1 h", False),
        ("Closed", "+3 h", False),
    ]
    assert [each.when.clock for each in said if each.when] == list(ALL.values())


def test_a_milestone_that_was_not_recorded_is_listed_as_such() -> None:
    said = story.milestones(record(status="resolved", times={"detected": "09:10"}))
    assert [each.label for each in said if each.when is None] == [
        "Started",
        "Acknowledged",
        "Declared",
        "Mitigated",
        "Resolved",
    ]
    assert [each.after for each in said] == [""] * 6


def test_the_closing_is_missed_only_where_the_record_says_closed() -> None:
    assert "Closed" not in {each.label for each in story.milestones(record(status="resolved"))}
    assert "Closed" in {each.label for each in story.milestones(record(status="closed"))}


def test_stage_durations_are_computed_from_the_moments_that_define_them() -> None:
    assert {
        each.label: (each.text, each.definition) for each in story.spans(record(times=ALL))
    } == {
        "Time to detect": ("10 min", "detected − started"),
        "Time to acknowledge": ("2 min", "acknowledged − detected"),
        "Time to mitigate": ("30 min", "mitigated − detected"),
        "Time to verify": ("20 min", "resolved − mitigated"),
        "Harm lasted": ("40 min", "mitigated − started"),
    }
    assert {each.text for each in story.spans(record())} == {""}


def test_the_bar_shows_each_stretch_to_scale() -> None:
    incident = record(times=ALL)
    bar = story.bar(incident, lines(incident))
    assert bar is not None
    assert [(each.role, each.text, each.x, each.width) for each in bar.stretches] == [
        ("unnoticed", "10 min", "0%", "16.67%"),
        ("harm", "30 min", "16.67%", "50%"),
        ("verify", "20 min", "66.67%", "33.33%"),
    ]
    assert bar.description == (
        "From start to resolution in 1 h: unnoticed for 10 min; noticed, not yet mitigated for "
        "30 min; mitigated, being verified for 20 min."
    )


def test_without_mitigation_the_harm_lasts_to_the_resolution() -> None:
    incident = record(times={"started": "09:00", "detected": "09:30", "resolved": "10:00"})
    bar = story.bar(incident, ())
    assert bar is not None
    assert [(each.role, each.width) for each in bar.stretches] == [
        ("unnoticed", "50%"),
        ("harm", "50%"),
    ]


def test_there_is_no_bar_without_a_start_and_an_end_in_that_order() -> None:
    for times in (
        None,
        {"started": "09:00"},
        {"resolved": "09:00"},
        {"started": "09:00", "resolved": "09:00"},
        {"started": "10:00", "resolved": "09:00"},
        {"started": "09:00", "resolved": "10:00"},
    ):
        assert story.bar(record(times=times), ()) is None


def test_a_stretch_that_is_out_of_order_is_left_out() -> None:
    incident = record(
        times={"started": "09:00", "detected": "09:10", "mitigated": "10:30", "resolved": "10:00"}
    )
    bar = story.bar(incident, ())
    assert bar is not None
    assert [each.role for each in bar.stretches] == ["unnoticed"]


def test_entries_are_marked_on_the_bar_where_they_fall_into_it() -> None:
    incident = record(
        times=ALL,
        timeline=[
            entry("2026-03-03 08:00"),
            entry("09:15", phase="containment", key=True),
            entry("10:00"),
            entry("10:01"),
        ],
    )
    bar = story.bar(incident, lines(incident))
    assert bar is not None
    assert [(each.x, each.key, each.anchor, each.label) for each in bar.marks] == [
        ("25%", True, "t-2026-03-03-0915", "09:15 Containment"),
        ("100%", False, "t-2026-03-03-1000", "10:00"),
    ]


def test_phases_run_from_their_first_entry_to_that_of_the_next() -> None:
    incident = record(
        times=ALL,
        timeline=[
            entry("2026-03-03 08:50", phase="identification"),
            entry("09:15", phase="identification"),
            entry("09:20"),
            entry("09:30", phase="containment"),
            entry("09:45", phase="identification"),
            entry("09:45", phase="recovery"),
            entry("11:00", phase="lessons_learned"),
        ],
    )
    bar = story.bar(incident, lines(incident))
    assert bar is not None
    assert [(each.role, each.text, each.x, each.width) for each in bar.phases] == [
        ("identification", "30 min", "0%", "50%"),
        ("containment", "15 min", "50%", "25%"),
        ("recovery", "15 min", "75%", "25%"),
    ]


def test_an_entry_tells_all_that_was_written() -> None:
    (said,) = lines(
        record(
            times=ALL,
            timeline=[
                entry(
                    "09:20",
                    "We *saw* it.",
                    phase="lessons_learned",
                    actor="Ana",
                    evidence="A log.",
                    key=True,
                )
            ],
        )
    )
    assert (said.text, said.actor, said.evidence, said.key) == (
        "We *saw* it.",
        "Ana",
        "A log.",
        True,
    )
    assert (said.phase, said.phase_role) == ("Lessons learned", "lessons_learned")
    assert (said.offset, said.when.clock, said.gap, said.new_day) == ("+20 min", "09:20", "", True)


def test_entries_of_one_minute_have_anchors_of_their_own() -> None:
    said = lines(record(times=ALL, timeline=[entry("09:20"), entry("09:20"), entry("09:20:30")]))
    assert [each.anchor for each in said] == [
        "t-2026-03-03-0920",
        "t-2026-03-03-0920-2",
        "t-2026-03-03-092030",
    ]


def test_a_new_day_is_told_and_midnight_is_that_of_the_records_zone() -> None:
    said = lines(
        record(
            timezone="America/New_York",
            times={"started": "2026-03-03 23:50"},
            timeline=[entry("2026-03-03 23:50"), entry("23:59"), entry("00:01"), entry("00:02")],
        )
    )
    assert [(each.when.date, each.new_day) for each in said] == [
        ("2026-03-03", True),
        ("2026-03-03", False),
        ("2026-03-04", True),
        ("2026-03-04", False),
    ]


def test_a_long_silence_is_told_until_the_resolution() -> None:
    said = lines(
        record(
            times={"started": "09:00", "resolved": "11:00"},
            timeline=[
                entry("09:00"),
                entry("09:30"),  # exactly what the policy allows
                entry("10:01"),
                entry("11:30"),
                entry("14:00"),
            ],
        )
    )
    assert [each.gap for each in said] == ["", "", "31 min", "1 h 29 min", ""]


def test_an_undated_timeline_counts_days() -> None:
    said = lines(
        record(
            date_unknown="A spring.",
            timezone=None,
            times={"started": "day 1 23:00"},
            timeline=[entry("day 1 23:00"), entry("00:10")],
        )
    )
    assert [(each.anchor, each.when.date, each.offset) for each in said] == [
        ("t-day-1-2300", "day 1", ""),
        ("t-day-2-0010", "day 2", "+1 h 10 min"),
    ]
