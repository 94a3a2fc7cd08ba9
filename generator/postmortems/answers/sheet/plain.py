"""A sheet as plain text, folded to the width of a terminal, with colours where it has them."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from postmortems.characters import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from postmortems.answers.sheet.parts import Block, Fact, Grid, Point, Row, Section, Sheet, Words

WIDTH = 80
"""How wide a text is that goes nowhere in particular."""
_NARROWEST = 40
_WIDEST = 100  # longer lines are hard to read
_MOST = 24  # columns for marks and labels
_LONGEST = 100_000
_BOLD, _DIM, _HEAD = "1", "2", "1;4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes sheets ``width`` columns wide.

    ``words`` turns a line of Markdown into its words, ``rows`` prose into rows; both come from the
    room that reads Markdown.
    """

    words: Callable[[str], str]
    rows: Callable[[str], Sequence[Row]]
    width: int = WIDTH
    colour: bool = False

    def write(self, sheet: Sheet) -> str:
        """Write a whole sheet; no character in it steers a terminal but our own colours."""
        head = " · ".join((sheet.id, *sheet.badges))
        lines = [self._paint(each, _DIM) for each in self._fold(head, "", "")]
        lines += [self._paint(each, _BOLD) for each in self._fold(sheet.title, "", "")]
        lines += self._fold(self._said(sheet.lead), "", "")
        lines += ["", *self._facts(sheet.facts)]
        for section in sheet.sections:
            lines += ["", *self._section(section)]
        return "\n".join(lines) + "\n"

    def _section(self, section: Section) -> Iterator[str]:
        title = section.title if section.minor else section.title.upper()
        yield self._paint(printable(title, _LONGEST), _BOLD if section.minor else _HEAD)
        for number, block in enumerate(section.blocks):
            # A line heads what comes below it; everything else stands apart.
            if number and not section.blocks[number - 1].line:
                yield ""
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        if block.line:
            yield from self._line(block.line)
        if block.prose:
            yield from self._prose(block.prose)
        yield from self._facts(block.facts)
        yield from self._points(block.points, 2)
        if block.grid:
            yield from self._grid(block.grid)

    def _line(self, words: Words) -> Iterator[str]:
        for each in self._fold(self._said(words), "  ", "  "):
            yield self._paint(each, _DIM) if _absent(words) else each

    def _prose(self, markdown: str) -> Iterator[str]:
        for row in self.rows(markdown):
            gap = " " * (2 + row.indent)
            if row.fixed:
                yield (gap + row.mark + printable(row.text, _LONGEST)).rstrip()
            else:
                yield from self._fold(row.text, gap + row.mark, gap + " " * len(row.mark))

    def _facts(self, facts: Sequence[Fact]) -> Iterator[str]:
        column = min(max((len(each.label) for each in facts), default=0), _MOST)
        for each in facts:
            said, dim = self._said(each.words), _absent(each.words)
            yield from self._marked(each.label, said, 2, column, dim=dim)
            gap = " " * (2 + column + 2)
            for folded in self._fold(self._said(each.note), gap, gap) if each.note else ():
                yield self._paint(folded, _DIM)

    def _points(self, points: Sequence[Point], indent: int) -> Iterator[str]:
        marks = [" ".join(filter(None, (each.mark, each.aside))) for each in points]
        column = min(max(map(len, marks), default=0), _MOST)
        for each, mark in zip(points, marks, strict=True):
            said, strong = self._said(each.words), each.strong
            if column:
                gap = indent + column + 2
                dim = _absent(each.words)
                yield from self._marked(mark, said, indent, column, dim=dim, strong=strong)
            else:
                gap = indent + 2
                yield from self._fold(said, " " * indent + "- ", " " * gap)
            for line in each.under:
                for folded in self._fold(self._said(line), " " * gap, " " * (gap + 2)):
                    yield self._paint(folded, _DIM)
            yield from self._points(each.inner, indent + 2)

    def _grid(self, grid: Grid) -> Iterator[str]:
        """Write a table as entries: its first column marks them, the others follow with names."""
        firsts = [self._said(row[0]) for row in grid.rows]
        column = min(max(map(len, firsts), default=0), _MOST)
        for first, row in zip(firsts, grid.rows, strict=True):
            cells = zip_longest(grid.columns[1:], map(self._said, row[1:]), fillvalue="")
            rest = " · ".join(f"{name}: {said}" for name, said in cells if said)
            yield from self._marked(first, rest, 2, column)
        if grid.note:
            yield from self._fold(grid.note, "  ", "  ")

    def _marked(
        self,
        mark: str,
        said: str,
        indent: int,
        column: int,
        *,
        dim: bool = False,
        strong: bool = True,
    ) -> Iterator[str]:
        """Write an entry beside its mark, or below it where the mark is longer than its column."""
        gap = " " * (indent + column + 2)
        shown = printable(mark, _LONGEST)
        code = _BOLD if strong else ""
        if len(shown) > column:
            for each in self._fold(shown, " " * indent, " " * indent):
                yield self._paint(each, code)
            lines = self._fold(said, gap, gap) if said else []
        else:
            head = " " * indent + self._paint(shown, code) + " " * (column - len(shown) + 2)
            first, *lines = self._fold(said, gap, gap)
            yield (head + self._paint(first[len(gap) :], _DIM if dim else "")).rstrip()
        for each in lines:
            yield self._paint(each, _DIM if dim else "")

    def _said(self, words: Words) -> str:
        return "".join(
            each.text or each.url or each.absent or (self.words(each.line) if each.line else "")
            for each in words
        )

    def _fold(self, said: str, first: str, rest: str) -> list[str]:
        return textwrap.wrap(
            printable(" ".join(said.split()), _LONGEST),
            max(self.width, _NARROWEST),
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,  # an address can be clicked while it is whole
        ) or [first.rstrip()]

    def _paint(self, said: str, code: str) -> str:
        return f"\x1b[{code}m{said}\x1b[0m" if self.colour and code and said else said


def _absent(words: Words) -> bool:
    return any(each.absent for each in words)


def fitting(columns: int) -> int:
    """Return how wide to write for a terminal of so many columns."""
    return max(_NARROWEST, min(columns, _WIDEST))
