"""How long something took, as people and programs write it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from postmortems.importers.chronology import instant_of

_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_PART = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)(?![a-z])",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"[\s,]*+(?:and[\s,]*+)?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)", re.ASCII)
_MOST = 366 * 86_400


def seconds_of(text: str) -> int | None:
    """Read a length such as ``1h 5m``, ``90 minutes`` or ``01:05:00``; None for what is none.

    A number without a unit is none: nobody can tell minutes from seconds.
    """
    text = text.strip()
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = map(int, match.groups())
        return hours * 3_600 + minutes * 60 + seconds
    total, end = 0.0, 0
    for part in _PART.finditer(text):
        if not _BETWEEN.fullmatch(text, end, part.start()):
            return None
        total += float(part.group(1).replace(",", ".")) * _UNITS[part.group(2)[0].lower()]
        end = part.end()
    if not end or text[end:].strip(" .") or total > _MOST:
        return None
    return round(total)


def after(text: str, seconds: float, zone: str | None) -> str:
    """Return the time so many seconds after one that a record writes; "" where there is none."""
    start = instant_of(text, zone)
    if start is None:
        return ""
    try:
        end = start + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    return _written(end)


def _written(moment: datetime) -> str:
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    offset = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "Z"
    return moment.strftime("%Y-%m-%d %H:%M" + (":%S" if moment.second else "")) + offset
