from __future__ import annotations

import pytest

from metrics.records import record
from postmortems.metrics.base import Lasting, LeftOut
from postmortems.metrics.durations import (
    acknowledge,
    detect,
    durations,
    mitigate,
    recovery,
    stages,
    verify,
)


def test_no_incident_has_no_durations() -> None:
    found = durations([])
    assert (found.n, found.points, found.left_out, found.percentiles) == (0, (), (), None)


def test_one_incident_is_one_point_from_start_to_resolution() -> None:
    found = durations([record("A", times={"started": "09:05", "resolved": "10:20"})])
    assert found.points == (Lasting(id="A", severity="P1", minutes=75),)
    assert found.n == 1
    assert found.percentiles is None


@pytest.mark.parametrize(
    ("zone", "started", "resolved", "minutes"),
    [
        ("Europe/Berlin", "2025-03-30 01:30", "2025-03-30 03:30", 60),  # 02:00 to 03:00 is skipped
        (
            "Europe/Berlin",
            "2025-10-26 01:30",
            "2025-10-26 03:30",
            180,
        ),  # 02:00 to 03:00 happens twice
        ("Europe/Berlin", "2025-10-26T02:30+02:00", "2025-10-26T02:30+01:00", 60),
        ("America/New_York", "2025-12-31 23:30", "2026-01-01 00:30", 60),
    ],
)
def test_durations_are_time_that_passed_and_not_a_difference_of_clocks(
    zone: str, started: str, resolved: str, minutes: float
) -> None:
    incident = record(timezone=zone, times={"started": started, "resolved": resolved})
    assert [point.minutes for point in durations([incident]).points] == [minutes]


def test_an_undated_incident_has_a_duration() -> None:
    incident = record(
        timezone=None,
        date_unknown="A Friday.",
        times={"started": "day 1 15:47", "resolved": "day 2 02:15"},
    )
    assert [point.minutes for point in durations([incident]).points] == [628]


def test_what_cannot_be_measured_is_left_out_with_the_reason() -> None:
    incidents = [
        record("A", times={"resolved": "10:00"}),
        record("B", status="mitigated", times={"started": "09:00"}),
        record("C", times={"started": "09:00"}),
        record("D", times={"started": "09:00", "resolved": "08:59"}),
        record("E", times={"started": "09:00", "resolved": "09:00"}),
        record("F"),
    ]
    found = durations(incidents)
    assert found.points == (Lasting(id="E", severity="P1", minutes=0),)
    assert found.left_out == (
        LeftOut("`started` not recorded", ("A", "F")),
        LeftOut("`resolved` not reached yet", ("B",)),
        LeftOut("`resolved` not recorded", ("C",)),
        LeftOut("recorded moments out of order", ("D",)),
    )


@pytest.mark.parametrize(
    ("status", "reasons"),
    [
        ("investigating", ["not reached yet"] * 3),
        ("identified", ["not recorded", "not reached yet", "not reached yet"]),
        ("mitigated", ["not recorded", "not recorded", "not reached yet"]),
        ("resolved", ["not recorded"] * 3),
    ],
)
def test_only_what_the_status_has_not_come_to_is_not_reached_yet(
    status: str, reasons: list[str]
) -> None:
    incident = record(status=status, times={"started": "09:00", "detected": "09:01"})
    found = [
        acknowledge([incident]).left_out,
        mitigate([incident]).left_out,
        durations([incident]).left_out,
    ]
    fields = ("acknowledged", "mitigated", "resolved")
    assert found == [
        (LeftOut(f"`{field}` {reason}", ("A",)),)
        for field, reason in zip(fields, reasons, strict=True)
    ]
    # The moment at which a span begins may be missing for the same reasons.
    ahead = "not recorded" if status in {"mitigated", "resolved"} else "not reached yet"
    assert verify([incident]).left_out == (LeftOut(f"`mitigated` {ahead}", ("A",)),)


def test_a_start_put_at_the_end_for_want_of_a_better_one_is_no_duration() -> None:
    times = {"started": "09:00", "detected": "09:00", "mitigated": "09:00", "resolved": "09:00"}
    guessed = record(change={"id": "C"}, times={**times, "started_estimated": True})
    measured = [durations, detect, recovery]
    assert [dict(of([guessed]).left_out) for of in measured] == [
        {"start estimated as the moment of the end": ("A",)},
        {"start estimated as the moment of detection": ("A",)},
        {"start estimated as the moment of the end": ("A",)},
    ]
    known = record(change={"id": "C"}, times=times)
    assert [of([known]).n for of in measured] == [1, 1, 1]


def test_points_are_told_apart_by_severity() -> None:
    incidents = [
        record(name, severity=level, times={"started": "09:00", "resolved": end})
        for name, level, end in (("A", "P0", "09:10"), ("B", "P3", "09:20"), ("C", "P0", "09:30"))
    ]
    found = durations(incidents)
    assert [point.id for point in found.of("P0")] == ["A", "C"]
    assert found.of("P1") == ()


def test_the_four_stages_lie_between_the_moments_that_their_definitions_name() -> None:
    incident = record(
        times={
            "started": "09:00",
            "detected": "09:04",
            "acknowledged": "09:07",
            "declared": "09:08",
            "mitigated": "09:50",
            "resolved": "10:20",
        }
    )
    found = {stage.id: [point.minutes for point in stage.points] for stage in stages((incident,))}
    assert found == {"detect": [4], "acknowledge": [3], "mitigate": [46], "verify": [30]}
    assert {stage.id: stage.definition.rpartition(": ")[2] for stage in stages(())} == {
        "detect": "detected − started.",
        "acknowledge": "acknowledged − detected.",
        "mitigate": "mitigated − detected.",
        "verify": "resolved − mitigated.",
    }


def test_a_stage_lacking_one_moment_does_not_keep_the_others_from_counting() -> None:
    incident = record("A", times={"started": "09:00", "detected": "09:04", "resolved": "10:00"})
    noticed, taken, ended, sure = stages((incident,))
    assert (noticed.n, taken.n, ended.n, sure.n) == (1, 0, 0, 0)
    assert taken.left_out == (LeftOut("`acknowledged` not recorded", ("A",)),)
    assert sure.left_out == (LeftOut("`mitigated` not recorded", ("A",)),)


def test_ten_points_have_percentiles() -> None:
    incidents = [
        record(f"I{at}", times={"started": "09:00", "resolved": f"09:{10 + at}"})
        for at in range(10)
    ]
    found = durations(incidents).percentiles
    assert found is not None
    assert (found.n, found.p50, found.p90) == (10, 14, 18)
