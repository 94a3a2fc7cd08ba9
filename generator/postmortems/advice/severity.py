"""The severity level that observed signals suggest, and every criterion that they meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.config.severities import Condition, Criterion, Severities


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A criterion whose conditions all hold, with the observed value of each of its signals."""

    criterion: Criterion
    observed: tuple[tuple[str, bool | float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The most severe level of all matches, which stand with the worst level first.

    ``between`` holds the two levels that the playbook leaves a gap between, when nothing but that
    gap suggests this level: then the worse of the two is assumed, not stated.
    """

    level: str
    matches: tuple[Match, ...]
    between: tuple[str, ...] | None


def suggest(scale: Severities, signals: Mapping[str, bool | float]) -> Suggestion | None:
    """Evaluate every criterion of the scale; None when no signal meets any.

    A signal that was not observed meets no condition, and neither does a number where yes or no
    belongs: what is missing is never taken for false or zero.
    """
    matches = [
        Match(
            criterion=each,
            observed=tuple({term.metric: signals[term.metric] for term in each.all}.items()),
        )
        for each in scale.criteria
        if all(_holds(term, signals) for term in each.all)
    ]
    if not matches:
        return None
    matches.sort(key=lambda match: scale.rank(match.criterion.level))
    level = matches[0].criterion.level
    gaps = [each.criterion.between for each in matches if each.criterion.level == level]
    return Suggestion(
        level=level,
        matches=tuple(matches),
        between=gaps[0] if all(gaps) else None,
    )


def _holds(term: Condition, signals: Mapping[str, bool | float]) -> bool:
    observed = signals.get(term.metric)
    if observed is None or isinstance(observed, bool) is not isinstance(term.value, bool):
        return False
    return term.holds(observed)
