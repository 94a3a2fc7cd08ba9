"""What a site says: the cells of its files, held against cells that were counted anew."""

from __future__ import annotations

import csv
import io
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from support.recount.counting import Count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from support.recount.counting import Cell, Rows

PLACES = {"percent": 1, "minutes": 2}
"""To how many decimal places a column is rounded, by the last word of its name."""


def cells(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def _text(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell.removeprefix("'")


def _agrees(column: str, said: str, counted: Cell) -> bool:
    match counted:
        case None:
            return said == ""
        case frozenset():
            ids = said.split(" ") if said else []
            return len(ids) == len({*ids}) and {*ids} == counted
        case Fraction():
            ending = column.removesuffix("_rough").removesuffix("_by_windows").rsplit("_", 1)[-1]
            off = Fraction(1, 2 * 10 ** PLACES.get(ending, 9))
            return said != "" and abs(Fraction(said) - counted) <= off
        case _:
            return _text(said) == str(counted)


def differences(content: bytes, rows: Rows) -> list[str]:
    """Where a file and the rows that were counted anew disagree, a sentence each."""
    shown, found = cells(content), []
    width = len(next(iter(rows), ()))
    keys = [tuple(map(_text, row.values()))[:width] for row in shown]
    if len({*keys}) != len(keys):
        found.append("a row is there twice")
    by_key: Mapping[tuple[str, ...], dict[str, str]] = dict(zip(keys, shown, strict=True))
    found += [f"{key} is shown, not counted" for key in by_key if key not in rows]
    for key, row in rows.items():
        if key not in by_key:
            found.append(f"{key} is counted, not shown")
            continue
        said = by_key[key]
        if {*list(said)[width:]} != {*row}:
            found.append(f"columns {[*said][width:]} against {[*row]}")
            continue
        found += [
            f"{key} {name}: shown {said[name]!r}, counted {row[name]!r}"
            for name in row
            if not _agrees(name, said[name], row[name])
        ]
    return found


def told(content: bytes) -> dict[tuple[str, str], Count]:
    """What the file of every n says, by chart and metric."""
    found: dict[tuple[str, str], Count] = {}
    for row in cells(content):
        count = found.setdefault((row["chart"], row["metric"]), Count())
        if row["what"] == "counted":
            count.n = int(row["number"])
        else:
            count.left += Counter({row["reason"]: int(row["number"])})
    return found
