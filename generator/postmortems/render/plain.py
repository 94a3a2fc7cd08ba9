"""Plain text for Markdown and HTML: whatever could be read as markup becomes a numeric entity."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from postmortems.characters import FORBIDDEN

REPLACEMENT = "\ufffd"
MOST_MARKS = 4
SHORT = 200
DOTTED_CIRCLE = "\u25cc"
"""What Unicode lets a combining mark stand on when it has no letter of its own."""

_WORDS = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_ASCII = re.compile(r"[\t\n -~]*")
# `\w` is the underscore and exactly Unicode's letters and numbers; combining marks are neither.
_ACTIVE = re.compile(r"[^\w ]|_")
# A space between two words is harmless; at an end, or beside another one, Markdown drops it or
# reads a line break or code into it.
_ACTIVE_OR_LOOSE = re.compile(r"[^\w ]|_| (?= )|\A | \Z")
# The soft hyphen, the first in this range, hides between marks without parting them.
_MAYBE_MARKS = re.compile(rf"[^\w\x00-\xac]{{{MOST_MARKS + 1},}}")
_BREAK = re.compile(r"[\t\n]")


def plain(text: str) -> str:
    """Encode a text for a place in Markdown, in raw HTML or in a double-quoted attribute value.

    Letters, digits and single spaces stay, all else becomes ``&#42;`` and the like, and line
    breaks become spaces: neither Markdown and its extensions nor a template engine finds
    anything to act on, and a browser shows the text as it was written.
    """
    if _WORDS.fullmatch(text):
        return text
    return _plain_short(text) if len(text) <= SHORT else _plain(text)


def _plain(text: str) -> str:
    return _ACTIVE_OR_LOOSE.sub(_entity, _BREAK.sub(" ", tame(text)))


# Names and titles come again on page after page.
_plain_short = lru_cache(maxsize=8192)(_plain)


def entities(text: str) -> str:
    """Write everything outside letters, digits and spaces as numeric entities, breaks included."""
    return _ACTIVE.sub(_entity, text)


def tame(text: str) -> str:
    """Replace what no page may hold; for text that has not come through `load` as it is.

    Markdown decodes ``&#x202e;`` long after `load` looked for forbidden characters. Each becomes
    U+FFFD, so do combining marks beyond four in a row, and a mark at the start gets a base.
    """
    if _ASCII.fullmatch(text):
        return text
    text = FORBIDDEN.sub(REPLACEMENT, _MAYBE_MARKS.sub(_bound_marks, text))
    text = text.replace("\r\n", "\n")
    return DOTTED_CIRCLE + text if unicodedata.category(text[0])[0] == "M" else text


def _bound_marks(run: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in run[0]:
        category = unicodedata.category(character)
        if category[0] == "M":
            marks += 1
        elif category != "Cf":  # invisible ones do not end a stack
            marks = 0
        if marks <= MOST_MARKS:
            kept.append(character)
        elif marks == MOST_MARKS + 1 and category[0] == "M":
            kept.append(REPLACEMENT)
    return "".join(kept)


class _Entities(dict[str, str]):
    """Numeric entities by character, made on demand; those of ASCII and Latin-1 are kept."""

    def __missing__(self, character: str) -> str:
        entity = f"&#{ord(character)};"
        if character < "\u0100":
            self[character] = entity
        return entity


_ENTITIES = _Entities()


def _entity(found: re.Match[str]) -> str:
    return _ENTITIES[found[0]]
