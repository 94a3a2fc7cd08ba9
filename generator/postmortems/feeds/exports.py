"""All tables in all formats, in one pass over the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.feeds.csv_tables import CsvTables
from postmortems.feeds.database import Database
from postmortems.feeds.json_years import JsonYears
from postmortems.feeds.tables import PARTS, TABLES, read
from postmortems.pages import addresses

if TYPE_CHECKING:
    from postmortems.pages.base import Library

DATABASE = f"{addresses.DATA}postmortems.sqlite"
JSON = f"{addresses.DATA}json/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """The files by path, how many rows each table has, and how many incidents each year."""

    files: dict[str, bytes]
    rows: dict[str, int]
    years: dict[str, int]


def csv_path(table: str) -> str:
    """Return the address of a table's CSV from the site's root."""
    return f"{addresses.DATA}csv/{table}.csv"


def exports(library: Library) -> Exports:
    """Write what goes out of every incident, in the order of ids."""
    texts, years = CsvTables(), JsonYears(library)
    rows = dict.fromkeys((table.name for table in TABLES), 0)
    with Database(library) as database:
        for incident in library.incidents.values():
            record = read(incident)
            for writer in (texts, years, database):
                writer.add(record)
            rows["incidents"] += 1
            for table, found in zip(PARTS, record.parts, strict=True):
                rows[table.name] += len(found)
        files = {DATABASE: database.content()}
    for table, content in zip(TABLES, texts.files(), strict=True):
        files[csv_path(table.name)] = content
    files |= {f"{JSON}{name}": content for name, content in years.files().items()}
    return Exports(files=files, rows=rows, years=years.counts())
