"""Entries of a timeline in the order of their instants, whatever their offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.load.moments import Clock, MomentError, instant

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.findings import Path
    from postmortems.importers.draft import Draft


def instant_of(text: str, zone: str | None) -> datetime | None:
    """Return the instant of a time as a record writes it; None where it names none."""
    try:
        return instant(text, Clock(zone=zone), short=False)
    except MomentError:
        return None


def seconds(text: str, zone: str | None) -> float:
    """Return the seconds since 1970 of a time; less than any for what names none."""
    at = instant_of(text, zone)
    return at.timestamp() if at else float("-inf")


def in_order(draft: Draft, zone: str | None, name: str = "timeline") -> None:
    """Sort the entries of a list by ``at``; entries of the same instant stay as they were."""
    entries = draft.record.get(name)
    if not entries:
        return
    found = [instant_of(each["at"], zone) for each in entries]
    last: datetime | None = None
    keys = []
    for moment in found:  # an entry whose instant is unknown stays behind the one before it
        last = moment or last
        keys.append(last.timestamp() if last else float("-inf"))
    order = sorted(range(len(entries)), key=keys.__getitem__)
    spots: dict[int, list[Path]] = {}
    for each in draft.spots:
        if each[:1] == (name,) and len(each) > 1 and isinstance(each[1], int):
            spots.setdefault(each[1], []).append(each)
    moved = {
        (name, new, *spot[2:]): draft.spots[spot]
        for new, old in enumerate(order)
        for spot in spots.get(old, ())
    }
    draft.spots.update(moved)
    draft.record[name] = [entries[old] for old in order]
