"""What all advice about an incident looks at: the record, the policy, its level, and the moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.clocks import HARMLESS, end_or_now, is_running

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from postmortems.config.catalog import Contact
    from postmortems.config.settings import Settings
    from postmortems.config.severities import SeverityLevel
    from postmortems.model.incident import Incident
    from postmortems.model.response import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An incident at a moment, with the policy that it is judged by; ``as_of`` is aware."""

    incident: Incident
    settings: Settings
    as_of: datetime

    @property
    def level(self) -> SeverityLevel:
        """Return the incident's level of the scale."""
        return self.settings.severities.level(self.incident.severity)

    @property
    def running(self) -> bool:
        """Tell whether the incident is not over."""
        return is_running(self.incident)

    @property
    def dated(self) -> bool:
        """Tell whether the calendar date is known, so that now can be compared with it."""
        return self.incident.date_unknown is None

    @property
    def clocked(self) -> bool:
        """Tell whether the playbook's clocks run for incidents of this kind."""
        return self.incident.kind not in HARMLESS

    @property
    def end(self) -> datetime | None:
        """Return when it was resolved, or now while it runs; None when that is not known."""
        return end_or_now(self.incident, self.as_of)

    def time(self, name: str) -> datetime | None:
        """Return a recorded moment of the incident's life by its name; None when not recorded."""
        found: datetime | None = getattr(self.incident.times, name, None)
        return found

    def contacts(self, tier: str) -> tuple[Contact, ...]:
        """Return the contacts of the catalogue that answer for a tier, in its order.

        Where the incident's services or teams belong to teams with contacts of that tier, only
        those: a database's own rota before everyone else's.
        """
        catalog = self.settings.catalog
        every = tuple(each for each in catalog.contacts if each.tier == tier)
        services = {*self.incident.services, self.incident.origin_service}
        teams = {each.team for each in catalog.services if each.id in services}
        teams |= set(self.incident.teams)
        near = {name for each in catalog.teams if each.id in teams for name in each.contacts}
        return tuple(each for each in every if each.id in near) or every

    def unrecorded(self, field: str) -> bool:
        """Tell whether the record says that nobody wrote this field down."""
        return unrecorded(self.incident, field)


def unrecorded(incident: Incident, field: str) -> bool:
    """Tell whether the record says that nobody wrote this field, or all of its list, down."""
    return any(
        each.field == field or field.startswith(f"{each.field}.") for each in incident.not_recorded
    )


def taking_part(incident: Incident, tiers: Collection[str]) -> Person | None:
    """Return the first person of these tiers among the roles, who so evidently took part."""
    roles = incident.roles
    if roles is None:
        return None
    people = (roles.commander, roles.tech_lead, roles.comms_lead, roles.scribe, *roles.responders)
    return next((each for each in people if each is not None and each.tier in tiers), None)
