"""The triggers of the ladder as tasks: who is to be called, who was, and what people must judge."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.advice.clocks import minutes, since_level
from postmortems.advice.situation import taking_part
from postmortems.advice.task import Task
from postmortems.advice.words import either

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.advice.situation import Situation
    from postmortems.advice.task import State
    from postmortems.config.escalation import Trigger
    from postmortems.model.response import Escalation


def escalations(at: Situation) -> Iterator[Task]:
    """Yield a task for each trigger; none for an incident that no clock runs for."""
    if not at.clocked:
        return
    ladder = at.settings.escalation
    for trigger in ladder.triggers:
        tier = ladder.tiers[ladder.rank(trigger.to)]
        state, due, why = _condition(at, trigger)
        done: datetime | None = None
        if state in {"overdue", "due", "missed", "judge"}:
            state, done, why = _answered(at, trigger, state, why)
        yield Task(
            id=f"trigger:{trigger.id}",
            kind="escalation",
            state=state,
            text=f"Call {tier.id}, {tier.role}",
            reason=trigger.text,
            due=due,
            done_at=done,
            why=why,
            tier=tier.id,
            contacts=at.contacts(tier.id),
        )


def _condition(at: Situation, trigger: Trigger) -> tuple[State, datetime | None, str]:
    """Return the state of a trigger as if nobody had been called yet."""
    incident = at.incident
    if trigger.levels and incident.severity not in trigger.levels:
        return "not_applicable", None, f"counts for {either(trigger.levels)}"
    if trigger.flag is not None:
        value = (incident.signals or {}).get(trigger.flag)
        if value is None:
            question = at.settings.severities.signals[trigger.flag].question
            return _asked(at, question)
        if value is not True:
            return "not_applicable", None, f"`{trigger.flag}` is recorded as not so"
    if not trigger.structured:
        return _asked(at, "")
    if trigger.after_minutes is None:
        return ("due" if at.running else "missed"), None, ""
    begin = at.time("detected")
    if begin is None:
        state: State = "judge" if at.running else "unknown"
        return state, None, "`times.detected` is not recorded, and it counts from there"
    begin = since_level(incident, begin, trigger.levels) if trigger.levels else begin
    due = begin + timedelta(minutes=trigger.after_minutes)
    end = at.end
    if end is None:
        said = "the date is not known" if not at.dated else "`times.resolved` is not recorded"
        return "unknown", due, said
    if minutes(begin, end) > trigger.after_minutes:
        return ("overdue" if at.running else "missed"), due, ""
    if at.running:
        return "coming", due, "unless it is resolved by then"
    return "not_applicable", None, "it was over before that"


def _asked(at: Situation, question: str) -> tuple[State, datetime | None, str]:
    if at.running:
        return "judge", None, question
    return "not_applicable", None, "the incident is over"


def _answered(
    at: Situation, trigger: Trigger, state: State, why: str
) -> tuple[State, datetime | None, str]:
    """Return how it stands once the calls on record are counted."""
    above = at.settings.escalation.at_least(trigger.to)
    calls = sorted(
        (each for each in at.incident.escalations if each.tier in above), key=lambda each: each.at
    )
    if answered := next((each for each in calls if each.reached_at is not None), None):
        who = _who(answered)
        return "done", answered.at, f"{who} was called and answered"
    if there := taking_part(at.incident, above):
        return "done", calls[0].at if calls else None, f"{there.name} ({there.tier}) took part"
    if calls:
        return _unreached(at, calls, state)
    if not at.incident.escalations and at.unrecorded("escalations"):
        return "unknown", None, "the record says that nobody wrote escalations down"
    return state, None, why


def _unreached(
    at: Situation, calls: list[Escalation], state: State
) -> tuple[State, datetime | None, str]:
    """Tell of a call that nobody is known to have answered: it is no help yet."""
    last = calls[-1]
    if at.unrecorded("escalations.reached_at"):
        return "done", last.at, f"{_who(last)} was called; who answered was not written down"
    said = f"{_who(last)} was called, no answer is recorded"
    if last.alternate:
        said += f"; tried instead: {last.alternate}"
    if not at.running or state == "judge":
        return "done", last.at, said
    return state, None, f"{said}; try the next one"


def _who(call: Escalation) -> str:
    return f"{call.contact} ({call.tier})" if call.contact else call.tier
