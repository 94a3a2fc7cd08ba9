"""Events in rows: CSV with a heading, JSON lists, JSON lines; the team's words name the columns."""

from __future__ import annotations

import csv
import io
import json as standard
import re
from typing import TYPE_CHECKING, Any

from postmortems.importers.draft import SourceFault, Spot
from postmortems.importers.events.event import Piece, Reader, shown, skipped, told
from postmortems.importers.events.markdown import literal
from postmortems.importers.json_text import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.timeline import Columns
    from postmortems.importers.document import Document
    from postmortems.importers.events.event import Terms, Told

_LISTS = ("events", "timeline", "entries", "items", "data", "logs")
"""The keys under which an object holds its list of events."""
_LOOKED_AT = 50
_MOST_MORE = 1_500
_SEPARATORS = ",;\t|"
_LOWEST = 2


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def _column(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the key of a row that is called by the first of these names and is filled."""
    keys = {_plain(key): key for key in row}
    for name in names:
        key = keys.get(_plain(name))
        if key is not None and row[key] not in (None, "", [], {}):
            return key
    return None


def _fits_json(document: Document, terms: Terms) -> int:
    rows = [each for each, _ in _rows(document)][:_LOOKED_AT]
    known = sum(_is_row(each, terms.words.columns) for each in rows)
    return 40 + 20 * known // len(rows) if known else 0


def _is_row(row: object, columns: Columns) -> bool:
    return isinstance(row, dict) and _column(row, columns.time) is not None


def _rows(document: Document) -> Iterator[tuple[Any, Spot]]:
    """Yield the entries of a JSON document, or of JSON lines, each with its place."""
    json = document.json
    if json is not None:
        value = json.value
        if isinstance(value, list):
            yield from ((each, json.spot((index,))) for index, each in enumerate(value))
        elif isinstance(value, dict):
            for key in _LISTS:
                if isinstance(value.get(key), list):
                    yield from (
                        (each, json.spot((key, index))) for index, each in enumerate(value[key])
                    )
                    return
            yield value, Spot()
        return
    if not document.text.lstrip().startswith("{"):
        return
    for number, line in enumerate(document.text.split("\n"), 1):
        if line.strip():
            try:
                yield read_json(line).value, Spot(number)
            except SourceFault as fault:
                yield fault, Spot(number)


def _read_json(document: Document, terms: Terms) -> Iterator[Told]:
    for row, spot in _rows(document):
        if isinstance(row, SourceFault):
            yield skipped(document, spot, document.text.split("\n")[spot.line - 1], row.message)
        elif not isinstance(row, dict):
            yield skipped(document, spot, shown(row), "it is no object with fields")
        else:
            yield _told(document, terms, row, spot)


def _fits_csv(document: Document, terms: Terms) -> int:
    if document.json is not None or document.text.lstrip().startswith(("{", "[")):
        return 0
    heading = _heading(document)
    columns = terms.words.columns
    row = dict.fromkeys(heading, "x")
    named = _column(row, columns.time) and _column(row, columns.text)
    return 85 if len(heading) >= _LOWEST and named else 0


def _separator(document: Document) -> str:
    first = document.text.lstrip("\n").split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)


def _heading(document: Document) -> list[str]:
    first = document.text.lstrip("\n").split("\n", 1)[0]
    try:
        return next(csv.reader([first], delimiter=_separator(document)), [])
    except csv.Error:
        return []


def _read_csv(document: Document, terms: Terms) -> Iterator[Told]:
    reader = csv.reader(io.StringIO(document.text), delimiter=_separator(document))
    heading: list[str] = []
    before = 0
    while True:
        spot = Spot(before + 1)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield skipped(document, spot, "", f"the table cannot be read on: {error}")
            return
        if cells is None:
            return
        before = reader.line_num
        if not any(each.strip() for each in cells):
            continue
        if not heading:
            heading = [each.strip() for each in cells]
            continue
        # Cells beyond the heading are not lost: they have no name, but they have been said.
        extra = {f"column {index + 1}": each for index, each in enumerate(cells)}
        names = [name or f"column {index + 1}" for index, name in enumerate(heading)]
        row = dict(zip(names, cells, strict=False))
        row |= {key: each for index, (key, each) in enumerate(extra.items()) if index >= len(names)}
        yield _told(document, terms, row, spot)


def _told(document: Document, terms: Terms, row: dict[str, Any], spot: Spot) -> Told:
    columns = terms.words.columns
    time, text = _column(row, columns.time), _column(row, columns.text)
    actor, phase, key = (_column(row, each) for each in (columns.actor, columns.phase, columns.id))
    said = row[time] if time else None
    taken = {each for each in (time, text, actor, phase, key) if each}
    if isinstance(said, str) and re.fullmatch(r"\s*[0-9]{1,2}:[0-9:]{2,5}\s*\w*", said):
        day = _column(row, columns.day)
        if day and day != time:
            said = f"{_flat(row[day])} {said}"
            taken.add(day)
    more = "; ".join(
        f"{name}: {_flat(value)}"
        for name, value in row.items()
        if name not in taken and value not in (None, "", [], {})
    )
    return told(
        document,
        terms,
        Piece(
            time=said,
            text=_flat(row[text]) if text else "",
            spot=spot,
            actor=_actor(row[actor]) if actor else "",
            phase=_flat(row[phase]) if phase else "",
            key=f"{document.name}:{_flat(row[key])}" if key else "",
            more=literal(more[:_MOST_MORE]),
        ),
    )


def _actor(value: object) -> str:
    """Return a name; of an object, the one that it gives itself."""
    if isinstance(value, dict):
        names = (value.get(key) for key in ("name", "login", "summary", "id"))
        return next((each for each in names if isinstance(each, str) and each), "")
    return _flat(value)


def _flat(value: object) -> str:
    """Return a value as people read it: a list is no list of Python."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return standard.dumps(value, ensure_ascii=False)


JSON = Reader(name="json", label="a list of events", fits=_fits_json, read=_read_json)
CSV = Reader(name="csv", label="a table of events", fits=_fits_csv, read=_read_csv)
