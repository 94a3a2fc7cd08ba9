"""Lines and rows with times to a timeline, and the moments of the incident that they show."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.importers.clockwork import DAY, Said, instant, leading, times
from postmortems.importers.dates import DateError
from postmortems.importers.draft import Spot
from postmortems.importers.reading import flat
from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.config.document_parts import Column
    from postmortems.importers.outline import Unit
    from postmortems.importers.reading import Reading

NAME = "timeline"
_FEW = 2


@dataclass(slots=True)
class Event:
    """Something that happened, before its time is read."""

    said: Said
    text: str
    line: int
    column: int = 1
    actor: str = ""
    day: str = ""
    """The date of the heading above it, as it was written."""
    at: str = ""
    more: str = ""
    """What is told after it and is no part of what happened at that time."""

    @property
    def spot(self) -> Spot:
        """Return its place."""
        return Spot(self.line, self.column, NAME)


def events(reading: Reading, units: Iterable[Unit]) -> list[Event]:
    """Return the events that the units of a timeline tell; what has no time is kept aside."""
    found: list[Event] = []
    day = ""
    for unit in units:
        if unit.sort == "row":
            if event := _of_row(reading, unit, day):
                found.append(event)
            continue
        for line in unit.lines():
            if date := _only_a_date(line.text):
                day = date
            elif lead := leading(line.text):
                found.append(Event(lead[0], _text(*lead), line.line, day=day))
            elif found and not reading.blank(line.text) and unit.sort != "heading":
                found[-1].text = f"{found[-1].text} {line.text}".strip()
            else:
                reading.aside(NAME, line.text)
    return found


def _only_a_date(text: str) -> str:
    bare = re.sub(r"\([^()]*\)", "", text).strip(" *_#:.-")
    return bare if DAY.fullmatch(bare) else ""


def _text(said: Said, rest: str) -> str:
    return f"{rest} (until {said.until})" if said.until and rest else rest


def _of_row(reading: Reading, unit: Unit, day: str) -> Event | None:
    columns = column_indexes(reading, unit)
    if unit.cells == unit.header and (columns or not leading(unit.cells[0])):
        if not {"time", "event"} <= columns.keys():
            reading.aside(NAME, unit.text)
        return None
    cells = list(unit.cells)
    at = columns.get("time", 0)
    date = next((each for each in cells if _only_a_date(each)), "")
    lead = leading(cells[at]) if at < len(cells) else None
    if lead is None:
        at, lead = next(
            ((i, found) for i, each in enumerate(cells) if (found := leading(each))), (0, None)
        )
    if lead is None:
        reading.aside(NAME, unit.text)
        return None
    actor = columns.get("actor", -1)
    rest = [
        each
        for index, each in enumerate(cells)
        if index not in {at, actor} and each and each != date
    ]
    text = " — ".join(part for part in (lead[1], *rest) if part)
    named = cells[actor] if 0 <= actor < len(cells) else ""
    return Event(lead[0], _text(lead[0], text), unit.line, actor=named, day=date or day)


def column_indexes(reading: Reading, unit: Unit) -> dict[Column, int]:
    """Return which column of a row's table is what; a name with several meanings takes the free."""
    found: dict[Column, int] = {}
    for index, name in enumerate(unit.header):
        for column in reading.names.columns(name):
            if column not in found:
                found[column] = index
    return found


def place(reading: Reading, found: Sequence[Event]) -> list[Event]:
    """Read the times of events, place those that could be read in order, and return them."""
    told = _forwards(found)
    errors: list[tuple[Event, DateError]] = []
    before = ""
    for event in told:
        if not event.text:
            reading.aside(NAME, event.said.text)
            continue
        said = event.said if event.said.date else replace(event.said, date=event.day)
        try:
            event.at = reading.clockwork.read(said, before)
        except DateError as fault:
            errors.append((event, fault))
            reading.aside(NAME, f"{event.said.text} {event.text}")
            continue
        before = event.at
    read = [each for each in told if each.at]
    if errors:
        first, error = errors[0]
        reading.draft.doubt(
            f"{len(errors)} of {len(told)} times could not be read, the first `{first.said.text}`: "
            f"{error.message}",
            first.spot,
            field=NAME,
            fix=error.fix,
        )
    ordered = sorted(read, key=lambda each: instant(each.at))
    wrong = next((a for a, b in zip(read, ordered, strict=True) if a is not b), None)
    if wrong is not None:
        reading.draft.doubt(
            "the entries were not in the order of their times", wrong.spot, field=NAME
        )
    for event in ordered:
        entry = {"at": event.at, "text": flat(f"{event.text} {event.more}")}
        if event.actor and not reading.blank(event.actor):
            entry["actor"] = flat(event.actor)
        reading.draft.append((NAME,), entry, event.spot)
    return ordered


