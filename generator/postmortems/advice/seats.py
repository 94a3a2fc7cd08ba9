"""Who is to take which role in the response, and when command has to be handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.steps import Step, detected, plus, state_of

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.catalog import Contact
    from postmortems.config.settings import Settings
    from postmortems.config.severities import SeverityLevel
    from postmortems.model.incident import Incident
    from postmortems.model.response import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat(Step):
    """A role: ``holder`` is empty where nobody is recorded in it."""

    role: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A tier that may command at the incident's level, with whom to call there."""

    tier: str
    role: str
    contacts: tuple[Contact, ...]


def seats(incident: Incident, settings: Settings, as_of: datetime) -> tuple[Seat, ...]:
    """Return the roles of a response that needs a commander; none at lesser levels.

    All of them are owed as soon as a commander is: whoever commands hands out the others.
    """
    level = settings.severities.level(incident.severity)
    if level.depth != "full":
        return ()
    policy = settings.escalation.commander
    due = plus(detected(incident), policy.assign_within_minutes)
    roles = incident.roles
    commander = roles.commander if roles else None
    found = [_seat("commander", "Commander", commander, due, as_of)]
    found[0] = _judged(found[0], incident, level)
    found += [
        _seat(each.id, each.name, getattr(roles, each.id, None), due, as_of)
        for each in policy.roles
    ]
    return tuple(found)


def candidates(incident: Incident, settings: Settings) -> tuple[Candidate, ...]:
    """Return who may command at the incident's level, in the order of the ladder's steps."""
    may = settings.severities.level(incident.severity).commanders
    return tuple(
        Candidate(tier=each.id, role=each.role, contacts=contacts_of(each.id, settings))
        for each in settings.escalation.tiers
        if each.id in may
    )


def contacts_of(tier: str, settings: Settings) -> tuple[Contact, ...]:
    """Return the catalogue's contacts of a tier."""
    return tuple(each for each in settings.catalog.contacts if each.tier == tier)


def handoff(incident: Incident, settings: Settings, as_of: datetime) -> Step | None:
    """Return when command is to be handed over next; None at levels that need no commander.

    Counted from the last handoff, else from when the commander took over, else from detection.
    """
    if settings.severities.level(incident.severity).depth != "full":
        return None
    last = max((each.at for each in incident.handoffs if each.at <= as_of), default=None)
    commander = incident.roles.commander if incident.roles else None
    since = last or (commander.since if commander else None) or detected(incident)
    if since is None:
        return None
    due = plus(since, settings.escalation.handoff.after_minutes)
    state = state_of(due, None, as_of)
    return Step(
        what="Hand over command",
        state="later" if state == "due" else state,
        due=due,
        note="" if last is None else "counted from the last handoff",
    )


def _seat(
    role: str, name: str, person: Person | None, due: datetime | None, as_of: datetime
) -> Seat:
    if person is not None:
        told = f"{person.name}, {person.tier}" if person.tier else person.name
        return Seat(role=role, what=name, holder=told, state="done", due=due, done=person.since)
    return Seat(role=role, what=name, holder="", state=state_of(due, None, as_of), due=due)


def _judged(seat: Seat, incident: Incident, level: SeverityLevel) -> Seat:
    """Add what speaks against the commander that is recorded."""
    roles = incident.roles
    person = roles.commander if roles else None
    if roles is None or person is None:
        return seat
    notes = []
    if person.tier is not None and level.commanders and person.tier not in level.commanders:
        notes.append(
            f"{person.tier} does not command a {level.id}; {' or '.join(level.commanders)} does"
        )
    lead = roles.tech_lead
    if lead is not None and lead.name.casefold() == person.name.casefold():
        notes.append("commands and leads the repair; give one of the two to somebody else")
    return Seat(
        role=seat.role,
        what=seat.what,
        holder=seat.holder,
        state=seat.state,
        due=seat.due,
        done=seat.done,
        note="; ".join(notes),
    )
