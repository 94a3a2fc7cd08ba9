"""Lengths as people write them, and never minutes for seconds."""

from __future__ import annotations

import pytest

from postmortems.importers.lengths import after, seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h 5m", 3_900),
        ("1 hour and 5 minutes", 3_900),
        ("90 minutes", 5_400),
        ("1.5 h", 5_400),
        ("2 days, 1 hour", 176_400),
        ("01:05:00", 3_900),
        ("45 secs.", 45),
    ],
)
def test_lengths_with_units_are_read(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text", ["65", "", "about an hour", "5 minutes or so", "5 m until 6", "9" * 40 + "h"]
)
def test_what_names_no_unit_or_says_more_is_no_length(text: str) -> None:
    assert seconds_of(text) is None


@pytest.mark.parametrize(
    ("start", "seconds", "zone", "end"),
    [
        ("2026-03-04 23:30+02:00", 3_600, None, "2026-03-05 00:30+02:00"),
        ("2026-03-04 10:02:30Z", 45, None, "2026-03-04 10:03:15Z"),
        ("2026-03-04 10:00", 60, "Europe/Berlin", "2026-03-04 10:01+01:00"),
        ("2026-03-04 10:00", 60, None, ""),
        ("2026-03-04 10:00-09:30", 60, None, "2026-03-04 10:01-09:30"),
    ],
)
def test_an_end_is_the_start_and_the_length(
    start: str, seconds: int, zone: str | None, end: str
) -> None:
    assert after(start, seconds, zone) == end
