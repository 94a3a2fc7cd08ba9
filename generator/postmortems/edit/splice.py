"""Pieces of a text replaced at their places, and everything between them kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters ``start`` to ``end`` of a text, and what takes their place."""

    start: int
    end: int
    new: str


def spliced(text: str, splices: Iterable[Splice]) -> str | None:
    """Carry out all splices at once; None when two of them touch the same characters."""
    parts: list[str] = []
    at = 0
    for each in sorted(splices, key=lambda one: (one.start, one.end)):
        if each.start < at:
            return None
        parts += [text[at : each.start], each.new]
        at = each.end
    return "".join([*parts, text[at:]])
