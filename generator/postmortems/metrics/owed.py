"""Whether a clause of the playbook was owed in an incident, and from when its clock ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.metrics.base import minutes
from postmortems.metrics.durations import RUNNING

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.severities import Clause, Severities
    from postmortems.model.incident import Incident

HARMLESS = ("near_miss", "false_alarm", "maintenance")
"""Kinds of incidents that hurt nobody: no clock of the playbook runs for them."""


def clock_start(incident: Incident, clause: Clause, scale: Severities) -> datetime | None:
    """Return the moment from which a clause counts; None when it is not recorded.

    A clause that counts from detection cannot run before the incident had its level: where a
    milder level was raised, it counts from then.
    """
    begin: datetime | None = getattr(incident.times, clause.counted_from, None)
    if begin is None or clause.counted_from == "started":
        return begin
    own = scale.rank(incident.severity)
    milder = False
    for change in sorted(incident.severity_history, key=lambda each: each.at):
        if milder and scale.rank(change.level) <= own:
            begin = max(begin, change.at)
        milder = scale.rank(change.level) > own
    return begin


def owed(incident: Incident, clause: Clause, begin: datetime, as_of: datetime) -> bool | None:
    """Tell whether all conditions of a clause held; None where the record does not show it.

    What people ask for is not recorded, so ``on_request`` alone never makes a clause owed.
    """
    terms = clause.applies
    if terms is None:
        return True
    answers: list[bool | None] = []
    if terms.client_impact:
        answers.append(hurt_clients(incident))
    if (limit := terms.unresolved_after_minutes) is not None:
        answers.append(_longer(incident, "resolved", begin, limit, as_of))
    if (limit := terms.longer_than_minutes) is not None:
        answers.append(_longer(incident, "mitigated", begin, limit, as_of))
    if False in answers:
        return False
    return None if None in answers else True


def hurt_clients(incident: Incident) -> bool | None:
    """Tell whether clients felt it, by the recorded figures or because one of them reported it."""
    impact = incident.impact
    figures = (impact.clients, impact.users, impact.users_pct) if impact else ()
    values = [each.value for each in figures if each is not None and each.value is not None]
    if incident.detection.source == "client_report" or any(value > 0 for value in values):
        return True
    return False if values else None


def _longer(
    incident: Incident, until: str, begin: datetime, limit: int, as_of: datetime
) -> bool | None:
    """Tell whether more than ``limit`` minutes passed, up to now while the incident is open."""
    end: datetime | None = getattr(incident.times, until, None)
    if end is None and incident.status in RUNNING and incident.date_unknown is None:
        end = as_of
    return None if end is None else minutes(begin, end) > limit
