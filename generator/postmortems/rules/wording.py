"""What a record's author claims, in which words, and which phrases of a list are among them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.rules.phrases import any_of
from postmortems.rules.prose import SOURCES
from postmortems.rules.texts import own_words
from postmortems.rules.values import values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident

# Messages and evidence repeat what was said elsewhere; internal notes and meanings of words judge
# nobody.
_LEFT_ALONE = SOURCES | {"communications", "internal", "glossary"}
_TITLE = "title"
_EVIDENCE = "evidence"
_WORD = re.compile(r"[^\W\d_]+")


def statements(incident: Incident) -> Iterator[tuple[Path, str]]:
    """Yield each text in which the author tells, explains or plans something, with its path.

    Quotations and code are blanked, so offsets stay true. Names, labels, evidence, messages and
    notes about sources are left out.
    """
    for path, value, node in values(incident):
        if not isinstance(value, str) or node.text is None or path[0] in _LEFT_ALONE:
            continue
        if path[-1] == _EVIDENCE or (node.text.kind == "plain" and path[-1] != _TITLE):
            continue
        yield path, own_words(value)


def said(
    incident: Incident, phrases: tuple[str, ...], *, parts: Collection[str] | None = None
) -> Iterator[tuple[Path, str]]:
    """Yield each text that holds one of the phrases, with the phrases as it has them.

    ``parts`` are the top-level fields to look at, None for all.
    """
    pattern, needed = any_of(phrases), _longest_words(phrases)
    for path, text in statements(incident):
        if parts is not None and path[0] not in parts:
            continue
        # Most texts hold none of the phrases, and this tells it ten times sooner.
        folded = text.casefold()
        if not any(word in folded for word in needed):
            continue
        found = dict.fromkeys(" ".join(each.split()) for each in pattern.findall(text))
        if found:
            yield path, ", ".join(f"`{printable(each)}`" for each in found)


@lru_cache(maxsize=64)
def _longest_words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return for each phrase a word without which it cannot be there; empty when it has none."""
    words = (max(_WORD.findall(phrase.casefold()), key=len, default="") for phrase in phrases)
    return tuple(dict.fromkeys(words))
