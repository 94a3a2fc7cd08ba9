"""Configured phrases as one search, and the sentence around a place in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

# A sentence ends at its mark, at a blank line or where the next item of a list begins.
_END = re.compile(r"[.!?](?=[\s*_)]|\Z)|\n[ \t]*(?:\n|(?:[-*+]|\d+[.)])[ \t])")
_NOTHING = re.compile(r"(?!)")
_NEAR = 300


@lru_cache(maxsize=64)
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Compile phrases into one pattern: any case, whole words, any white space between words.

    A phrase written in capitals is found in capitals only: `TODO` is a mark, a todo list is none.
    """
    if not phrases:
        return _NOTHING
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_loose, longest_first))})(?!\w)", re.IGNORECASE)


def _loose(phrase: str) -> str:
    words = (re.escape(word) for word in phrase.replace("\u2019", "'").split())
    loose = r"\s+".join(words).replace("'", "['\u2019]")
    return f"(?-i:{loose})" if phrase.isupper() else loose


class Sentences:
    """The sentences of one text, found once."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in _END.finditer(text))]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence that holds ``start`` begins, and where that of ``end`` ends.

        Of a sentence of monstrous length, only what is near is returned.
        """
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1))
        stop = self._starts[last] if last < len(self._starts) else len(self.text)
        return max(self._starts[first], start - _NEAR), min(stop, end + _NEAR)
