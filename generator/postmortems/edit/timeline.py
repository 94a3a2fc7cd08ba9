"""Entries put into a timeline; those that are there keep their words and their instants."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.clock import day_number
from postmortems.edit.address import place
from postmortems.edit.assign import assigned
from postmortems.edit.assignments import Edited, judged, readable
from postmortems.edit.entries import all_inserted
from postmortems.errors import UsageError
from postmortems.load.events import read
from postmortems.load.incidents import load_incident
from postmortems.load.moments import Clock, wall

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from postmortems.edit.judge import Judge
    from postmortems.load.files import Source
    from postmortems.model.incident import Incident

_LIST = "timeline"
_FIELD = re.compile(r"timeline\[([0-9]+)\](.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to be written: its instant, and its fields as texts, the time among them."""

    at: datetime
    fields: Mapping[str, str]


def told(
    content: bytes,
    entries: Sequence[NewEntry],
    moments: Mapping[str, str],
    source: Source,
    judge: Judge,
) -> Edited:
    """Put entries into the timeline at their instants, and set moments of `times`; judged as a set.

    Entries that share an instant with others come behind them. Where a clock time alone would fall
    on another day behind a new entry, its date is written out. Raises UsageError for a file that
    cannot be read, or in which an entry of the timeline cannot.
    """
    record = readable(content, source, judge)
    incident = judge.judge(content, source).loaded.incident
    held = record.get(_LIST)
    there = len(held) if isinstance(held, list) else 0
    if incident is None or len(incident.timeline) != there:
        file = source.file
        raise UsageError(
            f"{file}: an entry of the timeline cannot be read; `postmortems check {file}` says why"
        )
    text = content.decode("utf-8")
    numbers: list[int] = []
    if entries:
        groups = _groups(incident, entries)
        text = all_inserted(text, record, (_LIST,), groups)
        numbers = _places(groups, there)
        text = _pinned(text, incident, numbers, judge)
    for name, said in moments.items():
        values = read(text.encode("utf-8"), judge.limits).value
        text = assigned(text, values, place(f"times.{name}", values), said)
    new = text.encode("utf-8")
    paths = [*(f"{_LIST}[{each}]" for each in numbers), *(f"times.{each}" for each in moments)]
    after = _after(numbers, there)
    return judged(content, new, paths, source, judge, moved=lambda field: _moved(field, after))


def _groups(incident: Incident, entries: Sequence[NewEntry]) -> dict[int, list[Mapping[str, str]]]:
    """Return the new entries by the index of the old one that they come before.

    In a timeline out of order, that is the place behind the last entry that is not later.
    """
    latest: list[datetime] = []
    times = [each.at for each in incident.timeline]
    lowest = None
    for at in reversed(times):
        lowest = at if lowest is None else min(lowest, at)
        latest.append(lowest)
    latest.reverse()
    groups: dict[int, list[Mapping[str, str]]] = {}
    for each in sorted(entries, key=lambda one: one.at):
        groups.setdefault(bisect_right(latest, each.at), []).append(each.fields)
    return groups


def _places(groups: Mapping[int, Sequence[object]], there: int) -> list[int]:
    """Return where the new entries stand in the list as it will be."""
    found: list[int] = []
    place = 0
    for index in range(there + 1):
        for _ in groups.get(index, ()):
            found.append(place)
            place += 1
        place += 1
    return found


def _after(numbers: Sequence[int], there: int) -> list[int]:
    """Return for each old entry its place in the new list."""
    new = set(numbers)
    return [each for each in range(there + len(numbers)) if each not in new]


def _moved(field: str, after: Sequence[int]) -> str:
    match = _FIELD.fullmatch(field)
    if match is None or int(match[1]) >= len(after):
        return field
    return f"{_LIST}[{after[int(match[1])]}]{match[2]}"


def _pinned(text: str, incident: Incident, numbers: Sequence[int], judge: Judge) -> str:
    """Write out the date of each old entry whose clock time would fall on another day now.

    Raises UsageError where that does not help.
    """
    after = _after(numbers, len(incident.timeline))
    # What is pinned stays, so each turn looks further down.
    for _ in range(len(after) + 1):
        content = text.encode("utf-8")
        found = load_incident(content, judge.names, judge.terms.depths, judge.limits).incident
        if found is None or len(found.timeline) != len(after) + len(numbers):
            return text  # what is wrong with a new entry is shown by its finding
        moved = next(
            (
                (entry, index)
                for entry, index in zip(incident.timeline, after, strict=True)
                if found.timeline[index].at != entry.at
            ),
            None,
        )
        if moved is None:
            return text
        entry, index = moved
        values = read(content, judge.limits).value
        where = place(f"{_LIST}[{index}].at", values)
        text = assigned(text, values, where, _whole(entry.at, incident))
    raise UsageError("an entry of the timeline would fall on another day; write all dates out")


def _whole(at: datetime, incident: Incident) -> str:
    """Write an instant with its date, by the record's own clock."""
    undated = incident.date_unknown is not None
    local = wall(at, Clock(zone=incident.timezone, undated=undated))
    day = f"day {day_number(at)}" if undated else f"{local:%Y-%m-%d}"
    return f"{day} {local:%H:%M:%S}".removesuffix(":00")
