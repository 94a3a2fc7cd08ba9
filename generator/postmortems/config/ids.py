"""A new incident's id, by the form that the site's settings give."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from postmortems.config.site import id_parts

if TYPE_CHECKING:
    from collections.abc import Collection

    from postmortems.config.site import Site

_MOST = 24 * 60
"""Tries before giving up: the minutes of a day."""


def new_id(site: Site, started: datetime | None, taken: Collection[str]) -> str | None:
    """Return the first free id for a local start, or for an incident without a date.

    Where two begin in the same minute, the next free minute of the day names the later one: an id
    is a name, and the record says when it began. None when all are taken.
    """
    form = site.incident_id if started else site.undated_id
    parts = id_parts(form)
    digits = max((len(text) for meaning, text in parts if meaning == "number"), default=0)
    counts = digits > 0
    steps = min(_MOST, 10**digits - 1) if counts else _MOST
    minutes = any(meaning == "minute" for meaning, _ in parts) and not counts
    base = started or datetime(2000, 1, 1)  # noqa: DTZ001 - the form has no place for it
    for step in range(steps if counts or minutes else 1):
        at = base
        if minutes and step:
            moved = base + timedelta(minutes=step)
            # Past midnight, minutes of the same day that lie before the start are as good.
            at = moved if moved.date() == base.date() else moved - timedelta(days=1)
        name = _filled(parts, at, step + 1)
        if name not in taken:
            return name
    return None


def _filled(parts: list[tuple[str, str]], at: datetime, number: int) -> str:
    # Not by strftime: with many incidents of one minute, this runs a thousand times for each.
    values = {
        "year": f"{at.year:04}",
        "month": f"{at.month:02}",
        "day": f"{at.day:02}",
        "hour": f"{at.hour:02}",
        "minute": f"{at.minute:02}",
    }
    return "".join(
        values.get(meaning, str(number).zfill(len(text))) if meaning else text
        for meaning, text in parts
    )
