"""What keeps coming back: chains of repeats, and what several incidents have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition, start_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Something that at least two incidents have in common."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence(Metric):
    """Repeats.

    ``chains`` hold the ids of incidents that repeat each other, oldest first, the longest chain
    first; ``categories`` and ``services`` are those of at least two incidents, most first.
    """

    chains: tuple[tuple[str, ...], ...]
    categories: tuple[Shared, ...]
    services: tuple[Shared, ...]


def recurrence(incidents: Mapping[str, Incident]) -> Recurrence:
    """Incidents whose record names an earlier one that they repeat, tied together into chains.

    Beside them, the factor categories and the services that at least two incidents have in common.

    Left out: repeats of incidents that are not recorded here.
    """
    leaving = Leaving()
    first: dict[str, str] = {}
    n = 0
    for each in incidents.values():
        if each.recurrence_of is None:
            continue
        if each.recurrence_of not in incidents:
            leaving.out("the incident that it repeats is not here", each.id)
            continue
        n += 1
        # The two chains become one; whoever repeats whom, records may even name each other.
        one, other = _root(first, each.id), _root(first, each.recurrence_of)
        if one != other:
            first[one] = other
    members: dict[str, list[str]] = {}
    for name in incidents:
        members.setdefault(_root(first, name), []).append(name)
    chains = [
        tuple(sorted(names, key=lambda name: (_repeats(name, incidents), _age(incidents[name]))))
        for names in members.values()
        if len(names) > 1
    ]
    chains.sort(key=lambda chain: (-len(chain), chain))
    return Recurrence(
        n=n,
        definition=definition(recurrence),
        left_out=leaving.all(),
        chains=tuple(chains),
        categories=_shared(
            {
                each.id: {factor.category for factor in each.factors if factor.category}
                for each in incidents.values()
            }
        ),
        services=_shared({each.id: set(each.services) for each in incidents.values()}),
    )


def _root(first: dict[str, str], name: str) -> str:
    while name in first:
        first[name] = name = first.get(first[name], first[name])
    return name


def _repeats(name: str, incidents: Mapping[str, Incident]) -> bool:
    """Tell what repeats another one from what began a chain, on whatever day that was."""
    return incidents[name].recurrence_of in incidents


def _age(incident: Incident) -> tuple[bool, str, str]:
    day = start_day(incident)
    return (day is None, day.isoformat() if day else "", incident.id)


def _shared(names: Mapping[str, set[str]]) -> tuple[Shared, ...]:
    found: dict[str, list[str]] = {}
    for incident_id, all_names in names.items():
        for name in sorted(all_names):
            found.setdefault(name, []).append(incident_id)
    shared = [Shared(name=name, ids=tuple(ids)) for name, ids in found.items() if len(ids) > 1]
    return tuple(sorted(shared, key=lambda each: (-len(each.ids), each.name)))
