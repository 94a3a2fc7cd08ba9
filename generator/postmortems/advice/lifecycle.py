"""The moments of an incident's life, and those of a record that contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.model.response import Times

LIFECYCLE = ("started", "detected", "acknowledged", "declared", "mitigated", "resolved", "closed")
"""The moments of an incident's life, in the order in which they are written."""

_ORDER = (
    *(("started", later) for later in LIFECYCLE[1:]),
    ("detected", "acknowledged"),
    ("detected", "declared"),
    ("mitigated", "resolved"),
    *((earlier, "closed") for earlier in LIFECYCLE[1:-1]),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """``second`` is recorded as before ``first``; the one to mend is most likely ``blamed``."""

    blamed: str
    first: str
    first_at: datetime
    second: str
    second_at: datetime


def contradictions(times: Times | None) -> Iterator[Contradiction]:
    """Yield the fewest moments whose mending would put all others in order, each with a reason."""
    if times is None:
        return
    known = {name: at for name in LIFECYCLE if (at := getattr(times, name)) is not None}
    wrong = [
        (first, second)
        for first, second in _ORDER
        if first in known and second in known and known[first] > known[second]
    ]
    while wrong:
        # The moment that contradicts most of the others is the one to mend, else the later one.
        blamed = max(
            LIFECYCLE, key=lambda name: (sum(name in pair for pair in wrong), LIFECYCLE.index(name))
        )
        first, second = next(pair for pair in wrong if blamed in pair)
        yield Contradiction(
            blamed=blamed,
            first=first,
            first_at=known[first],
            second=second,
            second_at=known[second],
        )
        wrong = [pair for pair in wrong if blamed not in pair]
