"""One document on its way into a draft: what every part of the reading needs and leaves behind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postmortems.importers.dates import DateError
from postmortems.importers.parts import plain
from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from postmortems.config.document_parts import Part
    from postmortems.config.documents import Documents
    from postmortems.config.language import Phrases
    from postmortems.importers.clockwork import Clockwork, Said
    from postmortems.importers.document import Terms
    from postmortems.importers.draft import Draft, Spot
    from postmortems.importers.outline import Unit
    from postmortems.importers.parts import Names

_QUOTED = r"""(?:'[^'\n]{0,200}'|"[^"\n]{0,200}")"""
PRINTED = re.compile(rf"\[\s*+{_QUOTED}(?:\s*+,\s*+{_QUOTED}){{0,200}}\s*+(?:,\s*+)?\]")
"""A list as a program prints it, such as ``['a', 'b']``."""
_IN_LIST = re.compile(_QUOTED)
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b[A-Za-z]\.)[\"'”’)*_]*\s+(?=[\"'“(*_]*[A-Z0-9])")
_LONGEST_PLACEHOLDER = 15
_BEGINS = re.compile(r"\W{0,3}[A-Z0-9]")
_EMPTY = {"", "-", "–", "—", "...", "…"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a part, with its place; ``early`` when the part only stands as a label elsewhere.

    ``point`` when it is an entry of a list.
    """

    text: str
    spot: Spot
    early: bool = False
    point: bool = False


@dataclass(slots=True, kw_only=True)
class Reading:
    """What is being read, into which draft, with which words and times."""

    draft: Draft
    terms: Terms
    names: Names
    clockwork: Clockwork
    pieces: dict[Part, list[Piece]] = field(default_factory=dict)

    @property
    def words(self) -> Documents:
        """Return the words that steer the reading."""
        return self.terms.settings.documents

    def has(self, phrases: Phrases, text: str) -> bool:
        """Tell whether a text holds one of some phrases."""
        return any_of(phrases).search(text) is not None

    def blank(self, text: str) -> bool:
        """Tell whether a text only says that something is missing or still to come."""
        bare = plain(text)
        if bare in _EMPTY or bare in {plain(each) for each in self.words.nothing}:
            return True
        placeholders = self.terms.settings.language.placeholders
        bare = text.replace("*", " ").replace("_", " ")
        return len(bare.split()) <= _LONGEST_PLACEHOLDER and self.has(placeholders, bare)

    def lines(self, unit: Unit) -> list[Unit]:
        """Return the lines of a paragraph that is a list in lines, else the paragraph.

        In such a list each line begins anew; in prose, few lines begin with a capital.
        """
        lines = [each for each in unit.lines() if each.text]
        apart = all(_BEGINS.match(each.text) for each in lines)
        return lines if unit.sort == "text" and apart else [unit]

    def aside(self, name: str, text: str) -> None:
        """Keep a text aside; one without a letter or figure says nothing."""
        if re.search(r"\w", text):
            self.draft.keep(name, text)

    def place_time(self, moment: str, what: Said, spot: Spot, after: str = "") -> str:
        """Place a time of the incident's life, and return it; empty when it could not be read."""
        try:
            text = self.clockwork.read(what, after)
        except DateError as error:
            self.draft.keep(spot.name or moment, what.text)
            self.draft.doubt(
                f"`{what.text}`: {error.message}", spot, field=f"times.{moment}", fix=error.fix
            )
            return ""
        self.draft.place(("times", moment), text, spot)
        return text


def listed(text: str) -> list[str]:
    """Return the entries of a list in words, or of one as a program prints it."""
    if printed := PRINTED.fullmatch(text.strip()):
        return [each[1:-1].strip() for each in _IN_LIST.findall(printed.group())]
    parts = re.split(r"[,;\n]|\s+(?:and|&)\s+", text)
    return [bare for each in parts if (bare := each.strip(" *_`•.").strip())]


def in_words(text: str) -> str:
    """Return a text with lists that a program printed as words: ``a, b and c``."""

    def words(match: re.Match[str]) -> str:
        names = [each[1:-1].strip() for each in _IN_LIST.findall(match.group())]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    return PRINTED.sub(words, text)


def flat(text: str) -> str:
    """Return a text as one paragraph."""
    return " ".join(in_words(text).split())


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [bare for each in _SENTENCE.split(flat(text)) if (bare := each.strip())]
