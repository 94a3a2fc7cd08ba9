"""The calendar of records without one: day 1 of an undated incident, and how to say it."""

from __future__ import annotations

from datetime import UTC, datetime

ANCHOR = datetime(1900, 1, 1, tzinfo=UTC)
"""Day 1 of a record whose date is unknown: far from any date a record may hold, never shown."""


def day_number(moment: datetime) -> int:
    """Return which day of an undated record this is, from 1."""
    return (moment - ANCHOR).days + 1
