"""What the playbook promised in one incident, clause by clause: allowed, taken, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.advice.clocks import acted_on, clock_start, passed
from postmortems.clock import duration
from postmortems.metrics.compliance import judge
from postmortems.pages import clauses

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.config.severities import Clause
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A clause of the incident's level.

    ``taken`` is empty where the record does not show it or the clause was not owed; ``note`` is
    the reason where it is neither met nor missed; ``role`` is the verdict as a class name.
    """

    name: str
    allowed: str
    since: str
    terms: str
    taken: str
    verdict: str
    role: str
    note: str


def promises(incident: Incident, settings: Settings, as_of: datetime) -> tuple[Promise, ...]:
    """Judge each clause of the incident's level, as the dashboards judge it."""
    level = next(each for each in settings.severities.levels if each.id == incident.severity)
    found = []
    for name, clause in level.sla.clauses():
        verdict, reason = judge(incident, name, clause, settings, as_of)
        terms = clauses.terms(clause)
        found.append(
            Promise(
                name=clauses.NAMES[name],
                allowed=clauses.promise(clause),
                since=clauses.since(clause),
                terms="" if terms == "always" else terms,
                taken=_taken(incident, name, clause, settings)
                if verdict in {"met", "missed"}
                else "",
                verdict=verdict,
                role=verdict.replace(" ", "_"),
                note=reason,
            )
        )
    return tuple(found)


def _taken(incident: Incident, name: str, clause: Clause, settings: Settings) -> str:
    begin = clock_start(incident, clause, settings.severities)
    done = acted_on(incident, name, clause, settings)
    if begin is None or done is None:
        return ""
    minutes = passed(clause, begin, done, settings.policy) - clause.delay_minutes
    if minutes < 0 or done < begin:
        return "before the clock started"
    said = duration(timedelta(minutes=minutes))
    return f"{said} of business time" if clause.business_hours else said


def tally(found: tuple[Promise, ...]) -> str:
    """Count the verdicts in words: ``4 met, 1 missed, 2 not recorded``."""
    words = ("met", "missed", "not recorded", "not applicable")
    counts = {word: sum(each.verdict == word for each in found) for word in words}
    return ", ".join(f"{number} {word}" for word, number in counts.items() if number)
