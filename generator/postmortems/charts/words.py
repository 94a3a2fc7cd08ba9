"""The texts of a drawing, kept from the drawing library: it sees tokens, words are set afterwards.

So no text of an incident can be taken for an expression, a field's or an object's name or a URL.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from postmortems.characters import tame

_LONGEST = 300
_ELLIPSIS = "…"
# The advance of a character at 12 px, by what it looks like: that of Arial and Helvetica, and some
# five in a hundred more, so that Roboto and its like fit, too.
_ADVANCE = {
    **dict.fromkeys("ijl.,:;|!'", 3.3),
    **dict.fromkeys("ft()[] rI-/", 4.5),
    **dict.fromkeys("cksvxyzJ", 6.5),
    **dict.fromkeys("w", 9.2),
    **dict.fromkeys("GOQ", 9.8),
    **dict.fromkeys("@MWm%", 12.5),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A text drawn: `shown` fits its place, `whole` is "" unless something was cut off."""

    shown: str
    whole: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a mark is called and where it leads."""

    name: str
    link: str | None = None


@dataclass(slots=True)
class Words:
    """The tokens handed out for one drawing: `w0`, `w1` … for texts, `m0`, `m1` … for marks."""

    words: dict[str, Word] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)

    def word(self, text: str, room: float = float("inf")) -> str:
        """Return the token of a text that is cut to `room` px where it is longer."""
        text = clean(text)
        shown = shorten(text, room)
        token = f"w{len(self.words)}"
        self.words[token] = Word(shown=shown, whole="" if shown == text else text)
        return token

    def tag(self, name: str, link: str | None = None) -> str:
        """Return the token of a mark with this accessible name and relative URL."""
        token = f"m{len(self.tags)}"
        self.tags[token] = Tag(name=clean(name), link=link)
        return token


def clean(text: str) -> str:
    """Return one bounded line that XML can hold: what cannot be seen is shown as U+FFFD."""
    text = tame(" ".join(text.split()))
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + _ELLIPSIS
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def shorten(text: str, room: float) -> str:
    """Return the text, or as many words of its start as fit into `room` px with an ellipsis."""
    if width(text) <= room:
        return text
    room -= width(_ELLIPSIS)
    end = 0
    while end < len(text) and width(text[: end + 1]) <= room:
        end += 1
    kept = text[:end].rstrip()
    word = kept.rfind(" ")
    # After a whole word, unless much would be lost.
    if end < len(text) and text[end] != " " and word > len(kept) / 2:
        kept = kept[:word].rstrip()
    return kept + _ELLIPSIS


def width(text: str) -> float:
    """Estimate the px a text takes at 13 px, on the safe side of the usual sans-serif fonts."""
    return sum(map(_advance, text)) * 13 / 12


def number(value: float) -> str:
    """Write a value: 12, 1,234, 0.25."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _advance(character: str) -> float:
    if character in _ADVANCE:
        return _ADVANCE[character]
    if unicodedata.east_asian_width(character) in "WF":
        return 12.5
    if unicodedata.combining(character):
        return 0
    if character.isascii():
        return 9.0 if character.isupper() else 7.0
    return 9.0 if character.isupper() else 7.5