def _forwards(found: Sequence[Event]) -> list[Event]:
    """Turn a timeline round that begins with the newest."""
    stamps = [_stamp(each) for each in found]
    pairs = list(pairwise(stamps))
    falling = sum(a > b for a, b in pairs)
    rising = sum(a < b for a, b in pairs)
    return list(reversed(found)) if falling > rising and len(found) > _FEW else list(found)


def _stamp(event: Event) -> tuple[str, int]:
    match = re.match(r"([0-9]{1,2})(?:[:hH]([0-9]{2}))?.*?([AaPp]?)\.?[Mm]?\.?$", event.said.clock)
    date = event.said.date if re.match(r"[0-9]{4}-", event.said.date) else ""
    if match is None:
        return date, 0
    hour = int(match[1]) % 12 + 12 if match[3] in {"P", "p"} else int(match[1])
    if match[3] in {"A", "a"}:
        hour %= 12
    return date, hour * 60 + int(match[2] or 0)


def moments(reading: Reading, told: Sequence[Event]) -> None:
    """Place the moments that entries show by their words, each with a doubt that says so."""
    draft = reading.draft
    for each in reading.words.moments:
        fitting = [event for event in told if reading.has(each.phrases, event.text)]
        if not fitting or each.moment in draft.record.get("times", {}):
            continue
        event = fitting[-1] if each.last else fitting[0]
        draft.place(("times", each.moment), event.at, event.spot)
        draft.doubt(
            f"`{each.moment}` was taken from the entry of {event.at}, by its words",
            event.spot,
            field=f"times.{each.moment}",
        )
        if each.moment == "detected":
            _source(reading, told[: told.index(event) + 1])
    _since(reading, told)
    _over(reading, told)


def _source(reading: Reading, told: Sequence[Event]) -> None:
    """Take who or what noticed from the words of the entry, or of the last one before it."""
    for event in reversed(told):
        text = flat(f"{event.text} {event.more}")
        for each in reading.words.sources:
            if reading.has(each.phrases, text):
                value = {"source": each.source, "note": text}
                if reading.draft.place(("detection",), value, event.spot):
                    reading.draft.doubt(
                        "how it was noticed was taken from the words of an entry",
                        event.spot,
                        field="detection",
                    )
                return


def _since(reading: Reading, told: Sequence[Event]) -> None:
    """Take a beginning that was only found out later: `a lock since 15:28`."""
    held = reading.draft.record.get("times", {})
    for event in told:
        for start, _, said in times(event.text):
            before = event.text[max(0, start - 40) : start].rstrip()
            if not re.search(rf"{any_of(reading.words.since).pattern}\Z", before, re.IGNORECASE):
                continue
            day = said.date or ("" if reading.clockwork.undated else event.at[:10])
            try:
                at = reading.clockwork.read(replace(said, date=day), "")
            except DateError:
                continue
            stated = str(held.get("started", ""))
            earliest = min(filter(None, (stated, event.at)), key=instant)
            if instant(at) < instant(earliest):
                if stated:
                    reading.draft.keep("started", stated)
                reading.draft.record.setdefault("times", {})["started"] = at
                reading.draft.spots["times", "started"] = event.spot
                reading.draft.doubt(
                    f"the entry of {event.at} says that it had begun then"
                    + (f"; {stated} is stated elsewhere" if stated else ""),
                    event.spot,
                    field="times.started",
                )


def _over(reading: Reading, told: Sequence[Event]) -> None:
    """Call it resolved where the story ends with the end of the harm."""
    held = reading.draft.record.get("times", {})
    end = held.get("mitigated")
    if "resolved" in held or not told or end != told[-1].at:
        return
    reading.draft.place(("times", "resolved"), end, told[-1].spot)
    reading.draft.doubt(
        "no later check is told, so `resolved` is the end of the harm",
        told[-1].spot,
        field="times.resolved",
    )
