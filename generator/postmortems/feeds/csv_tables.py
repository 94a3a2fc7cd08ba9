"""Tables as CSV, in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from postmortems.feeds.tables import TABLES
from postmortems.pages.dashboard.tabular import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.feeds.columns import Kind
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
        for cells, writer, rows in zip(
            _CELLS, self._writers, ([record.own], *record.parts), strict=True
        ):
            for row in rows:
                line = row.copy()
                for place, cell in cells:
                    if (value := line[place]) is not None:
                        line[place] = cell(value)
                writer.writerow(line)

    def files(self) -> list[bytes]:
        """Return the files in the order of the tables."""
        return [text.getvalue().encode() for text in self._texts]


def _boolean(value: bool) -> str:  # noqa: FBT001 - it is the value
    return "true" if value else "false"


def _list(names: list[str]) -> str:
    return guard(" ".join(names))


def _number(value: float) -> str:
    return f"{value:.15g}"


# Half a million rows: only what the writer would not write right by itself is looked at.
_KINDS: dict[Kind, Callable[[Any], str]] = {
    "text": guard,
    "markdown": guard,
    "boolean": _boolean,
    "list": _list,
    "number": _number,
}
_CELLS = tuple(
    tuple(
        (place, _KINDS[column.kind])
        for place, column in enumerate(table.columns)
        if column.kind in _KINDS
    )
    for table in TABLES
)
