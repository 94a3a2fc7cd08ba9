"""What a repository's extensions add to the program, while it serves that repository."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = TypeVar("Kind")

_things: tuple[object, ...] = ()
_mark = ""


def use(things: Iterable[object], mark: str) -> None:
    """Have these things added, and nothing that was added before.

    ``mark`` identifies the code that they come from; empty where nothing is added.
    """
    global _things, _mark
    _things, _mark = tuple(things), mark


def added(kind: type[Kind]) -> tuple[Kind, ...]:
    """Return what is added of a kind, in the order in which it was named."""
    return tuple(each for each in _things if isinstance(each, kind))


def mark() -> str:
    """Return what identifies the code of all that is added."""
    return _mark
