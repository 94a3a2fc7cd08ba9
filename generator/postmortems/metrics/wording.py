"""The words of a record that may tell it from others, in any script."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.config.similar import LanguageName
    from postmortems.model.incident import Incident

BREAK = ""
"""Stands between two texts and in place of what is no word."""

_MOST = 2_000
"""How many words of one record are read: its title and its first pages."""

_END = "."
"""What all punctuation is turned into."""

# Scripts without spaces: Han is cut into overlapping pairs, katakana spells out whole words, and
# hiragana is mostly grammar.
_SCRIPTS = re.compile(
    r"(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)|(?P<hiragana>[\u3041-\u309f]+)"
    r"|[\u30a0-\u30ff]+|[^\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_ADDRESS = re.compile(r"\b\w+://\S+")
_SHORTEST = 2


class _Separators(dict[int, str]):
    """Turns what belongs to no word into a space or the end of a clause, worked out once each."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace():
            found = " "
        elif character.isalnum() or unicodedata.category(character).startswith("M"):
            found = character  # marks are vowels in many scripts
        else:
            found = f" {_END} "
        self[code] = found
        return found


_SEPARATORS = _Separators()


class Reader:
    """Reads records, and keeps what it made of every word: most come up again and again."""

    def __init__(self, languages: Iterable[LanguageName], everyday: Iterable[str] = ()) -> None:
        """Take the languages whose everyday words are left out, and further words to leave out."""
        # It reads a file when it is imported, and only a build needs it.
        from stop_words import get_stop_words  # noqa: PLC0415

        said = chain(everyday, *map(get_stop_words, languages))
        self._made = _Made(
            frozenset(
                token for word in said for piece in _pieces(word) for token in _by_script(piece)
            )
        )

    def words(self, incident: Incident) -> list[str]:
        """List the words of title, summary, trigger and factors in order, folded to one case.

        `BREAK` stands where a word was left out or a clause ended, so that two neighbours in the
        list are neighbours in the text.
        """
        found: list[str] = []
        for text in _texts(incident):
            for piece in _pieces(text):
                found += self._made[piece]
            found.append(BREAK)
            if len(found) > _MOST:
                break
        return found[:_MOST]


class _Made(dict[str, tuple[str, ...]]):
    """The words that a piece of text without spaces holds."""

    def __init__(self, everyday: frozenset[str]) -> None:
        super().__init__({_END: (BREAK,)})
        self._everyday = everyday

    def __missing__(self, piece: str) -> tuple[str, ...]:
        found = tuple(
            token if _is_word(token) and token not in self._everyday else BREAK
            for token in _by_script(piece)
        )
        self[piece] = found
        return found


def _texts(incident: Incident) -> Iterator[str]:
    yield incident.title
    yield incident.summary or ""
    yield incident.trigger or ""
    for factor in incident.factors:
        yield factor.text


def _pieces(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _ADDRESS.sub(_END, folded).translate(_SEPARATORS).split(" ")


def _by_script(piece: str) -> Iterator[str]:
    for match in _SCRIPTS.finditer(piece):
        part = match.group()
        if match.group("hiragana"):
            yield BREAK
        elif match.group("han") and len(part) > _SHORTEST:
            yield from (part[at : at + 2] for at in range(len(part) - 1))
        else:
            yield part


def _is_word(part: str) -> bool:
    return len(part) >= _SHORTEST and any(map(str.isalpha, part))
