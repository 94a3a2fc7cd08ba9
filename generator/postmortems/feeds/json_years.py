"""Incidents as JSON: a file for each year, a list of these, and a schema that explains them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from postmortems.feeds.tables import INCIDENTS, PARTS, VERSION
from postmortems.metrics.base import start_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.feeds.columns import Column, Kind
    from postmortems.feeds.tables import Record
    from postmortems.pages.base import Library

UNDATED = "undated"
_TYPES: dict[Kind, dict[str, Any]] = {
    "text": {"type": "string"},
    "markdown": {"type": "string", "contentMediaType": "text/markdown"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "moment": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
    "list": {"type": "array", "items": {"type": "string"}},
}


class JsonYears:
    """Takes records one by one; an incident stands on one line, so that versions can be compared.

    An incident holds its parts under the names of their tables; what is not recorded is left out.
    """

    def __init__(self, library: Library) -> None:
        """Note the day of the data."""
        self._as_of = library.as_of.date().isoformat()
        self._years: dict[str, list[str]] = {}

    def add(self, record: Record) -> None:
        """Write one incident into the file of its year, by the calendar of its own zone."""
        begun = start_day(record.incident)
        whole = _object(INCIDENTS.columns, record.own)
        for table, rows in zip(PARTS, record.parts, strict=True):
            # The incident's id stands above them.
            whole[table.name] = [_object(table.columns[1:], row[1:]) for row in rows]
        line = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        self._years.setdefault(str(begun.year) if begun else UNDATED, []).append(line)

    def counts(self) -> dict[str, int]:
        """Return how many incidents each file holds, the newest year first, undated ones last."""
        return {year: len(self._years[year]) for year in sorted(self._years, key=_newest_first)}

    def files(self) -> dict[str, bytes]:
        """Return the file of each year."""
        return {year: self._year(year) for year in self.counts()}

    def _year(self, year: str) -> bytes:
        head = json.dumps({"version": VERSION, "as_of": self._as_of})[:-1]
        lines = ",\n".join(self._years[year])
        return f'{head}, "incidents": [\n{lines}\n]}}\n'.encode()


def index(library: Library, files: Iterable[tuple[str, int]]) -> bytes:
    """Write the list of the files of years, each with its number of incidents, in this order."""
    return _text(
        {
            "version": VERSION,
            "as_of": library.as_of.date().isoformat(),
            "files": [{"file": name, "incidents": number} for name, number in files],
        }
    )


def schema_file() -> bytes:
    """Write the JSON Schema of the file of a year."""
    return _text(schema())


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the file of a year."""
    own = _schema(INCIDENTS.columns)
    for table in PARTS:
        own["properties"][table.name] = {
            "type": "array",
            "description": table.meaning,
            "items": _schema(table.columns[1:]),
        }
        own["required"].append(table.name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Incidents of a year",
        "description": "What is not recorded is left out. Moments are in UTC.",
        "type": "object",
        "additionalProperties": False,
        "required": ["version", "as_of", "incidents"],
        "properties": {
            "version": {"const": VERSION, "description": "The version of this layout"},
            "as_of": {"type": "string", "format": "date", "description": "The day of the data"},
            "incidents": {"type": "array", "items": own},
        },
    }


def _schema(columns: tuple[Column[Any], ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for column in columns if (name := column.name) in {"id", "number"}][:1],
        "properties": {
            column.name: {**_TYPES[column.kind], "description": column.meaning}
            for column in columns
        },
    }


def _object(columns: tuple[Column[Any], ...], row: list[Any]) -> dict[str, Any]:
    return {
        column.name: value for column, value in zip(columns, row, strict=True) if value is not None
    }


def _newest_first(year: str) -> int:
    return 0 if year == UNDATED else -int(year)


def _text(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
