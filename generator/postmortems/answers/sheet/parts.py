"""What a sheet is made of: words, and blocks of words, for every format that shows an incident."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A piece of a line, one of: plain ``text``, a ``line`` of Markdown, an address, a gap.

    ``url`` is an https address that was checked; ``absent`` says what is not there.
    """

    text: str = ""
    line: str = ""
    url: str = ""
    absent: str = ""


Words = tuple[Said, ...]
"""One line, piece by piece; the pieces stand beside each other as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label with what is known about it, and a note in smaller print."""

    label: str
    words: Words
    note: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An entry of a list: a short mark such as a time, the entry, lines and points below it.

    ``aside`` stands beside the mark and says less; ``strong`` marks are meant to be seen first.
    """

    mark: str = ""
    aside: str = ""
    strong: bool = True
    words: Words
    under: tuple[Words, ...] = ()
    inner: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table, with a note below it; a cell without words is empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One of: a line, prose in Markdown, facts, points, a table."""

    line: Words = ()
    prose: str = ""
    facts: tuple[Fact, ...] = ()
    points: tuple[Point, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks under a title; a ``minor`` one belongs to the section before it."""

    title: str
    blocks: tuple[Block, ...]
    minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An incident for reading: what it is, how it stands, then its story section by section.

    ``badges`` are its level, status, kind and the like, ``lead`` how long it lasted.
    """

    id: str
    title: str
    badges: tuple[str, ...]
    lead: Words
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]


def text(*parts: str) -> Words:
    """Make one line of plain text."""
    return (Said(text="".join(parts)),)


def line(markdown: str) -> Words:
    """Make one line of inline Markdown."""
    return (Said(line=markdown),)


def address(url: str) -> Words:
    """Make a line of an address."""
    return (Said(url=url),)


def absent(words: str) -> Words:
    """Make a line that says what is not there."""
    return (Said(absent=words),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of prose for a terminal, ``indent`` columns in, after a mark such as ``- ``.

    A ``fixed`` one is never folded; one without text parts what stands before from what follows.
    """

    indent: int = 0
    mark: str = ""
    text: str = ""
    fixed: bool = False
