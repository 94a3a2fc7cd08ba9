"""Ways to contain an incident and to remove its cause, by what the record holds, never by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.situation import Situation
    from postmortems.config.escalation import Decision
    from postmortems.config.workflow import Containment, Eradication


@dataclass(frozen=True, slots=True, kw_only=True)
class Containing:
    """A way to limit the harm, and what in the record points to it; empty where nothing does."""

    way: Containment
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removing:
    """A way to remove the cause, with the ids of the factors that point to it."""

    way: Eradication
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """The ways that the record points to; all of them, unchosen, where it points to none.

    ``questions`` decide about containing it and are always asked.
    """

    containment: tuple[Containing, ...]
    contained_by_data: bool
    questions: tuple[Decision, ...]
    eradication: tuple[Removing, ...]
    removed_by_data: bool


def remedies(at: Situation) -> Remedies:
    """Choose the ways whose type the recorded kind, signals or factors show."""
    policy, factors = at.settings.policy, at.incident.factors
    containment = tuple(
        Containing(way=each, because=tuple(_because(at, each))) for each in policy.containment
    )
    pointed = tuple(each for each in containment if each.because)
    eradication = tuple(
        Removing(
            way=each,
            factors=tuple(
                one.id for one in factors if one.category and one.category == each.category
            ),
        )
        for each in policy.eradication
    )
    removing = tuple(each for each in eradication if each.factors)
    return Remedies(
        containment=pointed or containment,
        contained_by_data=bool(pointed),
        questions=policy.containment_questions,
        eradication=removing or eradication,
        removed_by_data=bool(removing),
    )


def _because(at: Situation, way: Containment) -> Iterator[str]:
    if way.when is None:
        return
    incident, signals = at.incident, at.incident.signals or {}
    if incident.kind in way.when.kinds:
        yield f"the kind is `{incident.kind}`"
    for term in way.when.signals:
        value = signals.get(term.metric)
        fits = isinstance(value, bool) is isinstance(term.value, bool)
        if value is not None and fits and term.holds(value):
            said = "yes" if value is True else f"{value:g}"
            yield f"`{term.metric}` is {said}"
    for each in incident.factors:
        if each.category in way.when.categories:
            yield f"factor `{each.id}` is of `{each.category}`"
