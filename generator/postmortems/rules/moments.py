"""The recorded moments of a response, and the lengths of time between them."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING

from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.model.response import Times

PROMISED = frozenset(("next_update_at", "due"))
"""The keys of moments that somebody promised or owes; they may lie ahead."""

_RESPONSE = frozenset(
    (
        "times",
        "timeline",
        "impact",
        "escalations",
        "communications",
        "handoffs",
        "severity_history",
        "roles",
    )
)


def of_response(incident: Incident) -> list[datetime]:
    """Return the moments at which something happened during the response, each once, in order."""
    found = {
        value
        for path, value in contents(incident).dates
        if isinstance(value, datetime) and path[0] in _RESPONSE and path[-1] not in PROMISED
    }
    return sorted(found)


def end_of(times: Times) -> datetime | None:
    """Return when the incident was over: resolved, else closed; None when neither is recorded."""
    return times.resolved or times.closed


def minutes(earlier: datetime, later: datetime) -> float:
    """Return the minutes from one moment to another; negative when they stand the wrong way."""
    return (later - earlier).total_seconds() / 60


def misplaced(times: list[datetime]) -> Iterator[int]:
    """Yield the indexes of the moments that keep a list from being in order.

    Of two that stand the wrong way round, the one to blame is the later in the list, unless taking
    the other out would put its neighbours in order and taking this one out would not.
    """
    for index in range(1, len(times)):
        if times[index] >= times[index - 1]:
            continue
        fits_without_other = index == 1 or times[index] >= times[index - 2]
        last = index == len(times) - 1
        fits_without_this = last or times[index + 1] >= times[index - 1]
        yield index if fits_without_this or not fits_without_other else index - 1


def distances(incident: Incident) -> list[float]:
    """Return the minutes between every two moments of the response, each length once, in order.

    Of a record with very many moments only the first hundred are paired.
    """
    known = of_response(incident)[:_PAIRED]
    return sorted({minutes(one, other) for one, other in combinations(known, 2)})


_PAIRED = 100
