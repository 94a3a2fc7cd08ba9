"""What a record shows that calls for a question: where it stands and the values, never a cause."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from postmortems.advice.observed_causes import OF_CAUSES
from postmortems.advice.observed_response import OF_THE_RESPONSE

if TYPE_CHECKING:
    from postmortems.advice.observation import Observation
    from postmortems.advice.situation import Situation

_LOOKS = OF_THE_RESPONSE | OF_CAUSES


def observations(at: Situation) -> tuple[Observation, ...]:
    """Return what a record shows, in the order of the configuration.

    Of a kind that has lengths the longest come first; otherwise the order is that of the record.
    Only what the configuration lists is looked for.
    """
    found: list[Observation] = []
    for sight in at.settings.analysis.observations:
        found += sorted(_LOOKS[sight.id](at), key=lambda each: -(each.minutes or 0))
    return tuple(found)


def most(at: Situation, found: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Return as many of each kind as the configuration asks about."""
    limit = at.settings.analysis.most_of_a_kind
    counted: defaultdict[str, int] = defaultdict(int)
    kept = []
    for each in found:
        counted[each.id] += 1
        if counted[each.id] <= limit:
            kept.append(each)
    return tuple(kept)
