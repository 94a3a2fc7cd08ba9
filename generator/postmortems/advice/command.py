"""Who commands and who may, which roles are filled, and when command is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.advice.clocks import minutes
from postmortems.advice.task import Task
from postmortems.advice.words import either

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.advice.situation import Situation
    from postmortems.advice.task import State
    from postmortems.config.catalog import Contact
    from postmortems.config.escalation import Tier
    from postmortems.model.response import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanding:
    """A tier that may command at the level, with whom to call for it."""

    tier: Tier
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A role of the response: its id in the record, and who holds it as far as is recorded."""

    id: str
    name: str
    duty: str
    person: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Command of the incident.

    ``needed`` tells whether the level asks for a commander on record; ``eligible`` is None when
    the commander, or their tier, is not recorded or the level is held to none. ``warnings`` say
    what is wrong with how the roles are filled.
    """

    needed: bool
    may_command: tuple[Commanding, ...]
    parts: tuple[Part, ...]
    eligible: bool | None
    warnings: tuple[str, ...]


def command(at: Situation) -> Command:
    """Tell who commands, who may, and who holds which role."""
    roles, asked = at.incident.roles, at.settings.escalation.commander
    held = roles.commander if roles else None
    may = at.level.commanders
    known = held is not None and held.tier is not None and bool(may)
    eligible = held.tier in may if held is not None and known else None
    ladder = {each.id: each for each in at.settings.escalation.tiers}
    return Command(
        needed=needed(at),
        may_command=tuple(
            Commanding(tier=ladder[each], contacts=at.contacts(each)) for each in may
        ),
        parts=(
            Part(id="commander", name="Commander", duty=asked.description, person=held),
            *(
                Part(
                    id=each.id,
                    name=each.name,
                    duty=each.duty,
                    person=getattr(roles, each.id, None),
                )
                for each in asked.roles
            ),
        ),
        eligible=eligible,
        warnings=tuple(_warnings(at, held, eligible)),
    )


def needed(at: Situation) -> bool:
    """Tell whether a record of this level names a commander."""
    return at.level.depth == "full" and at.clocked


def command_tasks(at: Situation) -> Iterator[Task]:
    """Yield what is to do about command: a commander, the other roles, a handoff."""
    if not needed(at):
        return
    yield _commander(at)
    for part in command(at).parts[1:]:
        state: State = "due" if at.running else "missed"
        said = "" if at.running else "not recorded"
        if at.unrecorded(f"roles.{part.id}"):
            state, said = "unknown", "the record says that nobody wrote it down"
        yield Task(
            id=f"role:{part.id}",
            kind="role",
            state="done" if part.person else state,
            text=f"Name the {part.name[0].lower()}{part.name[1:]}",
            done_at=part.person.since if part.person else None,
            why=part.person.name if part.person else said,
        )
    yield _handoff(at)


def _commander(at: Situation) -> Task:
    held = at.incident.roles.commander if at.incident.roles else None
    begin, allowed = at.time("detected"), at.settings.escalation.commander.assign_within_minutes
    due = begin + timedelta(minutes=allowed) if begin else None
    took_over = held is not None and any(
        each.to.casefold() == held.name.casefold() for each in at.incident.handoffs
    )
    late = held and held.since and begin and minutes(begin, held.since) > allowed
    state: State
    why = ""
    if held is not None:
        state, why = ("late" if late and not took_over else "done"), held.name
    elif at.unrecorded("roles.commander"):
        state, why = "unknown", "the record says that nobody wrote it down"
    elif not at.running:
        state, why = "missed", "not recorded"
    elif due is None or not at.dated:
        state, why = "due", "detection or the date is not recorded, so no time can be named"
    else:
        state = "overdue" if at.as_of > due else "due"
    may = either(at.level.commanders)
    return Task(
        id="role:commander",
        kind="commander",
        state=state,
        text=f"Name a commander of {may}" if may else "Name a commander",
        due=due,
        done_at=held.since if held else None,
        why=why,
        contacts=tuple(one for tier in at.level.commanders for one in at.contacts(tier)),
    )


def _handoff(at: Situation) -> Task:
    begin, end = at.time("detected") or at.time("started"), at.end
    after = at.settings.escalation.handoff.after_minutes
    due: datetime | None = begin + timedelta(minutes=after) if begin else None
    done = max((each.at for each in at.incident.handoffs), default=None)
    state: State
    why = ""
    if done is not None:
        state = "done"
    elif at.unrecorded("handoffs"):
        state, why = "unknown", "the record says that nobody wrote it down"
    elif begin is None or end is None:
        state, why = "unknown", "how long it has lasted is not known"
    elif minutes(begin, end) > after:
        state = "overdue" if at.running else "missed"
    elif at.running:
        state, why = "coming", "unless it is resolved by then"
    else:
        state, why = "not_applicable", "it was over before that"
    return Task(
        id="handoff",
        kind="handoff",
        state=state,
        text="Hand over command",
        due=due,
        done_at=done,
        why=why,
    )


def _warnings(at: Situation, held: Person | None, eligible: bool | None) -> Iterator[str]:  # noqa: FBT001
    if held is None:
        return
    may = either(at.level.commanders)
    if eligible is False:
        yield f"{held.name} is of {held.tier}; {at.level.id} is commanded by {may}"
    if at.level.commanders and held.tier is None:
        yield f"the tier of {held.name} is not recorded; {at.level.id} is commanded by {may}"
    if not needed(at):
        return
    roles, name = at.incident.roles, held.name.casefold()
    if roles is None:
        return
    if roles.tech_lead is not None and roles.tech_lead.name.casefold() == name:
        yield f"{held.name} commands and leads the repair; name someone else for one of the two"
    people = (roles.tech_lead, roles.comms_lead, roles.scribe, *roles.responders)
    others = {each.name.casefold() for each in people if each is not None} - {name}
    reached = {
        (each.contact or each.tier).casefold()
        for each in at.incident.escalations
        if each.reached_at is not None
    } - {name}
    if not others and not reached:
        yield f"{held.name} is the only responder on record"
