"""The severity level that observed signals suggest, why, and how far that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from postmortems.config.severities import Condition, Criterion, Severities

Confidence = Literal["settled", "at least", "assumed", "none"]
"""How far a suggestion can be trusted, by what was observed alone.

``none``: no criterion is met, so no level is suggested. ``at least``: a criterion of a worse level
could not be judged, so it may be worse. ``assumed``: nothing worse is open, and only a gap between
two levels suggests this one. ``settled``: every criterion of a worse level was judged and is not
met.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A criterion whose conditions all hold, with the observed value of each of its signals."""

    criterion: Criterion
    observed: tuple[tuple[str, bool | float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A criterion that may hold: nothing observed speaks against it, and signals are missing."""

    criterion: Criterion
    missing: tuple[str, ...]

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the names of all signals that it looks at, each once."""
        return tuple(dict.fromkeys(term.metric for term in self.criterion.all))


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """Observed numbers that no criterion has a band for, with the criteria that look at them.

    Several numbers stand together where criteria look at them together.
    """

    observed: tuple[tuple[str, float], ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the signals say of the level.

    ``level`` is the most severe of all matches, which stand with the worst level first; None
    without a match. ``between`` holds the two levels that the playbook leaves a gap between, when
    nothing but that gap suggests the level: then the worse of the two is assumed, not stated.
    ``unjudged`` stand with the worst level first, too, and of one level with those first of
    which something was observed.
    """

    level: str | None
    matches: tuple[Match, ...]
    unjudged: tuple[Unjudged, ...]
    uncovered: tuple[Uncovered, ...]
    between: tuple[str, ...] | None
    confidence: Confidence

    def worse(self, scale: Severities) -> tuple[Unjudged, ...]:
        """Return the unjudged criteria that could make it worse: all of them without a level."""
        if self.level is None:
            return self.unjudged
        rank = scale.rank(self.level)
        return tuple(each for each in self.unjudged if scale.rank(each.criterion.level) < rank)


def judge(scale: Severities, signals: Mapping[str, bool | float]) -> Judgement:
    """Judge every criterion of the scale by the observed signals.

    A criterion is met when all its conditions hold, not met when one of them does not, and not
    judged otherwise. A signal that was not observed decides nothing, and neither does a number
    where yes or no belongs: what is missing is never taken for false or zero.
    """
    fit = {
        name: signals[name]
        for name, signal in scale.signals.items()
        if name in signals and (signal.type == "boolean") is isinstance(signals[name], bool)
    }
    matches: list[Match] = []
    unjudged: list[Unjudged] = []
    unmet: list[Criterion] = []
    for each in scale.criteria:
        missing = tuple(dict.fromkeys(term.metric for term in each.all if term.metric not in fit))
        if any(term.metric in fit and not term.holds(fit[term.metric]) for term in each.all):
            unmet.append(each)
        elif missing:
            unjudged.append(Unjudged(criterion=each, missing=missing))
        else:
            observed = tuple({term.metric: fit[term.metric] for term in each.all}.items())
            matches.append(Match(criterion=each, observed=observed))
    matches.sort(key=lambda match: scale.rank(match.criterion.level))
    # Of one level, the criterion that waits for the rest of an observation is asked for first.
    unjudged.sort(
        key=lambda open_: (
            scale.rank(open_.criterion.level),
            not any(term.metric in fit for term in open_.criterion.all),
        )
    )
    return _judgement(scale, matches, unjudged, tuple(_uncovered(scale, fit, unmet)))


def questions(scale: Severities, found: Iterable[Unjudged]) -> tuple[str, ...]:
    """Return the names of the signals that would decide, each once.

    First those that complete what was partly observed, then those of the first criteria.
    """
    order = sorted(found, key=lambda each: each.missing == each.asked)
    asked = dict.fromkeys(name for each in order for name in each.missing)
    return tuple(name for name in asked if name in scale.signals)


def _judgement(
    scale: Severities,
    matches: list[Match],
    unjudged: list[Unjudged],
    uncovered: tuple[Uncovered, ...],
) -> Judgement:
    level = matches[0].criterion.level if matches else None
    gaps = [each.criterion.between for each in matches if each.criterion.level == level]
    between = gaps[0] if gaps and all(gaps) else None
    confidence: Confidence = "settled"
    if level is None:
        confidence = "none"
    elif any(scale.rank(each.criterion.level) < scale.rank(level) for each in unjudged):
        confidence = "at least"
    elif between is not None:
        confidence = "assumed"
    return Judgement(
        level=level,
        matches=tuple(matches),
        unjudged=tuple(unjudged),
        uncovered=uncovered,
        between=between,
        confidence=confidence,
    )


def _uncovered(
    scale: Severities, observed: Mapping[str, bool | float], unmet: list[Criterion]
) -> Iterator[Uncovered]:
    """Yield the numbers whose criteria were all judged and are all not met.

    Zero is no harm that a band would be missing for.
    """
    known = {each.id for each in unmet}
    told: set[str] = set()
    for name, value in observed.items():
        looking = [each for each in scale.criteria if _looks_at(each, name)]
        if isinstance(value, bool) or value == 0 or name in told or not looking:
            continue
        if any(each.id not in known for each in looking):
            continue
        together = {
            term.metric: other
            for each in looking
            for term in each.all
            if not isinstance(other := observed.get(term.metric, True), bool)
        }
        told.update(together)
        yield Uncovered(observed=tuple(together.items()), criteria=tuple(looking))


def _looks_at(criterion: Criterion, metric: str) -> bool:
    terms: tuple[Condition, ...] = criterion.all
    return any(each.metric == metric for each in terms)
