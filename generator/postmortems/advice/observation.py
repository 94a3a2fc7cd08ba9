"""One thing that a record shows and that calls for a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortems.config.analysis import ObservationId
    from postmortems.findings import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Something that a record shows.

    ``values`` are what its sentences may name: recorded texts as they stand, moments as records
    write them, lengths of time in words. ``written`` are those of them that are Markdown.
    ``minutes`` is how long it took, where it has a length.
    """

    id: ObservationId
    path: Path
    values: dict[str, str]
    written: frozenset[str] = frozenset()
    minutes: float | None = None
