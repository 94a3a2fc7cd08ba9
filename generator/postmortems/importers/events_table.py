"""Events of one incident without anything around them: CSV with a header, JSON, or JSON lines."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.draft import Draft, SourceFault, Spot
from postmortems.importers.event_list import add_events, is_event
from postmortems.importers.json_text import Json, View, read_json_lines
from postmortems.importers.payload import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "events"
_SAMPLE = 4_096
_SIGNS = ",;\t|"


def _fits(document: Document) -> int:
    source = document.json
    if source is not None:
        held = source.value if isinstance(source.value, list) else [source.value]
        return 50 if any(is_event(each) for each in held) else 0
    head = document.text.lstrip()[:_SAMPLE]
    if head.startswith("{"):
        lines, _ = read_json_lines(head.partition("\n")[0])
        return 50 if any(is_event(each) for each in lines.value) else 0
    names = _header(document.text)
    return 50 if len(names) > 1 and is_event(dict.fromkeys(names, "x")) else 0


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source, faults = _source(document)
    yield from faults
    root = View(source)
    held = source.value if isinstance(source.value, list) else []
    if not held:
        raise SourceFault("there are no events in it", fix="export it again")
    reading = Reading(root, terms, NAME)
    events = [View(source, (index,)) for index in range(len(held))]
    for each in events:
        if not isinstance(each.raw(), dict):
            reading.draft.doubt("no event, but another type of value; kept aside", each.spot())
    reading.roots = tuple(events)
    reading.kind("", root)
    add_events(reading, [each for each in events if isinstance(each.raw(), dict)])
    yield reading.done()


def _source(document: Document) -> tuple[Json, list[SourceFault]]:
    if document.json is not None:
        value = document.json.value
        if isinstance(value, dict):
            return read_json_lines(document.text)
        return document.json, []
    if document.text.lstrip().startswith(("{", "[")):
        return read_json_lines(document.text)
    return _table(document.text)


def _dialect(text: str) -> type[csv.Dialect]:
    head = text[:_SAMPLE].rpartition("\n")[0] or text[:_SAMPLE]
    try:
        return csv.Sniffer().sniff(head, delimiters=_SIGNS)
    except csv.Error:
        return csv.excel


def _header(text: str) -> list[str]:
    try:
        return next(csv.reader(text[:_SAMPLE].split("\n"), _dialect(text)), [])
    except csv.Error:
        return []


def _table(text: str) -> tuple[Json, list[SourceFault]]:
    """Read rows as mappings by the names of the header, with the lines on which they begin."""
    lines = [f"{line}\n" for line in text.split("\n")]
    offsets = [0]
    for each in lines:
        offsets.append(offsets[-1] + len(each))
    reader = csv.reader(lines, _dialect(text))
    rows: list[dict[str, Any]] = []
    places: dict[Any, int] = {}
    names: list[str] = []
    faults: list[SourceFault] = []
    while True:
        begin = reader.line_num
        try:
            row = next(reader, None)
        except csv.Error as error:
            told = f"this row cannot be read: {error}"
            faults.append(SourceFault(told, Spot(begin + 1), "look at its quotes"))
            continue
        if row is None:
            break
        if not any(cell.strip() for cell in row):
            continue
        if not names:
            names = _names(row)
            continue
        names += [f"column {number}" for number in range(len(names) + 1, len(row) + 1)]
        places[len(rows)] = offsets[begin]
        rows.append({name: cell.strip() for name, cell in zip(names, row, strict=False)})
    return Json(rows, text, {id(rows): places}), faults


def _names(row: list[str]) -> list[str]:
    """Return the header's names, each once, and one for each column without any."""
    names: dict[str, None] = {}
    seen: dict[str, int] = {}
    for number, cell in enumerate(row, 1):
        name = again = cell.strip() or f"column {number}"
        while name in names:
            seen[again] = seen.get(again, 1) + 1
            name = f"{again} ({seen[again]})"
        names[name] = None
    return list(names)


FORMAT = Format(
    name=NAME,
    label="list of events",
    fits=_fits,
    read=_read,
)
