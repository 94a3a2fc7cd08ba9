"""What a record's author claims, in which words, and which phrases of a list are among them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.rules.phrases import any_of
from postmortems.rules.prose import SOURCES
from postmortems.rules.texts import own_words
from postmortems.rules.values import contents, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident

# Messages and evidence repeat what was said elsewhere; internal notes and meanings of words judge
# nobody.
_LEFT_ALONE = SOURCES | {"communications", "internal", "glossary"}
_TITLE = "title"
_EVIDENCE = "evidence"
_WORD = re.compile(r"[^\W\d_]+")


def statements(
    incident: Incident, *, parts: Collection[str] | None = None
) -> Iterator[tuple[Path, str]]:
    """Yield each text in which the author tells, explains or plans something, with its path.

    Quotations and code are blanked, so offsets stay true. Names, labels, evidence, messages and
    notes about sources are left out. ``parts`` are the top-level fields to look at, None for all.
    """
    for path, text, about in contents(incident).texts:
        if path[0] in _LEFT_ALONE or path[-1] == _EVIDENCE:
            continue
        if parts is not None and path[0] not in parts:
            continue
        if about.kind == "plain" and path[-1] != _TITLE:
            continue
        yield path, own_words(text)


def said(
    incident: Incident,
    phrases: tuple[str, ...],
    *,
    parts: Collection[str] | None = None,
    meant: Callable[[re.Match[str]], bool] | None = None,
) -> Iterator[tuple[Path, str]]:
    """Yield each text that holds one of the phrases, with the phrases as it has them.

    ``parts`` are the top-level fields to look at, None for all. ``meant`` tells of a phrase in its
    text whether it counts.
    """
    if not may_say(incident, phrases):
        return
    pattern, needed = any_of(phrases), _longest_words(phrases)
    for path, text in statements(incident, parts=parts):
        # Most texts hold none of the phrases, and this tells it ten times sooner.
        folded = text.casefold()
        if not any(word in folded for word in needed):
            continue
        found = dict.fromkeys(
            " ".join(each.group().split())
            for each in pattern.finditer(text)
            if meant is None or meant(each)
        )
        if found:
            yield path, ", ".join(f"`{printable(each)}`" for each in found)


def may_say(incident: Incident, phrases: tuple[str, ...]) -> bool:
    """Tell quickly whether any text of a record can hold one of the phrases at all."""
    found = contents(incident)
    return any(
        words <= found.words and literal in found.folded for words, literal in _needs(phrases)
    )


@lru_cache(maxsize=64)
def _needs(phrases: tuple[str, ...]) -> tuple[tuple[frozenset[bytes], str], ...]:
    """Return for each phrase the words and the text without which it cannot be there."""
    folded = (phrase.casefold() for phrase in phrases)
    return tuple(
        (words_of(phrase), "" if {" ", "'", "\u2019"} & set(phrase) else phrase)
        for phrase in folded
    )


@lru_cache(maxsize=64)
def _longest_words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return for each phrase a word without which it cannot be there; empty when it has none."""
    words = (max(_WORD.findall(phrase.casefold()), key=len, default="") for phrase in phrases)
    return tuple(dict.fromkeys(words))
