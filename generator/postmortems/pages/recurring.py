"""What keeps coming back, as pages show it: chains of repeats, and what incidents share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.pages import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Row

MOST = 5
"""Lines of each list of what incidents have in common."""
_LINKS = 4  # incidents of a chain that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """Something that incidents share, in how many, and where they are listed."""

    name: str
    number: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Incidents that repeat each other, oldest first: the latest few, and how many came earlier."""

    earlier: int
    rows: tuple[Row, ...]


def chain(ids: Sequence[str], row_of: Callable[[str], Row]) -> Chain:
    """Describe a chain of repeats."""
    return Chain(
        earlier=max(0, len(ids) - _LINKS), rows=tuple(row_of(name) for name in ids[-_LINKS:])
    )


def categories(incidents: Iterable[Incident], settings: Settings) -> tuple[Common, ...]:
    """Count the incidents of each factor category, the most frequent first."""
    return _most(
        ({one.category for one in each.factors if one.category} for each in incidents),
        {term.id: term.name for term in settings.taxonomy.categories},
        addresses.of_category,
    )


def control_gaps(incidents: Iterable[Incident], settings: Settings) -> tuple[Common, ...]:
    """Count the incidents of each control gap, the most frequent first."""
    return _most(
        ({one.control_gap for one in each.findings if one.control_gap} for each in incidents),
        {term.id: term.name for term in settings.taxonomy.control_gaps},
        addresses.of_gap,
    )


def _most(
    found: Iterable[set[str]], names: Mapping[str, str], url: Callable[[str], str]
) -> tuple[Common, ...]:
    totals = Counter(name for own in found for name in own)
    ranked = sorted(totals.items(), key=lambda each: (-each[1], each[0]))
    return tuple(
        Common(name=names[name], number=number, url=url(name)) for name, number in ranked[:MOST]
    )
