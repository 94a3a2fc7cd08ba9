"""Which texts of a record make claims about the incident, and in which sentences they do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.rules.durations import lengths, units_among
from postmortems.rules.texts import own_words, texts
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.durations import Length

SOURCES = frozenset(("notes", "not_recorded", "ignore"))
"""Parts of a record that speak of its sources and may repeat what those got wrong."""

_STORY = frozenset(
    (
        "title",
        "summary",
        "impact",
        "trigger",
        "timeline",
        "findings",
        "went_well",
        "went_poorly",
        "got_lucky",
        "surprises",
    )
)
_HEADLINE = frozenset(("title", "summary", "impact"))
_PLAIN = frozenset(("unit", "actor", "evidence"))

# What is planned, promised, usual or another incident's says nothing about this one.
_ELSEWHERE = re.compile(
    r"\b(?:will|would|shall|should|must|may|might|can|could have|if|unless|whenever|usually"
    r"|normally|typically|typical|every time|target|goal|limit|threshold|time-?out|allows?|allowed"
    r"|promis\w+|expect\w*|plan|planned|maximum|minimum|budget|polic\w+|playbook|configured|set to"
    r"|scheduled|previous|earlier incident|last (?:time|week|month|year)|similar|ago|per|a (?:month"
    r"|year|week)|each)\b",
    re.IGNORECASE,
)
_MENDED = re.compile(
    r"\b(?:repair\w*|mended|up and running|(?:restored|recovered|available) (?:for|to|again))\b",
    re.IGNORECASE,
)
_IDS = re.compile(r"\bINC-[A-Z0-9-]+")


def claims(incident: Incident, *, headline: bool = False) -> Iterator[tuple[Path, str]]:
    """Yield each text that tells what happened, in its author's own words, with its path.

    Quotations and code are blanked, so offsets stay true. Messages, actions, ideas, background and
    notes are left out: they promise, explain, or repeat what others said. With ``headline`` only
    the title, the summary and the impact are looked at, which speak of the incident as a whole.
    """
    wanted = _HEADLINE if headline else _STORY
    for path, text in texts(incident):
        if _claims(path, wanted):
            yield path, own_words(text)


def _claims(path: Path, wanted: frozenset[str]) -> bool:
    return path[0] in wanted and path[-1] not in _PLAIN


def stated_lengths(incident: Incident) -> list[tuple[Path, str, list[Length]]]:
    """Return the claims that state a length of time, each with the lengths that it states."""
    found = contents(incident)
    if found.lengths is None:
        units = units_among(found.words)
        found.lengths = [
            (path, own, stated)
            for path, text, _ in (found.texts if units else ())
            if _claims(path, _STORY)
            and any(unit in text.casefold() for unit in units)
            and (stated := list(lengths(own := own_words(text))))
        ]
    return found.lengths


def about_this(sentence: str) -> bool:
    """Tell whether a sentence can be about this incident and about what did happen in it."""
    return _ELSEWHERE.search(sentence) is None and _IDS.search(sentence) is None


def of_repair(sentence: str) -> bool:
    """Tell whether a sentence speaks of the service coming back, not of the harm."""
    return _MENDED.search(sentence) is not None
