from __future__ import annotations

from typing import Any

import pytest

from metrics.records import AS_OF, record
from postmortems.pages import axis


def at(**times: Any) -> tuple[Any, axis.Scale]:  # noqa: ANN401 - plain values as in YAML
    zone = times.pop("timezone", "UTC")
    incident = record(timezone=zone, times=times)
    scale = axis.scale(incident, AS_OF)
    assert scale is not None
    return incident, scale


@pytest.mark.parametrize(
    ("started", "resolved", "zone", "said"),
    [
        (
            "2026-03-03 09:00",
            "2026-03-03 10:00",
            "UTC",
            "09:00 09:10 09:20 09:30 09:40 09:50 10:00",
        ),
        (
            "2026-03-03 09:07",
            "2026-03-03 09:12",
            "UTC",
            "09:07 09:08 09:09 09:10 09:11 09:12",
        ),
        (
            "2026-03-03 22:10",
            "2026-03-04 02:30",
            "UTC",
            "23:00 4 Mar 00:00 01:00 02:00",
        ),
        (
            "2026-03-03 09:10",
            "2026-03-03 15:00",
            "Asia/Kolkata",
            "10:00 11:00 12:00 13:00 14:00 15:00",
        ),
        (
            "2026-03-03 09:10",
            "2026-03-05 13:00",
            "UTC",
            "12:00 4 Mar 00:00 12:00 5 Mar 00:00 12:00",
        ),
        (
            "2026-03-03 09:10",
            "2026-03-09 09:00",
            "UTC",
            "4 Mar 5 Mar 6 Mar 7 Mar 8 Mar 9 Mar",
        ),
    ],
)
def test_ticks_are_round_times_of_the_records_own_zone(
    started: str, resolved: str, zone: str, said: str
) -> None:
    incident, scale = at(started=started, resolved=resolved, timezone=zone)
    assert " ".join(each.label for each in axis.ticks(incident, scale)) == said


def test_an_incident_of_decades_has_a_handful_of_ticks() -> None:
    incident, scale = at(started="2001-03-03 09:10", resolved="2026-03-06 10:00")
    assert 2 <= len(axis.ticks(incident, scale)) <= 7


def test_ticks_at_the_edges_stay_inside() -> None:
    incident, scale = at(started="09:00", resolved="10:00")
    found = axis.ticks(incident, scale)
    assert [each.anchor for each in found] == ["start", *["middle"] * 5, "end"]
    assert (found[0].x, found[1].x, found[-1].x) == ("0%", "16.67%", "100%")


def test_moments_at_the_same_time_share_a_name() -> None:
    incident, scale = at(started="09:00", detected="09:00", resolved="10:00")
    found = axis.flags(incident, scale, width=680, clocks=True)
    assert [(each.label, each.x, each.anchor) for each in found.flags] == [
        ("Started, detected 09:00", "0%", "start"),
        ("Resolved 10:00", "100%", "end"),
    ]
    assert {each.base for each in found.flags} == {11}
    assert found.height == 19


def test_names_that_would_lie_on_each_other_stand_in_rows_of_their_own() -> None:
    incident, scale = at(
        started="09:00", detected="09:01", acknowledged="09:02", mitigated="09:30", resolved="10:00"
    )
    wide = axis.flags(incident, scale, width=680, clocks=True)
    assert [(each.label, each.base) for each in wide.flags] == [
        ("Started 09:00", 11),
        ("Detected 09:01", 26),
        ("Acknowledged 09:02", 41),
        ("Mitigated 09:30", 41),
        ("Resolved 10:00", 41),
    ]
    narrow = axis.flags(incident, scale, width=330, clocks=False)
    assert [each.label for each in narrow.flags][:2] == ["Started", "Detected"]
