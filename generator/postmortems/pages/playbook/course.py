"""The playbook's response to one level along the clock: who is called and told, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems import clock
from postmortems.pages import clauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.settings import Settings
    from postmortems.config.severities import SeverityLevel

_DONE = {
    "detection": "It is detected.",
    "acknowledgement": "Someone has taken it on.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that happens on the way; ``why`` says the terms, empty where there are none.

    ``kind`` is ``call``, ``tell`` or ``do``.
    """

    kind: str
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A moment on the clock, such as ``30 minutes`` after detection, and what belongs to it."""

    at: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All moments of one level, the earliest first."""

    id: str
    name: str
    role: str
    stops: tuple[Stop, ...]


def courses(settings: Settings) -> tuple[Course, ...]:
    """Lay out every level along the clock; a level without a clock is left out."""
    found = (_course(level, settings) for level in settings.severities.levels)
    return tuple(each for each in found if each.stops)


def _course(level: SeverityLevel, settings: Settings) -> Course:
    at: dict[int, list[Mark]] = {}
    for minute, mark in (*_triggers(level, settings), *_promises(level, settings)):
        at.setdefault(minute, []).append(mark)
    return Course(
        id=level.id,
        name=level.name,
        role=level.colour_role,
        stops=tuple(
            Stop(at=clock.minutes(minute) if minute else "At once", marks=tuple(at[minute]))
            for minute in sorted(at)
        ),
    )


def _triggers(level: SeverityLevel, settings: Settings) -> Iterator[tuple[int, Mark]]:
    """Yield the calls that the level or the time alone brings about."""
    ladder = settings.escalation
    roles = {tier.id: tier.role for tier in ladder.tiers}
    due = [
        (each.after_minutes or 0, each)
        for each in ladder.triggers
        if each.flag is None
        and (each.levels or each.after_minutes is not None)
        and (not each.levels or level.id in each.levels)
    ]
    called: set[str] = set()
    promised = level.sla.engineering_escalation
    for minute, each in sorted(due, key=lambda pair: pair[0]):
        if promised and promised.due_minutes is not None and promised.due_minutes < minute:
            called.add(promised.tier)
        late = ", unless called already" if each.to in called else ""
        called.add(each.to)
        yield (
            minute,
            Mark(
                kind="call",
                what=f"{each.from_} calls {each.to}, {roles[each.to]}{late}",
                why="still unresolved" if minute else "",
            ),
        )


def _promises(level: SeverityLevel, settings: Settings) -> Iterator[tuple[int, Mark]]:
    """Yield what the level promises by then, and what the commander owes."""
    ladder, updates = settings.escalation, settings.policy.updates
    names = {each.id: each.name for each in settings.audiences.communication}
    sla = level.sla
    for name, clause in level.sla.clauses():
        due = clause.due_minutes
        if due is None:
            continue
        terms = clauses.terms(clause)
        why = [] if terms == "always" else [terms]
        if clause.counted_from == "started":
            why.append("counted from the start of harm")
        if clause.business_hours:
            why.append("in business time")
        if not clause.inclusive:
            why.append("in less than this")
        kind, what = "do", _DONE.get(name, "")
        if name == "engineering_escalation" and sla.engineering_escalation:
            kind, what = "call", f"Engineering is called in, {sla.engineering_escalation.tier}"
        for notice in (sla.executive_notice, sla.client_notice):
            if notice is clause:
                kind = "tell"
                what = " or ".join(names[each] for each in notice.audiences) + " told"
        yield due, Mark(kind=kind, what=what.rstrip("."), why="; ".join(why))
    if level.depth == "full":
        yield (
            ladder.commander.assign_within_minutes,
            Mark(kind="do", what="A commander is named", why=""),
        )
        yield (
            ladder.handoff.after_minutes,
            Mark(kind="do", what="Command is handed over", why="when it lasts longer"),
        )
    if not updates.levels or level.id in updates.levels:
        yield (
            updates.cadence_minutes,
            Mark(kind="tell", what="The next update, and again each time this has passed", why=""),
        )
