"""What a count is: how many it rests on, what it leaves out and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Cell: TypeAlias = str | int | Fraction | frozenset[str] | None
Rows: TypeAlias = "Mapping[tuple[str, ...], Mapping[str, Cell]]"
"""The rows of a table by what names each of them."""


@dataclass
class Count:
    """How many a number rests on, and how many are left out for each reason."""

    n: int = 0
    left: Counter[str] = field(default_factory=Counter)


def share(part: int, whole: int) -> Fraction | None:
    """A part in percent; None of nothing."""
    return Fraction(part * 100, whole) if whole else None


def rank(values: Sequence[Fraction], percent: int) -> Fraction | None:
    """The nearest-rank percentile, which fewer than ten values do not have."""
    if len(values) < 10:
        return None
    ordered = sorted(values)
    place = -(-percent * len(ordered) // 100)
    return ordered[place - 1]


def spread(values: Sequence[Fraction]) -> dict[str, Cell]:
    """How far values reach, and where their middle lies."""
    return {
        "n": len(values),
        "shortest_minutes": min(values, default=None),
        "p50_minutes": rank(values, 50),
        "p90_minutes": rank(values, 90),
        "longest_minutes": max(values, default=None),
    }


def names(ids: Iterable[str]) -> frozenset[str]:
    """Ids as a cell: which they are, in whatever order."""
    return frozenset(ids)
