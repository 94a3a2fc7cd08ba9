"""Which kinds of factors contributed, and in which services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors(Metric):
    """Incidents by factor category and service; ids by ``(category, service)``, none empty."""

    cells: tuple[tuple[tuple[str, str], tuple[str, ...]], ...]

    @property
    def by_category(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return each category's incidents, each once: the most frequent category first."""
        return _ranked((category, ids) for (category, _), ids in self.cells)


def factors(incidents: Iterable[Incident]) -> Factors:
    """Incidents by the categories of their contributing factors and the services that felt them.

    An incident counts once in every cell that it belongs to, however many factors it has there.

    Left out: incidents without contributing factors, or whose factors have no category.
    """
    leaving = Leaving()
    cells: dict[tuple[str, str], list[str]] = {}
    n = 0
    for each in incidents:
        categories = dict.fromkeys(factor.category for factor in each.factors if factor.category)
        if not each.factors:
            leaving.out("no factors recorded", each.id)
        elif not categories:
            leaving.out("factors without a category", each.id)
        else:
            n += 1
        for category in categories:
            for service in dict.fromkeys(each.services):
                cells.setdefault((category, service), []).append(each.id)
    return Factors(
        n=n,
        definition=definition(factors),
        left_out=leaving.all(),
        cells=tuple((place, tuple(ids)) for place, ids in sorted(cells.items())),
    )


def _ranked(
    pairs: Iterable[tuple[str, tuple[str, ...]]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, dict[str, None]] = {}
    for name, ids in pairs:
        found.setdefault(name, {}).update(dict.fromkeys(ids))
    ranked = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return tuple((name, tuple(ids)) for name, ids in ranked)
