"""Data and feeds: what other programs can read, and where; the feeds room fills the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from postmortems.pages.base import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """A feed with its two files, from the site's root."""

    name: str
    page: str
    atom: str
    json: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file with what it holds and, in words, how much."""

    name: str
    url: str
    holds: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A column; ``meaning`` is inline Markdown."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """A table as every format gives it, with the address of its CSV."""

    name: str
    meaning: str
    csv: str
    size: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """A part of the data: how many incidents, the ids from and to, and files with addresses."""

    number: int
    first: str
    last: str
    size: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeLine:
    """A badge: its words, its file from the site's root, and what to copy, where that is known."""

    words: str
    holds: str
    url: str
    markdown: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage(Page):
    """The page; ``address`` tells whether the site's own is known, ``undated`` whom feeds miss.

    ``parts`` is empty while one part holds everything.
    """

    template: ClassVar[str] = "data.md.j2"

    as_of: str
    address: bool
    entries: int
    undated: str
    feeds: tuple[FeedLine, ...]
    services: tuple[FeedLine, ...]
    calendars: tuple[FileLine, ...]
    teams: tuple[FileLine, ...]
    left_out: str
    tables: tuple[TableLine, ...]
    database: FileLine
    years: tuple[FileLine, ...]
    index: str
    schema: str
    part_incidents: int
    parts: tuple[PartLine, ...]
    badges: tuple[BadgeLine, ...]
    service_badges: tuple[BadgeLine, ...]
