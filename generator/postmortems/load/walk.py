"""What one walk over a document needs to know, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from postmortems.findings import Problem
from postmortems.load.moments import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.findings import Path

    # Made for every value of every file, so it is as cheap as can be.
    Trail = tuple["Trail", str | int] | None
    Reader = Callable[[Any, "Walk", Trail], Any]

Names = dict[str, dict[str, str]]
"""For each kind of name, every accepted spelling and the canonical one."""

SHAPE_RULES = frozenset(
    (
        "unknown-key",
        "missing-field",
        "wrong-type",
        "unknown-value",
        "unknown-name",
        "out-of-range",
        "invalid-text",
        "invalid-time",
        "zone-abbreviation",
        "not-https",
        "too-many-entries",
    )
)
"""Rules about a document's shape: exactly what the JSON Schema also refuses."""

BROKEN = object()
"""Stands for a value that could not be built."""

_MOST_GUESSES = 50


def path_of(trail: Trail) -> Path:
    """Write the steps to a value, kept as pairs of what came before and a step, as a path."""
    steps: list[str | int] = []
    while trail is not None:
        trail, step = trail
        steps.append(step)
    return tuple(reversed(steps))


@dataclass(slots=True)
class Walk:
    """What one walk needs to know and what it finds."""

    names: Names
    clock: Clock = field(default_factory=Clock)
    problems: list[Problem] = field(default_factory=list)
    guesses: int = 0

    def may_guess(self) -> bool:
        """Tell whether a misspelt word is still worth the search for what was meant."""
        self.guesses += 1
        return self.guesses <= _MOST_GUESSES

    def add(
        self,
        rule: str,
        path: Path,
        message: str,
        fix: str = "",
        why: str = "",
        *,
        on_key: bool = False,
    ) -> object:
        """Note a problem; returns the mark of a value that could not be built."""
        self.problems.append(
            Problem(rule=rule, path=path, message=message, why=why, fix=fix, on_key=on_key)
        )
        return BROKEN
