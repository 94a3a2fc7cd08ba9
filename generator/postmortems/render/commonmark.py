"""Reads strangers' CommonMark within limits, and leaves images and large headings out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token

from postmortems.render.sanitize import SAFE_LINK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The parser's time is linear in each of these: see `readable`, and benchmarks/README.md for what
# the worst texts within all of them take.
LONGEST = 50_000
MOST_LINES = 4_000
MOST_BRACKETS = 4_000
MOST_MARKS = 8_000  # of emphasis; a thousand bold words have half as many
MOST_CELLS = 10_000
FREE_CELLS = 200
DEEPEST = 20
LONGEST_LINK = 2_000
# Addresses and titles together: `[a]: https://…` and a thousand times `[a]` grow without end.
MOST_LINKED = 200_000
SMALLEST_HEADING = 6


class _Parser(MarkdownIt):
    """CommonMark with tables and strikethrough, without HTML, and with our idea of a link."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "maxNesting": DEEPEST})
        self.enable(["table", "strikethrough"])

    def validateLink(self, url: str) -> bool:  # noqa: N802 - MarkdownIt's own name for it
        """Tell whether to make a link; what is none stays on the page as it was typed."""
        return len(url) <= LONGEST_LINK and SAFE_LINK.fullmatch(url) is not None


_PARSER = _Parser()  # keeps nothing of a text between two calls


def readable(text: str) -> bool:
    """Tell whether a text is within what is read as Markdown at all.

    Prose that people write is far from these limits; text made to keep the parser busy, or to
    become a page of a hundred times its size, is not.
    """
    if len(text) > LONGEST or text.count("[") > MOST_BRACKETS:
        return False
    if sum(map(text.count, "*_~")) > MOST_MARKS:
        return False
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        return False
    # The parser fills a table's rows up to the width of its head, however little they say.
    cells = lines * max(map(_pipes, text.split("\n"))) if "|" in text else 0
    return cells <= min(MOST_CELLS, FREE_CELLS + len(text))


def _pipes(line: str) -> int:
    return line.count("|")


def blocks(text: str) -> list[Token] | None:
    """Read prose; None when it goes deeper than the parser does, which then skips the rest."""
    tokens = _PARSER.parse(text)
    linked = 0
    for token in tokens:
        if token.level >= DEEPEST - 1:
            return None
        for child in token.children or ():
            linked += sum(len(str(value)) for value in child.attrs.values())
    return tokens if linked <= MOST_LINKED else None


def line(text: str) -> list[Token]:
    """Read one paragraph of inline Markdown."""
    return _PARSER.parseInline(text)


def to_html(tokens: Sequence[Token], heading_level: int) -> str:
    """Write tokens as HTML, a heading of the first level at `heading_level`. Changes the tokens."""
    for token in tokens:
        if token.children:
            token.children = list(_settled(token.children))
        elif token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + heading_level - 1, SMALLEST_HEADING)}"
        elif token.type in {"td_open", "th_open"} and "style" in token.attrs:
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return html


def _settled(children: Sequence[Token]) -> Iterator[Token]:
    """Put an image's description and a link to it in its place, behind a link that it is in."""
    inside = False
    waiting: list[Token] = []
    for token in children:
        if token.type == "image":
            described = "".join(words(token.children or ()))
            yield _text(described)
            waiting += _reference(str(token.attrs["src"]), bare=not described)
        else:
            if token.type in {"link_open", "link_close"}:
                inside = token.type == "link_open"
            yield token
        if not inside:
            yield from waiting
            waiting.clear()


def _reference(address: str, *, bare: bool) -> list[Token]:
    link = [
        Token("link_open", "a", 1, attrs={"href": address}),
        _text(address),
        Token("link_close", "a", -1),
    ]
    return link if bare else [_text(" ("), *link, _text(")")]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def words(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the texts of tokens in their order, with white space where a block or line ends."""
    for token in tokens:
        if token.children:
            yield from words(token.children)
        else:
            yield token.content
        if token.block or token.type in {"softbreak", "hardbreak"}:
            yield "\n"
