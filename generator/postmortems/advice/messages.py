"""What is still to be said to whom: the word to the team, updates, promises and all-clears."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.advice.promises import message_for
from postmortems.advice.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.advice.situation import Situation
    from postmortems.advice.task import State
    from postmortems.model.response import Communication


def messages(at: Situation) -> Iterator[Task]:
    """Yield what is to be said besides the level's own notices; none where no clock runs."""
    if not at.clocked:
        return
    yield from _declaration(at)
    for audience, sent in by_audience(at).items():
        if at.running:
            yield from _update(at, audience, sent[-1])
        yield from _all_clear(at, audience, sent)


def by_audience(at: Situation) -> dict[str, list[Communication]]:
    """Return the messages on record by audience, each list in the order of time."""
    found: dict[str, list[Communication]] = {}
    for each in sorted(at.incident.communications, key=lambda each: each.at):
        found.setdefault(each.audience, []).append(each)
    return found


def _declaration(at: Situation) -> Iterator[Task]:
    """Yield the first word to audiences inside that no clause of the level names."""
    clauses = [clause for _, clause in at.level.sla.clauses()]
    timed = {name for clause in clauses for name in getattr(clause, "audiences", ())}
    told = by_audience(at)
    outside = {each.id for each in at.settings.audiences.communication if each.external}
    for each in at.settings.policy.messages:
        if each.kind != "initial" or each.audience in timed | outside:
            continue
        if each.levels and at.incident.severity not in each.levels:
            continue
        first = told.get(each.audience, [None])[0]
        state: State = "due" if at.running else "not_applicable"
        yield Task(
            id=f"message:{each.id}",
            kind="message",
            state="done" if first else state,
            text=f"First word to {_name(at, each.audience)}",
            done_at=first.at if first else None,
            why="" if first or at.running else "the incident is over",
            audiences=(each.audience,),
            message=each.id,
        )


def _update(at: Situation, audience: str, last: Communication) -> Iterator[Task]:
    """Yield the next word to people who know of it: by the cadence, or as promised if sooner."""
    if last.kind == "all_clear":
        return
    policy = at.settings.policy.updates
    dues: list[tuple[datetime, str]] = []
    if last.next_update_at is not None and last.next_update_at > last.at:
        dues.append((last.next_update_at, "promised"))
    if not policy.levels or at.incident.severity in policy.levels:
        cadence = last.at + timedelta(minutes=policy.cadence_minutes)
        dues.append((cadence, f"one every {policy.cadence_minutes} min"))
    if not dues:
        return
    due, why = min(dues, key=lambda each: each[0])
    state: State = "unknown"
    if at.dated:
        # A promise is missed when its moment has come; a cadence when its minutes are exceeded.
        over = due <= at.as_of if why == "promised" else due < at.as_of
        state = "overdue" if over else "due"
    yield Task(
        id=f"update:{audience}",
        kind="update",
        state=state,
        text=f"Next word to {_name(at, audience)}",
        due=due,
        why=why if at.dated else "the date is not known",
        audiences=(audience,),
        message=message_for(at, (audience,), "update"),
    )


def _all_clear(at: Situation, audience: str, sent: list[Communication]) -> Iterator[Task]:
    message = next(
        (
            each.id
            for each in at.settings.policy.messages
            if each.kind == "all_clear" and each.audience == audience
        ),
        None,
    )
    if message is None:
        return
    done = next((each.at for each in sent if each.kind == "all_clear"), None)
    state: State = "coming" if at.running else "due"
    yield Task(
        id=f"all_clear:{audience}",
        kind="all_clear",
        state="done" if done else state,
        text=f"All-clear to {_name(at, audience)}",
        done_at=done,
        why="once it is resolved" if at.running and not done else "",
        audiences=(audience,),
        message=message,
    )


def _name(at: Situation, audience: str) -> str:
    known = at.settings.audiences.communication
    return next((each.name for each in known if each.id == audience), audience)
