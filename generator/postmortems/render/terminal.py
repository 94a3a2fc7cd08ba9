"""An incident's Markdown as rows of plain text: paragraphs, lists, quotes, code and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.answers.sheet.parts import Row
from postmortems.characters import tame
from postmortems.render import commonmark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_GAP = Row()
_ENDS = frozenset({"paragraph_close", "heading_close", "list_close", "table_close"})


def rows(markdown: str) -> tuple[Row, ...]:
    """Lay prose out for a terminal.

    What is too deep, too long or too wide to be read as Markdown is shown as it was typed.
    """
    markdown = tame(markdown)
    tokens = commonmark.blocks(markdown) if commonmark.readable(markdown) else None
    if tokens is None:
        return tuple(Row(text=each, fixed=True) for each in markdown.strip("\n").split("\n"))
    return _Layout().of(tokens)


class _Layout:
    """Goes through the tokens of one text, and remembers the lists and quotes around each."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._numbers: list[int | None] = []  # of the next item of each list, None for bullets
        self._mark = ""  # of an item that has no text yet
        self._quotes = 0
        self._cells: list[str] | None = None

    def of(self, tokens: Sequence[Token]) -> tuple[Row, ...]:
        for token in tokens:
            self._take(token)
        while self._rows and self._rows[-1] == _GAP:
            self._rows.pop()
        return tuple(self._rows)

    def _take(self, token: Token) -> None:
        kind = token.type.removeprefix("bullet_").removeprefix("ordered_")
        if kind == "inline":
            self._text(tame("".join(commonmark.words([token]))))
        elif kind in {"fence", "code_block"}:
            self._code(tame(token.content))
        elif kind == "hr":
            self._text("---")
        elif kind.startswith(("list_", "blockquote_")):
            self._nest(kind, token)
        elif kind == "tr_open":
            self._cells = []
        elif kind == "tr_close":
            cells, self._cells = self._cells or [], None
            self._text(" | ".join(cells))
        if kind in _ENDS and not self._numbers:
            self._rows.append(_GAP)

    def _nest(self, kind: str, token: Token) -> None:
        if kind == "list_open":
            start = int(token.attrs.get("start", 1)) if token.tag == "ol" else None
            self._numbers.append(start)
        elif kind == "list_close":
            self._numbers.pop()
        elif kind == "list_item_open":
            number = self._numbers[-1]
            self._mark = "- " if number is None else f"{number}. "
            self._numbers[-1] = None if number is None else number + 1
        elif kind == "list_item_close":
            self._mark = ""
        else:
            self._quotes += 1 if kind == "blockquote_open" else -1

    def _text(self, said: str) -> None:
        said = " ".join(said.split())
        if self._cells is not None:
            self._cells.append(said)
            return
        depth = len(self._numbers) - bool(self._mark)
        mark, self._mark = "> " * self._quotes + self._mark, ""
        self._rows.append(Row(indent=2 * depth, mark=mark, text=said))

    def _code(self, said: str) -> None:
        indent = 2 * len(self._numbers) + 2
        lines = said.rstrip("\n").split("\n")
        self._rows += [Row(indent=indent, text=each.expandtabs(4), fixed=True) for each in lines]
        self._rows.append(_GAP)
