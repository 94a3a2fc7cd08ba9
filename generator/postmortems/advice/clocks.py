"""The clocks of an incident's level: from when each runs, whether it counts, when it was answered.

Pages, metrics and advice read them here, and rules share what they can without asking what day it
is; so all of them say the same of one record.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.advice.calendar import business_minutes, business_moment
from postmortems.config.severities import Call, Notice

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from postmortems.config.policy import Policy
    from postmortems.config.settings import Settings
    from postmortems.config.severities import Clause, Severities
    from postmortems.model.incident import Incident

HARMLESS = ("near_miss", "false_alarm", "maintenance")
"""Kinds of incidents that hurt nobody: no clock of the playbook runs for them."""
RUNNING = ("investigating", "identified", "mitigated")
"""The statuses of an incident that is not over."""


def minutes(earlier: datetime, later: datetime) -> float:
    """Return the minutes from one moment to another; negative when they stand the wrong way."""
    return (later - earlier).total_seconds() / 60


def is_running(incident: Incident) -> bool:
    """Tell whether the record says that the incident is not over."""
    return incident.status in RUNNING


def end_or_now(incident: Incident, as_of: datetime) -> datetime | None:
    """Return when the incident was resolved, or now while it runs; None when that is not known."""
    resolved = incident.times.resolved if incident.times else None
    if resolved is not None or not is_running(incident) or incident.date_unknown is not None:
        return resolved
    return as_of


def since_level(incident: Incident, start: datetime, levels: Collection[str]) -> datetime:
    """Return a moment, or the later one at which the record says that one of these levels began."""
    outside = False
    for change in sorted(incident.severity_history, key=lambda each: each.at):
        if outside and change.level in levels:
            start = max(start, change.at)
        outside = change.level not in levels
    return start


def clock_start(incident: Incident, clause: Clause, scale: Severities) -> datetime | None:
    """Return the moment from which a clause counts; None when it is not recorded.

    A clause that counts from detection cannot run before the incident had its level: where a
    milder level was raised, it counts from then.
    """
    begin: datetime | None = getattr(incident.times, clause.counted_from, None)
    if begin is None or clause.counted_from == "started":
        return begin
    as_bad = [each.id for each in scale.levels[: scale.rank(incident.severity) + 1]]
    return since_level(incident, begin, as_bad)


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


def deadline(clause: Clause, begin: datetime, policy: Policy) -> datetime | None:
    """Return the moment by which a clause that counts from ``begin`` is due; None without a clock.

    In business time, a clock that runs out as the day ends is due at that day's end.
    """
    due = clause.due_minutes
    if due is None:
        return None
    if clause.business_hours:
        return business_moment(begin, due, policy)
    return begin + timedelta(minutes=due)


def passed(clause: Clause, begin: datetime, end: datetime, policy: Policy) -> float:
    """Return the minutes between two moments as a clause counts them: all, or business time."""
    if clause.business_hours:
        return business_minutes(begin, end, policy)
    return minutes(begin, end)


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


def _longer(
    incident: Incident, until: str, begin: datetime, limit: int, as_of: datetime
) -> bool | None:
    """Tell whether more than ``limit`` minutes passed, up to now while the incident is open."""
    end: datetime | None = getattr(incident.times, until, None)
    if end is None and is_running(incident) and incident.date_unknown is None:
        end = as_of
    return None if end is None else minutes(begin, end) > limit
