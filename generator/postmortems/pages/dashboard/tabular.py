"""Tables of numbers: as a page shows them, and as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.clock import duration
from postmortems.pages.base import NOT_RECORDED, incident_url

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NAMED = 12
"""How many incidents a page names in one place before it says how many more there are."""

# What spreadsheets read as the start of a formula, also behind spaces and quotes, and what
# they turn into it: the full-width forms.
_FORMULA = re.compile(r"[\s\"'\u2018-\u201f]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value as a page shows it.

    ``raw`` is what the CSV says instead, where that differs; ``url`` leads, from the site's root,
    to what the value counts; ``number`` sets it to the right. ``named`` are links that stand in
    place of the text, with ``more`` left out.
    """

    text: str
    raw: str | None = None
    url: str = ""
    number: bool = False
    named: tuple[Named, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An incident, or one of its actions, with its address from the site's root."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A table: for each column its heading and its name in the CSV, and rows of as many cells."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


def words(text: str, url: str = "", raw: str | None = None) -> Cell:
    """Make a cell of text."""
    return Cell(text=text, raw=raw, url=url)


def number(value: int, url: str = "") -> Cell:
    """Make a cell of a count."""
    return Cell(text=f"{value:,}", raw=str(value), url=url if value else "", number=True)


def reference(name: str) -> str:
    """Return the address of an incident, or of the action that ``INC-…#A1`` names."""
    incident, _, action = name.partition("#")
    return incident_url(incident) + (f"#action-{action.lower()}" if action else "")


def names(ids: Iterable[str]) -> Cell:
    """Make a cell of links to incidents or actions."""
    every = tuple(ids)
    return Cell(
        text=" ".join(every),
        named=tuple(Named(text=name, url=reference(name)) for name in every[:MOST_NAMED]),
        more=max(0, len(every) - MOST_NAMED),
    )


def lasting(minutes: float | None, without: str = NOT_RECORDED) -> Cell:
    """Make a cell of a duration; the CSV has minutes, and nothing where there is none."""
    if minutes is None:
        return Cell(text=without, raw="", number=True)
    return Cell(
        text=duration(timedelta(minutes=minutes)), raw=f"{round(minutes, 2):.12g}", number=True
    )


def amount(value: float) -> Cell:
    """Make a cell of a measured number, with two decimals at the most."""
    return Cell(
        text=f"{value:,.2f}".rstrip("0").rstrip("."), raw=f"{round(value, 2):.12g}", number=True
    )


def share(part: int, whole: int) -> Cell:
    """Make a cell of a percentage; ``not recorded`` never becomes 0 %."""
    if not whole:
        return Cell(text="–", raw="", number=True)
    return Cell(text=percent(part, whole), raw=f"{100 * part / whole:.1f}", number=True)


def percent(part: int, whole: int) -> str:
    """Say a share in whole percent; only none is 0 %, and only all is 100 %."""
    if part in {0, whole}:
        return "100 %" if part else "0 %"
    return f"{min(99, max(1, round(100 * part / whole)))} %"


def to_csv(data: Data) -> bytes:
    """Write a table as CSV in UTF-8, one line a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guard(name) for _, name in data.columns])
    for row in data.rows:
        writer.writerow([guard(cell.text if cell.raw is None else cell.raw) for cell in row])
    return out.getvalue().encode()


def guard(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    # Half a million cells are asked about, and nearly all begin with a letter or a digit.
    if value[:1].isalnum() or not _FORMULA.match(value):
        return value
    return f"'{value}"
