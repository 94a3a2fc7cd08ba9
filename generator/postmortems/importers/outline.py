"""A text's structure: headings, paragraphs, items of lists, rows of tables, each with its line.

Every line of the source ends up in one unit, those that Markdown itself swallows (definitions of
links, text nested too deeply) included, so that whoever reads the units loses nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt

from postmortems.importers.draft import SourceFault, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

Sort = Literal["heading", "text", "item", "row", "code", "markup"]

_BOX = re.compile(r"\[([ xX])\]\s+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)
_SAYS_NOTHING = re.compile(r"\s*+(?:[-=*_|:+~`>\s]*|(?:`{3,}|~{3,})\s*+[\w-]*\s*)")
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A piece of a text, and the line where it begins, from 1.

    ``level`` is that of a heading, or how deep in lists the unit stands (0 outside); ``done`` tells
    of a ticked or an empty box. A row has ``cells`` under the ``header`` of its table, which is
    itself a row with both alike. ``markup`` says nothing that a reader sees, such as a comment.
    """

    sort: Sort
    text: str
    line: int
    level: int = 0
    done: bool | None = None
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()

    @property
    def spot(self) -> Spot:
        """Return its place."""
        return Spot(self.line)

    def lines(self) -> Iterator[Unit]:
        """Yield each line of a text or an item as a unit; what follows an item is its text."""
        for index, each in enumerate(self.text.split("\n")):
            sort: Sort = "text" if index and self.sort == "item" else self.sort
            done = None if index else self.done
            yield replace(self, sort=sort, text=each.strip(), line=self.line + index, done=done)


def outline(text: str, first: int = 1) -> list[Unit]:
    """Return the units of a text whose first line is the source's line ``first``.

    Raises SourceFault for tables so wide and long that nobody wrote them.
    """
    lines = text.split("\n")
    widest = max((each.count("|") for each in lines), default=0)
    if widest * sum("|" in each for each in lines) > max(_MOST_CELLS, 4 * len(text)):
        raise SourceFault("the tables are too large to be a postmortem's", fix="cut them out")
    parser = MarkdownIt("commonmark").enable("table")
    # Only the structure is wanted: what stands in a line stays Markdown.
    parser.core.ruler.enableOnly(["normalize", "block"])
    return _Outline(lines, first).read(parser.parse(text))


class _Outline:
    def __init__(self, lines: Sequence[str], first: int) -> None:
        self.lines = lines
        self.first = first
        self.units: list[Unit] = []
        self.covered: set[int] = set()

    def read(self, tokens: Sequence[Token]) -> list[Unit]:
        depth = 0
        fresh = False  # the next paragraph is the beginning of an item
        around = ""
        cells: list[str] = []
        header: tuple[str, ...] = ()
        for token in tokens:
            if token.type == "list_item_open":
                depth, fresh = depth + 1, True
            elif token.type == "list_item_close":
                depth, fresh = depth - 1, False
            elif token.type == "tr_open":
                cells = []
            elif token.type == "tr_close":
                if around == "thead_open":
                    header = tuple(cells)
                self._row(tuple(cells), header, depth)
            elif token.type in {"thead_open", "tbody_open", "heading_open", "paragraph_open"}:
                around, opened = token.type, token
                if token.map:
                    self._cover(token.map)
            elif token.type in {"fence", "code_block", "html_block"}:
                self._literal(token, depth)
                fresh = False
            elif token.type == "inline":
                if around in {"thead_open", "tbody_open"}:
                    cells.append(_BREAK.sub(" ", token.content).strip())
                    self.row_line = self._line(token)
                    continue
                self._inline(token, opened, depth, fresh=fresh)
                fresh = False
        self._uncovered()
        self.units.sort(key=lambda each: each.line)
        return self.units

    def _inline(self, token: Token, opened: Token, depth: int, *, fresh: bool) -> None:
        text = _BREAK.sub("\n", token.content).strip()
        setext = opened.markup in {"-", "="} and "\n" in text
        if opened.type == "heading_open" and not setext:
            self._add("heading", text, self._line(token), int(opened.tag[1]))
            return
        box = _BOX.match(text) if fresh else None
        self._add(
            "item" if fresh else "text",
            text[box.end() :] if box else text,
            self._line(token),
            depth,
            done=None if box is None else box[1] != " ",
        )

    def _literal(self, token: Token, depth: int) -> None:
        if token.map:
            self._cover(token.map)
        if token.type == "html_block":
            bare = _COMMENT.sub("", token.content)
            self._add(
                "text" if bare else "markup", token.content.strip("\n"), self._line(token), depth
            )
        elif token.content.strip():
            self._add("code", token.content.rstrip("\n"), self._line(token), depth)

    def _row(self, cells: tuple[str, ...], header: tuple[str, ...], depth: int) -> None:
        text = " | ".join(each for each in cells if each)
        if not text:
            return
        unit = Unit(
            sort="row", text=text, line=self.row_line, level=depth, cells=cells, header=header
        )
        self.units.append(unit)

    def _add(
        self, sort: Sort, text: str, line: int, level: int, *, done: bool | None = None
    ) -> None:
        if text:
            self.units.append(Unit(sort=sort, text=text, line=line, level=level, done=done))

    def _line(self, token: Token) -> int:
        return self.first + (token.map[0] if token.map else 0)

    def _cover(self, lines: Sequence[int]) -> None:
        self.covered.update(range(lines[0], lines[1]))

    def _uncovered(self) -> None:
        """Make text of the lines that the parser swallowed."""
        for index, line in enumerate(self.lines):
            if index not in self.covered and _SAYS_NOTHING.fullmatch(line) is None:
                self._add("text", line.strip(), self.first + index, 0)
