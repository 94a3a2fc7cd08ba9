"""Tables as CSV, in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from postmortems.feeds.tables import TABLES
from postmortems.pages.dashboard.tabular import guard

if TYPE_CHECKING:
    from postmortems.feeds.columns import Value
    from postmortems.feeds.tables import Record


class CsvTables:
    """Takes records one by one, and gives one file a table: UTF-8, a heading, one row an entry.

    What is not recorded is empty, a list has spaces between its names.
    """

    def __init__(self) -> None:
        """Begin every table with its heading."""
        self._texts = [io.StringIO() for _ in TABLES]
        self._writers = [csv.writer(text, lineterminator="\n") for text in self._texts]
        for table, writer in zip(TABLES, self._writers, strict=True):
            writer.writerow([column.name for column in table.columns])

    def add(self, record: Record) -> None:
        """Write the rows of one incident."""
        for writer, rows in zip(self._writers, ([record.own], *record.parts), strict=True):
            writer.writerows([[_cell(value) for value in row] for row in rows])

    def files(self) -> list[bytes]:
        """Return the files in the order of the tables."""
        return [text.getvalue().encode() for text in self._texts]


def _cell(value: Value) -> str:
    match value:
        case str():
            return guard(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return guard(" ".join(value))
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
