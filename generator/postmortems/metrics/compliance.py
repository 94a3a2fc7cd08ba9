"""What the playbook promises about the response, against what the records show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from postmortems.advice.clocks import HARMLESS, acted_on, clock_start, is_running, owed, passed
from postmortems.metrics.base import NO_ORDER, Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.config.severities import Clause
    from postmortems.model.incident import Incident

Verdict = Literal["met", "missed", "not recorded", "not applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One clause of one level: the ids of incidents by verdict, and the clause itself."""

    level: str
    clause: str
    terms: Clause
    met: tuple[str, ...]
    missed: tuple[str, ...]
    not_recorded: tuple[str, ...]
    not_applicable: tuple[str, ...]

    @property
    def n(self) -> int:
        """Count the incidents that can be judged: met or missed."""
        return len(self.met) + len(self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance(Metric):
    """Every clause of every level, the worst first; ``n`` counts judgements, not incidents.

    So does what is left out: an incident is named once for each clause that was not judged.
    """

    clauses: tuple[Kept, ...]


def compliance(incidents: Iterable[Incident], settings: Settings, as_of: datetime) -> Compliance:
    """Each promise about the response, at the level that the record holds now: kept or not.

    The share is met / (met + missed). Missed is only what the record shows to have been done too
    late; where the record is silent, that is counted apart and is no miss. A clock that runs from
    detection starts no sooner than the incident was raised to its level. Engineering is called in
    by the first escalation to its tier or above; executives and clients are told by the first
    message to them. Clients felt an incident if one reported it, or if the recorded number of
    clients or users, or the share of users, is above zero; users were hurt until it was mitigated.

    Left out: near misses, false alarms and maintenance, for which no clock runs; clauses without a
    time, that did not apply, or that are not due yet.
    """
    by_level: dict[str, list[Incident]] = {}
    for each in incidents:
        by_level.setdefault(each.severity, []).append(each)
    kept: list[Kept] = []
    leaving = Leaving()
    for level in settings.severities.levels:
        for name, clause in level.sla.clauses():
            found: dict[Verdict, list[str]] = {
                "met": [],
                "missed": [],
                "not recorded": [],
                "not applicable": [],
            }
            for each in by_level.get(level.id, []):
                verdict, reason = judge(each, name, clause, settings, as_of)
                found[verdict].append(each.id)
                if reason:
                    leaving.out(reason, each.id)
            kept.append(
                Kept(
                    level=level.id,
                    clause=name,
                    terms=clause,
                    met=tuple(found["met"]),
                    missed=tuple(found["missed"]),
                    not_recorded=tuple(found["not recorded"]),
                    not_applicable=tuple(found["not applicable"]),
                )
            )
    return Compliance(
        n=sum(each.n for each in kept),
        definition=definition(compliance),
        left_out=leaving.all(),
        clauses=tuple(kept),
    )


def judge(
    incident: Incident, name: str, clause: Clause, settings: Settings, as_of: datetime
) -> tuple[Verdict, str]:
    """Return the verdict on one clause, with the reason where it is neither met nor missed."""
    if incident.kind in HARMLESS:
        return "not applicable", "near misses, false alarms and maintenance"
    if clause.due_minutes is None:
        return "not applicable", "the clause sets no time"
    begin = clock_start(incident, clause, settings.severities)
    if begin is None:
        return "not recorded", f"`{clause.counted_from}` not recorded"
    applies = owed(incident, clause, begin, as_of)
    if applies is None:
        return "not recorded", "not known whether the clause applied"
    if not applies:
        return "not applicable", "the clause did not apply"
    undated = incident.date_unknown is not None
    if undated and clause.business_hours:
        return "not recorded", "date unknown, so business hours cannot be counted"
    done = acted_on(incident, name, clause, settings)
    if done is None:
        if is_running(incident) and not undated and _kept(clause, begin, as_of, settings):
            return "not applicable", "not due yet"
        return "not recorded", f"{name.replace('_', ' ')} not recorded"
    if done < begin and name == "detection":
        return "not recorded", NO_ORDER
    times = incident.times
    if name == "detection" and done == begin and times is not None and times.started_estimated:
        return "not recorded", "start estimated as the moment of detection"
    return ("met" if _kept(clause, begin, done, settings) else "missed"), ""


def _kept(clause: Clause, begin: datetime, end: datetime, settings: Settings) -> bool:
    return clause.kept(passed(clause, begin, end, settings.policy)) is True
