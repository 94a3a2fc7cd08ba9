"""How many incidents each service felt and each team took part in, by severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """The incidents of one service or team; ids by severity level, in the order given."""

    name: str
    ids: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def n(self) -> int:
        """Count the incidents of all levels."""
        return sum(len(ids) for _, ids in self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups(Metric):
    """Services or teams with at least one incident, those with the most first."""

    members: tuple[Member, ...]


def by_service(incidents: Iterable[Incident], levels: Sequence[str]) -> Groups:
    """Incidents by the services that people felt them in, and by severity.

    An incident counts once for each of its services, so the rows add up to more than n.

    Left out: none, for every record names its services.
    """
    return _groups(incidents, levels, lambda each: each.services, "", definition(by_service))


def by_team(incidents: Iterable[Incident], levels: Sequence[str]) -> Groups:
    """Incidents by the teams that took part in the response, and by severity.

    An incident counts once for each of its teams, so the rows add up to more than n. To take part
    is help, not fault.

    Left out: incidents that name no team.
    """
    return _groups(
        incidents, levels, lambda each: each.teams, "no team recorded", definition(by_team)
    )


def _groups(
    incidents: Iterable[Incident],
    levels: Sequence[str],
    of: Callable[[Incident], Iterable[str]],
    reason: str,
    said: str,
) -> Groups:
    leaving = Leaving()
    found: dict[str, dict[str, list[str]]] = {}
    n = 0
    for each in incidents:
        names = dict.fromkeys(of(each))
        if not names:
            leaving.out(reason, each.id)
            continue
        n += 1
        for name in names:
            levelled = found.setdefault(name, {level: [] for level in levels})
            levelled[each.severity].append(each.id)
    members = [
        Member(name=name, ids=tuple((level, tuple(ids)) for level, ids in levelled.items()))
        for name, levelled in found.items()
    ]
    members.sort(key=lambda member: (-member.n, member.name))
    return Groups(n=n, definition=said, left_out=leaving.all(), members=tuple(members))
