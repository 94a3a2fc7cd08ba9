"""All tables in all formats: in parts, so that no file grows for ever and an edit changes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.feeds.csv_tables import CsvTables
from postmortems.feeds.database import Database
from postmortems.feeds.json_years import JsonYears, index, schema_file
from postmortems.feeds.tables import PARTS, TABLES, read
from postmortems.pages import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from postmortems.pages.base import Library

JSON = f"{addresses.DATA}json/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a part holds: rows by table, and incidents by year, newest first, undated ones last.

    ``number`` counts parts from 1; ``first`` and ``last`` are ids, empty where there is none.
    """

    number: int
    first: str
    last: str
    rows: Mapping[str, int]
    years: Mapping[str, int]


def cut(ids: Iterable[str], size: int) -> list[tuple[str, ...]]:
    """Cut ids into parts of at most ``size``, in their order; there is always a first part.

    They are counted from the lowest, so that a new incident changes the last part only.
    """
    ordered = sorted(ids)
    return [tuple(ordered[first : first + size]) for first in range(0, len(ordered) or 1, size)]


def part(library: Library, number: int, ids: Sequence[str]) -> tuple[dict[str, bytes], Counts]:
    """Write what goes out of the incidents of a part; return the files by path, and its counts."""
    texts, years = CsvTables(), JsonYears(library)
    rows = dict.fromkeys((table.name for table in TABLES), 0)
    with Database(library) as database:
        for incident_id in ids:
            record = read(library.incidents[incident_id])
            for writer in (texts, years, database):
                writer.add(record)
            rows["incidents"] += 1
            for table, found in zip(PARTS, record.parts, strict=True):
                rows[table.name] += len(found)
        files = {database_path(number): database.content()}
    for table, content in zip(TABLES, texts.files(), strict=True):
        files[csv_path(table.name, number)] = content
    files |= {json_path(year, number): content for year, content in years.files().items()}
    counts = Counts(
        number=number,
        first=ids[0] if ids else "",
        last=ids[-1] if ids else "",
        rows=rows,
        years=years.counts(),
    )
    return files, counts


def contents(library: Library, parts: Iterable[Counts]) -> dict[str, bytes]:
    """Write what says which JSON files there are, and what they mean."""
    listed = [(json_name(year, number), held) for year, number, held in years(parts)]
    return {f"{JSON}index.json": index(library, listed), f"{JSON}schema.json": schema_file()}


def years(parts: Iterable[Counts]) -> list[tuple[str, int, int]]:
    """List the JSON files: year, part and number of incidents; the newest year comes first."""
    held = [(year, each.number, number) for each in parts for year, number in each.years.items()]
    return sorted(held, key=lambda each: (each[0].isdigit(), each[0], -each[1]), reverse=True)


def database_path(number: int = 1) -> str:
    """Return the address of a part's SQLite file from the site's root."""
    return f"{addresses.DATA}postmortems{_suffix(number)}.sqlite"


def csv_path(table: str, number: int = 1) -> str:
    """Return the address of a part of a table as CSV from the site's root."""
    return f"{addresses.DATA}csv/{table}{_suffix(number)}.csv"


def json_path(year: str, number: int = 1) -> str:
    """Return the address of what a part holds of a year as JSON, from the site's root."""
    return f"{JSON}{json_name(year, number)}"


def json_name(year: str, number: int) -> str:
    """Return the name of the file of what a part holds of a year."""
    return f"{year}{_suffix(number)}.json"


def _suffix(number: int) -> str:
    return "" if number == 1 else f"-{number}"
