"""Whom to call in next: each step of the ladder with the reasons for it, met or still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.owed import clock_start, owed
from postmortems.advice.seats import contacts_of
from postmortems.advice.steps import Step, detected, plus, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.config.catalog import Contact
    from postmortems.config.escalation import Tier, Trigger
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident
    from postmortems.model.response import Escalation


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Step):
    """A tier to call, ``what`` being its role, with every reason for it and whom to reach there."""

    tier: str
    reasons: tuple[Step, ...]
    contacts: tuple[Contact, ...]


def calls(incident: Incident, settings: Settings, as_of: datetime) -> tuple[Call, ...]:
    """Return the tiers that something speaks for calling, in the order of the ladder.

    A call to a tier, or to one above it, answers every reason for it; so does somebody of it among
    the roles. A call that nobody answered does not: then the next contact is owed at once.
    """
    found = []
    for tier in settings.escalation.tiers:
        reasons = tuple(_reasons(tier, incident, settings, as_of))
        if reasons:
            found.append(_call(tier, reasons, incident, settings, as_of))
    return tuple(found)


def _reasons(tier: Tier, incident: Incident, settings: Settings, as_of: datetime) -> Iterator[Step]:
    level = settings.severities.level(incident.severity)
    clause = level.sla.engineering_escalation
    if clause is not None and clause.tier == tier.id and clause.due_minutes is not None:
        begin = clock_start(incident, clause, settings.severities)
        if begin is None:
            yield Step(
                what=f"{level.id} calls engineering in within a time",
                state="unknown",
                note=f"`{clause.counted_from}` is not recorded",
            )
        else:
            due = plus(begin, clause.due_minutes)
            answer = owed(incident, clause, begin, as_of)
            state = state_of(due, None, as_of) if answer else "later"
            yield Step(what=f"{level.id} calls engineering in", state=state, due=due)
    for each in settings.escalation.triggers:
        if each.to == tier.id and (reason := _reason(each, incident, settings, as_of)):
            yield reason


def _reason(
    trigger: Trigger, incident: Incident, settings: Settings, as_of: datetime
) -> Step | None:
    """Return a trigger as a reason; None where it cannot apply."""
    if trigger.levels and incident.severity not in trigger.levels:
        return None
    said = trigger.text
    if trigger.flag is not None:
        observed = (incident.signals or {}).get(trigger.flag)
        if observed is not True:
            question = settings.severities.signals[trigger.flag].question
            return None if observed is False else Step(what=said, state="judge", note=question)
    if trigger.after_minutes is None:
        return Step(what=said, state="due" if trigger.structured else "judge")
    due = plus(level_since(incident, trigger.levels), trigger.after_minutes)
    if due is None:
        return Step(what=said, state="unknown", note="`detected` is not recorded")
    return Step(what=said, state="overdue" if as_of > due else "later", due=due)


def level_since(incident: Incident, levels: tuple[str, ...]) -> datetime | None:
    """Return detection, or the later moment at which the incident came to one of these levels."""
    begin = detected(incident)
    if begin is None or not levels:
        return begin
    outside = False
    for change in sorted(incident.severity_history, key=lambda each: each.at):
        if outside and change.level in levels:
            begin = max(begin, change.at)
        outside = change.level not in levels
    return begin


def _call(
    tier: Tier,
    reasons: tuple[Step, ...],
    incident: Incident,
    settings: Settings,
    as_of: datetime,
) -> Call:
    above = settings.escalation.at_least(tier.id)
    tried = [each for each in incident.escalations if each.tier in above and each.at <= as_of]
    contacts = contacts_of(tier.id, settings)
    reached = [each for each in tried if each.reached_at is not None and each.reached_at <= as_of]
    if reached or _present(incident, above):
        done = min((each.at for each in reached), default=None)
        note = "" if reached else "somebody of it is among the roles"
        return Call(
            tier=tier.id,
            what=tier.role,
            state="done",
            done=done,
            note=note,
            reasons=reasons,
            contacts=contacts,
        )
    if tried:
        return Call(
            tier=tier.id,
            what=tier.role,
            state="due",
            note=_unanswered(tried),
            reasons=reasons,
            contacts=contacts,
        )
    first = min(reasons, key=_weight)
    return Call(
        tier=tier.id,
        what=tier.role,
        state=first.state,
        due=first.due,
        reasons=reasons,
        contacts=contacts,
    )


_ORDER = ("overdue", "due", "later", "unknown", "judge", "done")


def _weight(step: Step) -> tuple[int, float]:
    when = step.due.timestamp() if step.due is not None else float("inf")
    return _ORDER.index(step.state), when


def _present(incident: Incident, tiers: frozenset[str]) -> bool:
    roles = incident.roles
    if roles is None:
        return False
    people = (roles.commander, roles.tech_lead, roles.comms_lead, roles.scribe, *roles.responders)
    return any(each is not None and each.tier in tiers for each in people)


def _unanswered(tried: list[Escalation]) -> str:
    names = dict.fromkeys(
        name for each in tried for name in (each.contact or each.tier, each.alternate) if name
    )
    return f"no answer of {', '.join(names)} is recorded; try the next contact"
