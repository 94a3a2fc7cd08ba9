"""What a timeline shows as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from metrics.records import record
from postmortems.importers.events.gather import gather
from postmortems.importers.timeline import draw
from support.example import settings
from support.timelines import drawn

DAY = "2026-03-03"
TEXT = f"""\
{DAY} 09:05 - PaymentErrorRate fired
{DAY} 09:25 - On it
{DAY} 09:30 - Decided: rolling back
{DAY} 09:50 - Rolled back, mitigated
{DAY} 10:00 - Resolved? Not yet.
{DAY} 12:30 - Fix deployed
{DAY} 12:40 - Resolved
{DAY} 18:00 - Lunch
"""


def incident(**times: str) -> Any:  # noqa: ANN401
    return record(times={"started": "09:00", **times}, timezone="UTC")


def test_moments_are_shown_with_what_shows_them() -> None:
    found = drawn(incident(), ("a.txt", TEXT)).outlook
    assert [(each.name, f"{each.at:%H:%M}", each.because) for each in found.moments] == [
        ("detected", "09:05", "it says “fired”"),
        ("acknowledged", "09:25", "it says “On it”"),
        ("mitigated", "09:50", "it says “mitigated”"),
        ("resolved", "12:40", "it says “Resolved”"),
    ]
    assert all(each.recorded is None and not each.trouble for each in found.moments)


def test_recorded_moments_stay_and_contradictions_are_said() -> None:
    found = drawn(incident(detected="09:07", resolved="09:40"), ("a.txt", TEXT)).outlook
    troubles = {each.name: each.trouble for each in found.moments}
    assert troubles == {
        "detected": "the record says another time",
        "acknowledged": "",
        "mitigated": "it lies after `resolved`",
        "resolved": "the record says another time",
    }
    assert found.moments[0].recorded is not None


def test_an_alert_shows_when_it_was_detected() -> None:
    text = '[{"labels": {"alertname": "Slow"}, "startsAt": "2026-03-03T09:06:00Z"}]'
    (moment,) = drawn(incident(), ("am.json", text)).outlook.moments
    assert (moment.name, f"{moment.at:%H:%M}") == ("detected", "09:06")


def test_phases_follow_on_each_other_and_none_overlaps() -> None:
    found = drawn(incident(), ("a.txt", TEXT)).outlook.stretches
    assert [(each.phase, each.length, each.last) for each in found] == [
        ("identification", timedelta(minutes=25), False),
        ("containment", timedelta(hours=3), False),
        ("eradication", timedelta(minutes=10), False),
        ("recovery", timedelta(hours=5, minutes=20), True),
    ]
    assert all(one.end == other.start for one, other in pairwise(found))


def test_silences_longer_than_the_phase_allows_are_shown_until_it_is_over() -> None:
    found = drawn(incident(), ("a.txt", TEXT)).outlook.gaps
    assert [(each.phase, each.length, each.most) for each in found] == [
        ("identification", timedelta(minutes=20), timedelta(minutes=15)),
        ("containment", timedelta(hours=2, minutes=30), timedelta(minutes=30)),
    ]


def test_a_silence_of_just_the_limit_is_none() -> None:
    text = f"{DAY} 09:05 - fired\n{DAY} 09:20 - hm\n"
    assert drawn(incident(), ("a.txt", text)).outlook.gaps == ()
    by = settings().timeline
    (first, *_) = [each for each in by.phases if each.phase == "identification"]
    phases = tuple(replace(first, gap_minutes=14) if each == first else each for each in by.phases)
    changed = replace(settings(), timeline=replace(by, phases=phases))
    made = draw(incident(), changed, gather([("a.txt", text.encode())], by, zone="UTC"), "UTC")
    assert len(made.outlook.gaps) == 1


def test_decisions_and_what_nothing_shows() -> None:
    found = drawn(incident(), ("a.txt", TEXT))
    assert [found.lines[each.entry].entry.text for each in found.outlook.decisions] == [
        "Decided: rolling back"
    ]
    assert found.outlook.missing == ()
    alone = drawn(incident(), ("a.txt", f"{DAY} 09:05 - fired")).outlook
    assert alone.missing == ("containment", "eradication", "recovery")


def test_no_events_show_nothing_of_their_own() -> None:
    found = drawn(incident(), ("a.txt", "")).outlook
    assert (found.moments, found.stretches, found.gaps, found.decisions) == ((), (), (), ())
