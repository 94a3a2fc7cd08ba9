"""What in a text looks like a credential: what detect-secrets finds, and what it does not know.

The library is imported only when a text holds something long enough to be a token, so most checks
never pay for it. Its plugins are asked one by one for what they find in a text; what would ask a
service whether a credential is still good is never called. Three of its searches are not used,
by what was measured: that for words such as `password` takes a quarter of a second for two
kilobytes of quotation marks and takes every `password: it was changed` for one; that for
`user:password@host` misses passwords with signs and users without a name; that for npm tokens takes
time in proportion to the square of the text. These are looked for here, by the words and beginnings
of configuration. Every search takes time in proportion to the text: long lines are cut into
overlapping pieces for the library, and each attempt of ours ends after a bounded number of
characters, or takes all that it has passed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from detect_secrets.plugins.base import RegexBasedDetector

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
_DIGIT_BYTE = re.compile(rb"[0-9]")
_KEY = "PRIVATE KEY"
_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,60}-----|\Z)",
    re.DOTALL,
)
_SHORTEST = 20
"""From how many letters and figures in a row on a text can hold a token that the library knows."""
_TOKEN = bytes(
    byte if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "+/=_-") else 0x20
    for byte in range(256)
)
_LONGEST_WORD = 16
_JOINTS = re.compile(rb"[/-]")
_REST = re.compile(r"[A-Za-z0-9+/=_.-]*")
_PIECE = 1_000
_OVERLAP = 500
MASK = "***"
"""What stands in place of a credential that was taken out."""


@dataclass(frozen=True, slots=True)
class Leak:
    """What looks like a credential: what it is called, such as `a GitHub token`, and the value."""

    name: str
    value: str


class Search:
    """The search for credentials in texts."""

    def __init__(self, known: Credentials) -> None:
        self.words = frozenset(each.casefold() for each in known.assigned_to)
        self._known = known
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
            or (bool(self._known.detectors) and _token_like(text))
        )

    def found(self, text: str) -> list[str]:
        """Return what a text seems to hold, each sort once, such as `a GitHub token`.

        The value itself is never returned. Obvious placeholders do not count.
        """
        return list(dict.fromkeys(each.name for each in self.leaks(text)))

    def leaks(self, text: str) -> list[Leak]:
        """Return what a text seems to hold, with the values: they are never to be told."""
        return list(dict.fromkeys(self._leaks(text)))

    def masked(self, text: str) -> tuple[str, list[str]]:
        """Return a text with `***` for each credential in it, and what they are called.

        It has as many lines as before.
        """
        leaks = self.leaks(text) if self.suspects(text) else []
        if not leaks:
            return text, []
        if _KEY in text:
            text = _KEY_BLOCK.sub(_masked_block, text)
        # The longest first: one value may be a part of another.
        for value in sorted({each.value for each in leaks}, key=lambda each: (-len(each), each)):
            text = text.replace(value, MASK)
        return text, list(dict.fromkeys(each.name for each in leaks))

    def _leaks(self, text: str) -> Iterator[Leak]:
        if self._known.detectors and _token_like(text):
            yield from self._of_library(list(_pieces(text)))
        for name, pattern in self._sorts:
            for match in pattern.finditer(text):
                if not self._placeholder(match.group(1) or match.group()):
                    yield Leak(name, match.group())
        for password in _IN_ADDRESS.findall(text):
            if password.casefold() not in self.words and not self._placeholder(password):
                yield Leak("an address with a password", password)
        for word, pattern in self._assigned:
            for value in pattern.findall(text):
                if _real(value) and not self._placeholder(value):
                    yield Leak(f"a value for `{word}`", value)

    def _of_library(self, pieces: Iterable[str]) -> Iterator[Leak]:
        for name, plugin in self._detectors:
            for piece in pieces:
                for pattern in plugin.denylist:
                    for match in pattern.finditer(piece):
                        value = match.group()
                        # A plugin may look closer at what its patterns find.
                        if any(True for _ in plugin.analyze_string(value)) and not (
                            self._placeholder(value)
                        ):
                            yield Leak(name, value + _rest(piece, match.end()))

    @cached_property
    def _detectors(self) -> list[tuple[str, RegexBasedDetector]]:
        """Return the plugins with their names; importing them takes longer than most checks."""
        from detect_secrets.core.plugins.util import (  # noqa: PLC0415
            get_mapping_from_secret_type_to_class,
        )

        known: Mapping[str, type[RegexBasedDetector]] = get_mapping_from_secret_type_to_class()
        classes = {each.__name__: each for each in known.values()}
        return [(each.name, classes[each.plugin]()) for each in self._known.detectors]

    def _placeholder(self, value: str) -> bool:
        folded = value.casefold()
        return (
            len(set(folded)) == 1
            or any(each in folded for each in self._shown)
            or folded.startswith(self._marks)
        )


def _masked_block(match: re.Match[str]) -> str:
    return MASK + "\n" * match.group().count("\n")


def _token_like(text: str) -> bool:
    """Tell whether a text holds a key's first line, or a long run with a figure in it."""
    if _KEY in text:
        return True
    words = text.encode("utf-8", "surrogatepass").translate(_TOKEN).split()
    return any(_mixed(word) for word in words if len(word) >= _SHORTEST)


def _mixed(word: bytes) -> bool:
    """Tell a token from the address of a page: short words in small letters, and a day."""
    if _DIGIT_BYTE.search(word) is None:
        return False
    lower = word.lower()
    return word != lower or any(
        len(part) >= _LONGEST_WORD and _DIGIT_BYTE.search(part) for part in _JOINTS.split(lower)
    )


def _pieces(text: str) -> Iterator[str]:
    """Yield the lines that a plugin may find something in, long ones in overlapping pieces."""
    for line in text.split("\n"):
        if len(line) <= _PIECE:
            if _token_like(line):
                yield line
            continue
        for start in range(0, len(line), _PIECE - _OVERLAP):
            piece = line[start : start + _PIECE]
            if _token_like(piece):
                yield piece


def _rest(text: str, end: int) -> str:
    """Return what belongs to a token after the part by which it was known, such as a signature."""
    match = _REST.match(text, end)
    return match.group() if match else ""


def _real(value: str) -> bool:
    """Tell a value from a word of prose."""
    return _LETTER.search(value) is not None and _DIGIT.search(value) is not None


@lru_cache(maxsize=2)
def search(known: Credentials) -> Search:
    """Make the search that configuration asks for, once."""
    return Search(known)
