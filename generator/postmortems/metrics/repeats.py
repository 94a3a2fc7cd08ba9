"""How many incidents repeat an earlier one, by service and by category of factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Metric, definition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The incidents of one service or category: which repeat an earlier one, which do not."""

    name: str
    repeats: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def n(self) -> int:
        """Count all of them."""
        return len(self.repeats) + len(self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats(Metric):
    """Services and categories with at least one repeat, those with the most repeats first."""

    services: tuple[Share, ...]
    categories: tuple[Share, ...]


def repeats(incidents: Iterable[Incident]) -> Repeats:
    """Incidents whose record names an earlier one that they repeat, by service and by category.

    Whatever a record does not call a repeat counts as none. An incident counts once for each of
    its services, and once for each category of its factors.

    Left out: services and categories without any repeat.
    """
    every = tuple(incidents)
    return Repeats(
        n=sum(each.recurrence_of is not None for each in every),
        definition=definition(repeats),
        left_out=(),
        services=_shares(every, lambda each: each.services),
        categories=_shares(
            every, lambda each: (factor.category for factor in each.factors if factor.category)
        ),
    )


def _shares(
    incidents: Iterable[Incident], of: Callable[[Incident], Iterable[str]]
) -> tuple[Share, ...]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    for each in incidents:
        for name in dict.fromkeys(of(each)):
            found.setdefault(name, ([], []))[each.recurrence_of is None].append(each.id)
    shares = [
        Share(name=name, repeats=tuple(ours), others=tuple(others))
        for name, (ours, others) in found.items()
        if ours
    ]
    return tuple(sorted(shares, key=lambda share: (-len(share.repeats), share.name)))
