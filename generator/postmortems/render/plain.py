"""Plain text for Markdown and HTML: whatever could be read as markup becomes a numeric entity."""

from __future__ import annotations

import re
from functools import lru_cache

from postmortems.characters import tame

SHORT = 200

# Most texts are ASCII, and for those a table is three times as fast as a search.
_ASCII = {
    code: chr(code) if chr(code).isalnum() or chr(code) == " " else f"&#{code};"
    for code in range(128)
}
# `\w` is the underscore and exactly Unicode's letters and numbers; combining marks are neither.
_ACTIVE = re.compile(r"[^\w ]|_")
# A space between two words is harmless; at an end, or beside another one, Markdown drops it or
# reads a line break or code into it.
_ACTIVE_OR_LOOSE = re.compile(r"[^\w ]|_| (?= )|\A | \Z")
_BREAK = re.compile(r"[\t\n]")


def plain(text: str) -> str:
    """Encode a text for a place in Markdown, in raw HTML or in a double-quoted attribute value.

    Letters, digits and single spaces stay, all else becomes ``&#42;`` and the like, and line
    breaks become spaces: neither Markdown and its extensions nor a template engine finds
    anything to act on, and a browser shows the text as it was written.
    """
    return _plain_short(text) if len(text) <= SHORT else _plain(text)


def _plain(text: str) -> str:
    if text.isascii() and is_tight(text):
        return text.translate(_ASCII)
    return _ACTIVE_OR_LOOSE.sub(_entity, _BREAK.sub(" ", tame(text)))


# Names and titles come again on page after page.
_plain_short = lru_cache(maxsize=8192)(_plain)


def is_tight(text: str) -> bool:
    """Tell whether the only white space is single spaces inside; and nothing is unprintable."""
    return text.isprintable() and "  " not in text and text == text.strip(" ")


def entities(text: str) -> str:
    """Write everything outside letters, digits and spaces as numeric entities, breaks included."""
    if text.isascii():
        return text.translate(_ASCII)
    return _ACTIVE.sub(_entity, text)


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
