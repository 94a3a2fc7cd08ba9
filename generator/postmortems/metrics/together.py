"""Which weaknesses come together: pairs of factor categories and of control gaps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two categories or two control gaps, and the incidents that had both."""

    names: tuple[str, str]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(Metric):
    """What came together: pairs, the most frequent first.

    ``totals`` are the incidents of each name; ``several`` those with two names or more, in the
    order of the incidents.
    """

    pairs: tuple[Pair, ...]
    totals: dict[str, int]
    several: tuple[str, ...]


def categories_together(incidents: Iterable[Incident]) -> Together:
    """Incidents with factors of two categories or more, and how often each pair came together.

    An incident counts once for each pair, however many factors it has. n counts the incidents with
    at least one category.

    Left out: incidents without contributing factors, or whose factors have no category.
    """
    return _together(
        incidents,
        lambda each: {factor.category for factor in each.factors if factor.category},
        "no factor with a category",
        definition(categories_together),
    )


def gaps_together(incidents: Iterable[Incident]) -> Together:
    """Incidents with two control gaps or more, and how often each pair came together.

    An incident counts once for each pair, however many findings it has. n counts the incidents with
    at least one control gap.

    Left out: incidents without findings, or whose findings name no control gap.
    """
    return _together(
        incidents,
        lambda each: {finding.control_gap for finding in each.findings if finding.control_gap},
        "no finding with a control gap",
        definition(gaps_together),
    )


def _together(
    incidents: Iterable[Incident],
    names: Callable[[Incident], set[str]],
    absent: str,
    said: str,
) -> Together:
    leaving = Leaving()
    pairs: dict[tuple[str, str], list[str]] = {}
    totals: dict[str, int] = {}
    several: list[str] = []
    n = 0
    for each in incidents:
        own = sorted(names(each))
        if not own:
            leaving.out(absent, each.id)
            continue
        n += 1
        if len(own) > 1:
            several.append(each.id)
        for name in own:
            totals[name] = totals.get(name, 0) + 1
        for one, other in combinations(own, 2):
            pairs.setdefault((one, other), []).append(each.id)
    ranked = sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return Together(
        n=n,
        definition=said,
        left_out=leaving.all(),
        pairs=tuple(Pair(names=both, ids=tuple(ids)) for both, ids in ranked),
        totals=totals,
        several=tuple(several),
    )
