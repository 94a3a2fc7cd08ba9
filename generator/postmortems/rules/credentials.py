"""What in a text looks like a credential, by the sorts and words of configuration.

A scanner as a library would take longer to import than a check of one file may take; and its
patterns would be its own, where ours are data. Every search here takes time in proportion to the
text: each attempt ends after a bounded number of characters, or takes all that it has passed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.credentials import Alphabet, Credentials

_CHARACTERS: dict[Alphabet, str] = {
    "capitals": "A-Z0-9",
    "alphanumeric": "A-Za-z0-9",
    "word": "A-Za-z0-9_",
    "token": "A-Za-z0-9_-",
    "dotted": "A-Za-z0-9_.-",
}
_IN_ADDRESS = re.compile(r"://[^\s/@:]{0,100}:([^\s/@]{1,200})@")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


class Search:
    """The search for credentials in texts."""

    __slots__ = ("_assigned", "_beginnings", "_marks", "_shown", "_sorts", "words")

    def __init__(self, known: Credentials) -> None:
        self.words = frozenset(each.casefold() for each in known.assigned_to)
        self._beginnings = tuple(each for sort in known.sorts for each in sort.starts_with)
        self._shown = tuple(each.casefold() for each in known.placeholders)
        self._marks = tuple(each.casefold() for each in known.placeholder_starts)
        self._sorts = [
            (
                sort.name,
                re.compile(
                    rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, sort.starts_with))})"
                    rf"([{_CHARACTERS[sort.followed_by]}]{{{sort.at_least},}})"
                ),
            )
            for sort in known.sorts
        ]
        self._assigned = [
            (
                word,
                re.compile(
                    rf"{re.escape(word)}[\"'`]?[ \t]{{0,3}}[:=]{{1,2}}[ \t]{{0,3}}[\"'`]?"
                    rf"([^\s\"'`]{{{known.shortest},}})",
                    re.IGNORECASE,
                ),
            )
            for word in dict.fromkeys(each.casefold() for each in known.assigned_to)
        ]

    def suspects(self, text: str) -> bool:
        """Tell at a glance whether a text can hold a credential; most hold none."""
        folded = text.casefold()
        return (
            any(each in text for each in self._beginnings)
            or any(word in folded for word in self.words)
            or ("@" in text and _IN_ADDRESS.search(text) is not None)
        )

    def found(self, text: str) -> list[str]:
        """Return what a text seems to hold, each sort once, such as `a GitHub token`.

        The value itself is never returned. Obvious placeholders do not count.
        """
        return list(dict.fromkeys(self._found(text)))

    def _found(self, text: str) -> Iterator[str]:
        for name, pattern in self._sorts:
            if any(not self._placeholder(value) for value in pattern.findall(text)):
                yield name
        for password in _IN_ADDRESS.findall(text):
            if password.casefold() not in self.words and not self._placeholder(password):
                yield "an address with a password"
        for word, pattern in self._assigned:
            if any(
                _real(value) and not self._placeholder(value) for value in pattern.findall(text)
            ):
                yield f"a value for `{word}`"

    def _placeholder(self, value: str) -> bool:
        folded = value.casefold()
        return (
            len(set(folded)) == 1
            or any(each in folded for each in self._shown)
            or folded.startswith(self._marks)
        )


def _real(value: str) -> bool:
    """Tell a value from a word of prose."""
    return _LETTER.search(value) is not None and _DIGIT.search(value) is not None


@lru_cache(maxsize=2)
def search(known: Credentials) -> Search:
    """Make the search that configuration asks for, once."""
    return Search(known)
