"""How many people and groups it took to bring an incident to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.model.incident import Incident
    from postmortems.model.response import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Whom one incident took: four counts of what its record names."""

    id: str
    severity: str
    people: int
    teams: int
    tiers: int
    handoffs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordination(Metric):
    """Efforts by incident, in the order given."""

    points: tuple[Effort, ...]


def coordination(incidents: Iterable[Incident]) -> Coordination:
    """How many people, teams and escalation tiers an incident took, and how many handoffs.

    People are the different names among the roles, the handoffs and the escalations that were
    answered, whatever their capitals; teams are those that took part; tiers are those of its people
    and of the calls for help; handoffs are changes of command. A record names whom its writers
    remembered, so these are the fewest that there can have been.

    Left out: incidents that name nobody, no team, no tier and no handoff.
    """
    leaving = Leaving()
    points: list[Effort] = []
    for each in incidents:
        effort = _effort(each)
        if effort.people or effort.teams or effort.tiers or effort.handoffs:
            points.append(effort)
        else:
            leaving.out("nobody who took part is recorded", each.id)
    return Coordination(
        n=len(points),
        definition=definition(coordination),
        left_out=leaving.all(),
        points=tuple(points),
    )


def _effort(incident: Incident) -> Effort:
    staff = _staff(incident)
    names = {person.name for person in staff}
    tiers = {person.tier for person in staff if person.tier}
    for handoff in incident.handoffs:
        names |= {handoff.from_, handoff.to}
    for call in incident.escalations:
        tiers.add(call.tier)
        if call.reached_at is not None and call.contact:
            names.add(call.contact)
    return Effort(
        id=incident.id,
        severity=incident.severity,
        people=len({" ".join(name.split()).casefold() for name in names}),
        teams=len(set(incident.teams)),
        tiers=len(tiers),
        handoffs=len(incident.handoffs),
    )


def _staff(incident: Incident) -> list[Person]:
    roles = incident.roles
    if roles is None:
        return []
    leads = (roles.commander, roles.tech_lead, roles.comms_lead, roles.scribe)
    return [person for person in (*leads, *roles.responders) if person is not None]
