"""The tables as one SQLite file, with keys, indexes, a view, and a table that explains them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Self

from postmortems.feeds.tables import INCIDENTS, TABLES, VERSION

if TYPE_CHECKING:
    from postmortems.feeds.columns import Column, Kind, Table
    from postmortems.feeds.tables import Record
    from postmortems.pages.base import Library

_TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "markdown": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "moment": "TEXT",
    "day": "TEXT",
    "list": "TEXT",
}
# Which SQLite wrote a file says nothing about what is in it, and differs from machine to machine.
# The header holds that version as four bytes from 96; from 24 and from 92 it counts changes.
_WRITER = slice(96, 100)
_SETTINGS = """
PRAGMA encoding = 'UTF-8';
PRAGMA page_size = 4096;
PRAGMA auto_vacuum = NONE;
"""
_AFTER = """
CREATE INDEX incidents_by_start ON incidents (started);
CREATE INDEX incidents_by_severity ON incidents (severity);
CREATE INDEX actions_by_due ON actions (status, due);
CREATE VIEW unfinished_actions AS
  SELECT actions.*, incidents.title AS incident_title, incidents.severity
  FROM actions JOIN incidents ON incidents.id = actions.incident_id
  WHERE actions.status IN ('open', 'in_progress')
  ORDER BY actions.due IS NULL, actions.due, actions.incident_id, actions.number;
"""


class Database:
    """Takes records one by one into a database in memory.

    ``list`` columns have spaces between their names; those of incidents stand in tables of their
    own as well, such as ``incident_services``, one row a name. Use it as a context manager.
    """

    def __init__(self, library: Library) -> None:
        """Make the tables, and write what is in them and as of which day."""
        self._connection = sqlite3.connect(":memory:")
        self._connection.executescript(_SETTINGS)
        self._lists = [
            (place, f"incident_{column.name}")
            for place, column in enumerate(INCIDENTS.columns)
            if column.kind == "list"
        ]
        self._connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        site = library.settings.site
        about = {"name": site.name, "as_of": library.as_of.date().isoformat()}
        if site.url is not None:
            about["url"] = site.url
        self._connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        self._connection.execute(
            "CREATE TABLE columns (table_name TEXT, name TEXT, kind TEXT, meaning TEXT,"
            " PRIMARY KEY (table_name, name))"
        )
        for table in TABLES:
            self._connection.execute(_create(table))
            self._connection.executemany(
                "INSERT INTO columns VALUES (?, ?, ?, ?)",
                [(table.name, each.name, each.kind, each.meaning) for each in table.columns],
            )
        for _, name in self._lists:
            self._connection.execute(
                f"CREATE TABLE {name} (incident_id TEXT NOT NULL REFERENCES incidents (id),"
                " name TEXT NOT NULL, PRIMARY KEY (incident_id, name)) WITHOUT ROWID"
            )

    def __enter__(self) -> Self:
        """Return the database itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the memory."""
        self._connection.close()

    def add(self, record: Record) -> None:
        """Insert the rows of one incident."""
        rows = ([record.own], *record.parts)
        for (insert, lists), found in zip(_INSERTS, rows, strict=True):
            self._connection.executemany(insert, _joined(found, lists) if lists else found)
        for place, name in self._lists:
            self._connection.executemany(
                f"INSERT INTO {name} VALUES (?, ?)",  # noqa: S608 - our own names
                [(record.incident.id, value) for value in dict.fromkeys(record.own[place])],
            )

    def content(self) -> bytes:
        """Return the file: the same bytes for the same records, whatever machine wrote it."""
        self._connection.executescript(_AFTER)
        self._connection.execute(f"PRAGMA user_version = {VERSION:d}")
        self._connection.commit()
        # The order of insertion left holes that another version may leave elsewhere.
        self._connection.execute("VACUUM")
        content = bytearray(self._connection.serialize())
        content[_WRITER] = bytes(4)
        return bytes(content)


def _create(table: Table[Any]) -> str:
    columns = ", ".join(_column(each, table) for each in table.columns)
    key = "" if table is INCIDENTS else ", PRIMARY KEY (incident_id, number)"
    return f"CREATE TABLE {table.name} ({columns}{key})"


def _column(column: Column[Any], table: Table[Any]) -> str:
    words = f'"{column.name}" {_TYPES[column.kind]}'
    if table is INCIDENTS and column.name == "id":
        return f"{words} PRIMARY KEY NOT NULL"
    if column.name == "incident_id":
        return f"{words} NOT NULL REFERENCES incidents (id)"
    return f"{words} NOT NULL" if column.name == "number" else words


def _joined(rows: list[list[Any]], lists: tuple[int, ...]) -> list[list[Any]]:
    joined = [row.copy() for row in rows]
    for row in joined:
        for place in lists:
            row[place] = " ".join(row[place])
    return joined


# For each table its statement, and where its lists stand.
_INSERTS = tuple(
    (
        f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})",  # noqa: S608
        tuple(place for place, each in enumerate(table.columns) if each.kind == "list"),
    )
    for table in TABLES
)
