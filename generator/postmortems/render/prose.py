"""The one path of an incident's Markdown into a page: read by us, cut down, and encoded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.characters import tame
from postmortems.render import commonmark
from postmortems.render.plain import entities, is_tight, plain
from postmortems.render.sanitize import BLOCK_TAGS, INLINE_TAGS, sanitize

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["block", "inline", "plain", "text"]

# What inline Markdown could read as more than text. An underscore before a letter closes no
# emphasis, and square brackets are a link only before an address: a paragraph has no definitions.
# Whether a character that any of it begins with is there at all is seen ten times as fast.
_INLINE_STARTS = re.compile(r"[*`~_<&\\\]\n]")
_INLINE = re.compile(r"[*`]|~~|_(?![A-Za-z0-9_])|\]\(|<\S|&#?\w+;|\\[!-/:-@\[-`{-~\n]|\n(?<=  \n)")
# A line that may be more than part of a paragraph, unless it begins like a sentence.
_BLOCK = re.compile(r"""\n(?![^\W\d_]|["'(\n]|\Z)""")
_LOOSE_SPACE = re.compile(r" [\t\n ]+|[\t\n][\t\n ]*")
_BLANK_LINES = re.compile(r"\n[\t ]*\n[\t\n ]*")


def block(markdown: str, heading_level: int = 3) -> str:
    """Render prose as one raw HTML block, for a line of its own between two blank lines.

    A heading of the first level becomes ``<h3>``, or what `heading_level` says, and so on down.
    What is too deep, too long or too wide to be read as Markdown is shown as it was typed.
    """
    markdown = tame(markdown)
    if not _marked_up(markdown):
        html = _paragraphs(markdown, " ")
    elif tokens := _read(markdown):
        html = sanitize(commonmark.to_html(tokens, heading_level), BLOCK_TAGS)
    else:
        html = _paragraphs(markdown, "<br>")
    return f'<div class="pm-prose">{html}</div>'


def inline(markdown: str) -> str:
    """Render one paragraph as inline HTML, for any place in Markdown or HTML where text may be."""
    markdown = tame(markdown.strip("\t\n\r "))
    if _marked_up_inline(markdown) and commonmark.readable(markdown):
        return sanitize(commonmark.to_html(commonmark.line(markdown), 1), INLINE_TAGS)
    return entities(_single_spaced(markdown))


def text(markdown: str, limit: int | None = None) -> str:
    """Give the words of prose on one line, at most `limit` characters, cut between two words.

    This is text and not markup: encode it, with `plain` or a writer, wherever it goes.
    """
    words = tame(markdown)
    if _marked_up(words) and (tokens := _read(words)):
        words = tame("".join(commonmark.words(tokens)))
    words = " ".join(words.split())
    if limit is None or len(words) <= limit:
        return words
    cut = words[:limit]
    return (cut.rpartition(" ")[0] or cut[:-1]).rstrip(" ,;:") + "…"


def _marked_up(markdown: str) -> bool:
    return bool(_BLOCK.search("\n" + markdown)) or _marked_up_inline(markdown)


def _marked_up_inline(markdown: str) -> bool:
    return bool(_INLINE_STARTS.search(markdown) and _INLINE.search(markdown))


def _read(markdown: str) -> list[Token] | None:
    return commonmark.blocks(markdown) if commonmark.readable(markdown) else None


def _paragraphs(markdown: str, line_break: str) -> str:
    """Write text as paragraphs, parted where lines are blank."""
    return "".join(
        f"<p>{line_break.join(_line(line) for line in paragraph.split(chr(10)))}</p>"
        for paragraph in _BLANK_LINES.split(markdown.strip("\t\n "))
        if paragraph
    )


def _line(line: str) -> str:
    return entities(_single_spaced(line).strip(" "))


def _single_spaced(text: str) -> str:
    return text if is_tight(text) else _LOOSE_SPACE.sub(" ", text)
