"""What may be answered where a record wants one of a list: numbers, ids, names and near misses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.edit.near import only_word
from postmortems.edit.shapes import node_at
from postmortems.errors import UsageError
from postmortems.load.wording import nearest
from postmortems.plan import Items, Scalar, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.config.settings import Settings
    from postmortems.plan import Node

_FEW = 12
_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value that a record may hold, with its name and its meaning for people."""

    id: str
    name: str = ""
    meaning: str = ""
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return all that people may call it."""
        return tuple(each for each in (self.id, self.name, *self.also) if each)


def options(field: str, settings: Settings) -> tuple[Option, ...]:
    """Return what a field may hold: levels, services, or the words of the model."""
    if field == "severity":
        return tuple(
            Option(
                id=each.id,
                name=each.name,
                meaning=each.definition,
                also=(*each.aliases, *([each.also_called] if each.also_called else ())),
            )
            for each in settings.severities.levels
        )
    if field == "services":
        return tuple(Option(id=each.id, name=each.name) for each in settings.catalog.services)
    return tuple(
        Option(id=word, meaning=meaning)
        for word, meaning in _words(node_at(tuple(field.split("."))))
    )


def _words(node: Node | None) -> Iterable[tuple[str, str]]:
    if isinstance(node, Items | Shape) or not isinstance(node, Scalar):
        return ()
    meanings = dict(node.meanings)
    return [(str(each), meanings.get(str(each), "")) for each in node.choices]


def pick(said: str, known: Sequence[Option]) -> Option:
    """Return what was meant by an answer: a number from 1, an id, a name or an alias.

    Capitals and separators do not matter, and a slip of the keyboard that can mean one thing only
    is asked about. Raises UsageError, worded for whoever answered.
    """
    word = said.strip()
    if word.isascii() and word.isdigit() and len(word) < _FEW:
        if 1 <= int(word) <= len(known):
            return known[int(word) - 1]
        raise UsageError(f"there is no number {word}; they go from 1 to {len(known)}")
    folded = _folded(word)
    for each in known:
        if folded in map(_folded, each.spellings):
            return each
    by_spelling = {spelling: each for each in known for spelling in each.spellings}
    near = only_word(word, by_spelling) or nearest(word, by_spelling)
    within = [
        each for each in known if folded and any(folded in _folded(one) for one in each.spellings)
    ]
    if len(within) > 1:
        shown = ", ".join(each.id for each in within[:_MOST])
        more = f" and {len(within) - _MOST} more" if len(within) > _MOST else ""
        raise UsageError(f"{said!r} may be any of {shown}{more}")
    if near or within:
        meant = by_spelling[near] if near else within[0]
        raise UsageError(f"there is no {said!r}; did you mean {meant.id}?")
    few = f"; there are {', '.join(each.id for each in known)}" if len(known) <= _FEW else ""
    raise UsageError(f"there is no {said!r}{few}")


def several(said: str, known: Sequence[Option]) -> tuple[str, ...]:
    """Return the ids of answers parted by commas, each once. Raises UsageError as above."""
    parts = [part for part in (each.strip() for each in said.split(",")) if part]
    if not parts:
        raise UsageError("name at least one")
    return tuple(dict.fromkeys(pick(each, known).id for each in parts))


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
