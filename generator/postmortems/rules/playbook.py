"""What the playbook asks of one incident: its level, its clocks, and whether they were kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.clocks import HARMLESS, clock_start, passed
from postmortems.advice.situation import taking_part
from postmortems.clock import length
from postmortems.rules.moments import minutes

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.config.severities import Clause, SeverityLevel
    from postmortems.model.impact import Figure, Share
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

TRUE_MISS = "correct the time if it is wrong; a true miss stays, and the page shows it"
"""What to do about a late response: nobody can mend the past."""

_OVER = frozenset(("resolved", "closed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """A promise about the response that was not kept.

    ``minutes`` passed, as the clause counts them, until it was done or, when it never was, until
    the incident ended or now; ``since`` says from when, ``asked`` what the level allows.
    """

    minutes: float
    since: str
    asked: str


def level_of(incident: Incident, settings: Settings) -> SeverityLevel | None:
    """Return the incident's severity level; None when the scale does not hold it."""
    levels = settings.severities.levels
    return next((each for each in levels if each.id == incident.severity), None)


def is_over(incident: Incident) -> bool:
    """Tell whether the record says that the incident is resolved."""
    return incident.status in _OVER


def keeps_no_clock(incident: Incident) -> bool:
    """Tell whether it is of a kind that hurts nobody, which no clock of the playbook runs for."""
    return incident.kind in HARMLESS


def in_the_room(incident: Incident, tiers: Collection[str]) -> bool:
    """Tell whether someone of these tiers is named among the roles, and so evidently took part."""
    return taking_part(incident, tiers) is not None


def ended(incident: Incident, context: Context) -> datetime | None:
    """Return when the incident was resolved, or now while it is open; None when not known."""
    resolved = incident.times.resolved if incident.times else None
    if resolved is not None or is_over(incident) or incident.date_unknown is not None:
        return resolved
    return context.as_of


def lateness(
    incident: Incident, context: Context, name: str, done: datetime | None
) -> Lateness | None:
    """Tell by how much a clause of the level's response times was missed.

    ``done`` is when it was done; with None it never was, as far as the record goes. None when the
    clause was kept, is not owed, or when what it hangs on is not recorded.
    """
    level = level_of(incident, context.settings)
    clause = getattr(level.sla, name) if level else None
    if level is None or clause is None or keeps_no_clock(incident):
        return None
    start = clock_start(incident, clause, context.settings.severities)
    until = done or ended(incident, context)
    if start is None or until is None or not _owed(incident, context, clause, start):
        return None
    taken = _passed(start, until, incident, context, clause)
    if taken is None or clause.kept(taken) is not False:
        return None
    return Lateness(minutes=taken, since=_SINCE[clause.counted_from], asked=_asked(level, clause))


_SINCE = {"started": "the start of harm", "detected": "detection"}


def _owed(incident: Incident, context: Context, clause: Clause, start: datetime) -> bool:
    applies = clause.applies
    if applies is None:
        return True
    if applies.client_impact and not clients_felt_it(incident):
        return False
    if applies.unresolved_after_minutes is not None:
        end = ended(incident, context)
        return end is not None and minutes(start, end) > applies.unresolved_after_minutes
    if applies.longer_than_minutes is not None:
        times = incident.times
        end = (times.mitigated if times else None) or (
            None if is_over(incident) else ended(incident, context)
        )
        return end is not None and minutes(start, end) > applies.longer_than_minutes
    return True


def _passed(
    start: datetime, until: datetime, incident: Incident, context: Context, clause: Clause
) -> float | None:
    if clause.business_hours and incident.date_unknown is not None:
        return None
    return passed(clause, start, until, context.settings.policy)


def _asked(level: SeverityLevel, clause: Clause) -> str:
    said = "" if clause.inclusive else "less than "
    said += length(clause.within_minutes or 0)
    if clause.business_hours:
        said += " of business time"
    if clause.delay_minutes:
        said += f" once {length(clause.delay_minutes)} have passed"
    return f"{level.id} allows {said}"


def clients_felt_it(incident: Incident) -> bool:
    """Tell whether the record shows clients to be hurt: by a figure, or by their own report."""
    impact = incident.impact
    if incident.detection.source == "client_report":
        return True
    figures = (impact.users_pct, impact.users, impact.clients) if impact else ()
    return any(number(figure) > 0 for figure in figures)


def number(figure: Figure | Share | None) -> float:
    """Return a recorded figure, 0 when it is unknown or absent."""
    return (figure.value or 0) if figure else 0
