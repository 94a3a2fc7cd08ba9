"""How long an incident of a review lasted: the end where only this is said, or a contradiction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.importers.chronology import instant_of
from postmortems.importers.lengths import after, seconds_of
from postmortems.importers.texts import shown

if TYPE_CHECKING:
    from postmortems.importers.json_text import View
    from postmortems.importers.payload import Reading

_UNITS = {"duration_seconds": 1, "duration_minutes": 60, "duration_hours": 3_600}
_NEAR = 60
_FIELD = "times.resolved"


def length(reading: Reading, view: View) -> None:
    """Look at the stated length, which is kept in any case."""
    for name, unit in _UNITS.items():
        raw = view.raw(name)
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            _told(reading, view, name, raw * unit)
    raw = view.raw("duration")
    if isinstance(raw, str) and raw.strip():
        seconds = seconds_of(raw)
        if seconds is None:
            _unread(reading, view, raw)
        else:
            _told(reading, view, "duration", seconds)
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        _unread(reading, view, raw)


def _unread(reading: Reading, view: View, raw: object) -> None:
    reading.draft.doubt(
        f"`{shown(raw)}` does not say how long it took: in minutes or in seconds?",
        reading.spot(view, "duration"),
        field=_FIELD,
    )


def _told(reading: Reading, view: View, name: str, seconds: float) -> None:
    draft, zone, spot = reading.draft, reading.terms.zone, reading.spot(view, name)
    if seconds < 0:
        draft.doubt(f"a length of {shown(view.raw(name))} is less than nothing", spot, field=_FIELD)
        return
    times = draft.record.get("times", {})
    start, end = times.get("started", ""), times.get("resolved", "")
    if start and not end:
        end = after(start, seconds, zone)
        doubt = "worked out from the start and the stated length; nobody wrote down the end itself"
        reading.put_time("resolved", end, spot, doubt=doubt)
        return
    first, last = instant_of(start, zone), instant_of(end, zone)
    if first and last and abs((last - first).total_seconds() - seconds) > _NEAR:
        minutes = (last - first).total_seconds() / 60
        draft.doubt(
            f"the stated length is {shown(view.raw(name))}, but from start to end it is "
            f"{minutes:g} minutes; both are kept",
            spot,
            field=_FIELD,
        )
