"""The response times of an incident's level as tasks: due, overdue, coming, done or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.clocks import acted_on, clock_start, deadline, hurt_clients, owed, passed
from postmortems.advice.situation import taking_part
from postmortems.advice.task import Task
from postmortems.config.severities import Call, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.advice.situation import Situation
    from postmortems.advice.task import Kind, State
    from postmortems.config.severities import Clause


def promises(at: Situation) -> Iterator[Task]:
    """Yield a task for each clause of the level; none for an incident that no clock runs for."""
    if not at.clocked:
        return
    for name, clause in at.level.sla.clauses():
        done = _done(at, name, clause)
        state, due, why = _judged(at, name, clause, done)
        tier = clause.tier if isinstance(clause, Call) else None
        audiences = clause.audiences if isinstance(clause, Notice) else ()
        if tier is not None and done is None:
            there = taking_part(at.incident, at.settings.escalation.at_least(tier))
            if there is not None:
                state, why = "done", f"{there.name} ({there.tier}) took part"
        yield Task(
            id=f"level:{name}",
            kind=_kind(clause),
            state=state,
            text=_text(at, name, clause),
            due=due,
            done_at=done,
            why=why,
            tier=tier,
            contacts=at.contacts(tier) if tier else (),
            audiences=audiences,
            message=message_for(at, audiences, "initial"),
        )


def _done(at: Situation, name: str, clause: Clause) -> datetime | None:
    """Return when a clause was answered; executives who were called in have been told, too."""
    done = acted_on(at.incident, name, clause, at.settings)
    if name != "executive_notice":
        return done
    top = at.settings.escalation.tiers[-1].id
    calls = [each.at for each in at.incident.escalations if each.tier == top]
    return min([*calls, *([done] if done else [])], default=None)


def message_for(at: Situation, audiences: tuple[str, ...], kind: str) -> str | None:
    """Return the id of the playbook's first message of a kind to one of these audiences."""
    severity = at.incident.severity
    return next(
        (
            each.id
            for audience in audiences
            for each in at.settings.policy.messages
            if each.audience == audience
            and each.kind == kind
            and (not each.levels or severity in each.levels)
        ),
        None,
    )


def _kind(clause: Clause) -> Kind:
    match clause:
        case Call():
            return "escalation"
        case Notice():
            return "message"
    return "response"


def _text(at: Situation, name: str, clause: Clause) -> str:
    match clause:
        case Call():
            tier = at.settings.escalation.tiers[at.settings.escalation.rank(clause.tier)]
            return f"Call {tier.id}, {tier.role}"
        case Notice():
            names = {each.id: each.name for each in at.settings.audiences.communication}
            return f"First word to {' or '.join(names[each] for each in clause.audiences)}"
    return "Notice it" if name == "detection" else "Acknowledge it: a person takes it on"


def _judged(
    at: Situation, name: str, clause: Clause, done: datetime | None
) -> tuple[State, datetime | None, str]:
    """Return the state, the deadline and the reason of a clause."""
    if clause.due_minutes is None:
        said = clause.wording or "no time is set"
        return ("done", None, said) if done else ("judge", None, said)
    begin = clock_start(at.incident, clause, at.settings.severities)
    if begin is None:
        return _without_start(at, name, clause, done)
    if clause.business_hours and not at.dated:
        said = "business time cannot be counted without a date"
        return "done" if done else "unknown", None, said
    due = deadline(clause, begin, at.settings.policy)
    applies = owed(at.incident, clause, begin, at.as_of)
    if done is not None:
        kept = clause.kept(passed(clause, begin, done, at.settings.policy))
        return "late" if applies and kept is False else "done", due, ""
    if name == "detection":
        return "unknown", due, "`times.detected` is not recorded"
    if applies is None:
        if clause.applies and clause.applies.client_impact and hurt_clients(at.incident) is None:
            return "judge", due, "owed if clients feel it, which the record does not say"
        return "unknown", due, _no_end(at)
    if not applies:
        return _not_owed(at, clause, due)
    end = at.end
    if end is None:
        return "unknown", due, _no_end(at)
    if clause.kept(passed(clause, begin, end, at.settings.policy)) is False:
        return ("overdue" if at.running else "missed"), due, clause.wording or ""
    if at.running:
        return "due", due, clause.wording or ""
    return "not_applicable", due, "the incident was over before that"


def _without_start(
    at: Situation, name: str, clause: Clause, done: datetime | None
) -> tuple[State, datetime | None, str]:
    """Judge a clause whose clock has no start: what is owed in any case stays owed, untimed."""
    field = f"`times.{clause.counted_from}`"
    if done is None and name != "detection" and clause.applies is None and at.running:
        return "due", None, f"{field} is not recorded, so no time can be named"
    said = f"{field} is not recorded, so its clock cannot be told"
    return "done" if done else "unknown", None, said


def _not_owed(
    at: Situation, clause: Clause, due: datetime | None
) -> tuple[State, datetime | None, str]:
    terms = clause.applies
    if terms is not None and terms.client_impact and hurt_clients(at.incident) is False:
        return "not_applicable", None, "the record shows no client hurt"
    mended = terms is not None and terms.longer_than_minutes and at.time("mitigated")
    if at.running and at.dated and not mended:
        return "coming", due, clause.wording or ""
    return "not_applicable", None, f"owed only {clause.wording}" if clause.wording else ""


def _no_end(at: Situation) -> str:
    if not at.dated:
        return "the date is not known, so nobody can say how long ago it was"
    return "`times.resolved` is not recorded"
