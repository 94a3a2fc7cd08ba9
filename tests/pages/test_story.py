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


def test_a_start_put_at_the_alert_measures_no_time_to_detect() -> None:
    times = {"started": "09:00", "detected": "09:00", "mitigated": "09:30"}
    assert [(each.label, each.text, each.unmeasured) for each in story.spans(record(times=times))][
        :2
    ] == [("Harm lasted", "30 min", ""), ("Time to detect", "0 min", "")]
    guessed = story.spans(record(times={**times, "started_estimated": True}))
    assert [(each.label, each.text, each.guessed, each.unmeasured) for each in guessed][:3] == [
        ("Harm lasted", "30 min", True, ""),
        (
            "Time to detect",
            "",
            True,
            "not measured: start put at detection",
        ),
        ("Time to acknowledge", "", False, ""),
    ]


def test_the_period_leaves_out_what_it_would_say_twice() -> None:
    said = story.period(record(times={"started": "09:00", "resolved": "10:30"}))
    assert said is not None
    assert (said.end_text, said.zone, said.universal) == ("10:30", "UTC", "")
    times = {"started": "2026-03-03 23:00", "resolved": "2026-03-04 01:30"}
    over = story.period(record(timezone="Europe/Berlin", times=times))
    assert over is not None
    assert over.end_text == "2026-03-04 01:30"
    assert over.universal == "2026-03-03 22:00 – 2026-03-04 00:30"
    day = {"started": "2026-03-03 21:00", "resolved": "2026-03-03 23:30"}
    assert getattr(story.period(record(timezone="Europe/Berlin", times=day)), "universal", "") == (
        "20:00 – 22:30"
    )
    early = {"started": "2026-03-03 00:10", "resolved": "2026-03-03 00:50"}
    night = story.period(record(timezone="Europe/Berlin", times=early))
    assert night is not None
    assert night.universal == "2026-03-02 23:10 – 23:50"


def test_the_period_of_half_a_record_has_half_its_ends() -> None:
    since = story.period(record(timezone="Europe/Berlin", times={"started": "09:00"}))
    assert since is not None
    assert (since.end, since.end_text, since.universal) == (None, "", "08:00")
    until = story.period(record(times={"resolved": "09:00"}))
    assert until is not None
    assert (until.begin, until.end_text) == (None, "2026-03-03 09:00")
    assert story.period(record(times={"detected": "09:00"})) is None


def test_missing_moments_are_named() -> None:
    assert story.missing(record(status="resolved", times={"started": "09:10"})) == (
        "detected",
        "acknowledged",
        "declared",
        "mitigated",
        "resolved",
    )
    assert story.missing(record(times=ALL)) == ()


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
    assert (said.offset, said.when.clock, said.gap, said.day) == (
        "+20 min",
        "09:20",
        "",
        "Tuesday, 2026-03-03",
    )


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
    assert [(each.when.date, each.day, each.universal) for each in said] == [
        ("2026-03-03", "Tuesday, 2026-03-03", "2026-03-04 04:50 UTC"),
        ("2026-03-03", "", "2026-03-04 04:59 UTC"),
        ("2026-03-04", "Wednesday, 2026-03-04", "05:01 UTC"),
        ("2026-03-04", "", "05:02 UTC"),
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
