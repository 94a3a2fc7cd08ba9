"""When the record shows that a promise of the playbook was acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

AUDIENCES = {"executive_notice": ("executive",), "client_notice": ("client", "status_page")}
"""For each clause about telling people, the audiences to whom one message is enough."""
ENGINEERING = "engineering"
"""The team of the catalogue whose lowest tier the clause about engineering means."""


def acted_on(incident: Incident, clause: str, settings: Settings) -> datetime | None:
    """Return when the thing that a clause asks for was first done; None where nothing says so."""
    match clause:
        case "detection":
            return incident.times.detected if incident.times else None
        case "acknowledgement":
            return incident.times.acknowledged if incident.times else None
        case "engineering_escalation":
            tiers = _engineering(settings)
            moments = [each.at for each in incident.escalations if each.tier in tiers]
        case _:
            audiences = AUDIENCES[clause]
            moments = [each.at for each in incident.communications if each.audience in audiences]
    return min(moments, default=None)


def _engineering(settings: Settings) -> set[str]:
    """Return the lowest tier among the contacts of the team `engineering`, and those above it."""
    called = {each.id: each.tier for each in settings.catalog.contacts}
    steps = [
        settings.escalation.rank(tier)
        for team in settings.catalog.teams
        if team.id == ENGINEERING
        for contact in team.contacts
        if (tier := called.get(contact)) is not None
    ]
    if not steps:
        return set()
    return {each.id for each in settings.escalation.tiers[min(steps) :]}
