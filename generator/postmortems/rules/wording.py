"""What a record's author claims, in which words, and which phrases of a list are among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.rules.phrases import any_of
from postmortems.rules.prose import SOURCES
from postmortems.rules.texts import own_words
from postmortems.rules.values import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident

# Messages and evidence repeat what was said elsewhere; internal notes and meanings of words judge
# nobody.
_LEFT_ALONE = SOURCES | {"communications", "internal", "glossary"}
_TITLE = "title"
_EVIDENCE = "evidence"


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


def said(incident: Incident, phrases: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield each text that holds one of the phrases, with the phrases as it has them."""
    pattern = any_of(phrases)
    for path, text in statements(incident):
        found = dict.fromkeys(" ".join(each.split()) for each in pattern.findall(text))
        if found:
            yield path, ", ".join(f"`{printable(each)}`" for each in found)
