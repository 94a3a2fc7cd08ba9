"""When the record shows that a promise of the playbook was acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.config.severities import Call, Notice

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.config.severities import Clause
    from postmortems.model.incident import Incident


def acted_on(incident: Incident, name: str, clause: Clause, settings: Settings) -> datetime | None:
    """Return when the thing that a clause asks for was first done; None where nothing says so.

    ``name`` is the clause's place among the promises of its level.
    """
    match clause:
        case Call():
            tiers = settings.escalation.at_least(clause.tier)
            moments = [each.at for each in incident.escalations if each.tier in tiers]
        case Notice():
            meant = clause.audiences
            moments = [each.at for each in incident.communications if each.audience in meant]
        case _:
            field = "detected" if name == "detection" else "acknowledged"
            return getattr(incident.times, field, None)
    return min(moments, default=None)
