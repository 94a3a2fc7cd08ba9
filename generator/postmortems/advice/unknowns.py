"""What is not recorded, and what nobody can say because of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.clocks import hurt_clients
from postmortems.advice.command import needed
from postmortems.advice.words import every

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something that is not recorded: the field's dotted name, and what cannot be said without."""

    field: str
    so: str


def unknowns(at: Situation) -> tuple[Unknown, ...]:
    """Return what is missing for advice on an incident, in the order of the record."""
    return tuple(_unknowns(at))


def _unknowns(at: Situation) -> Iterator[Unknown]:
    if not at.dated:
        yield Unknown(
            field="date_unknown",
            so="the calendar date is not known: lengths of time are, what is due today is not",
        )
    if at.clocked:
        yield from _of_clocks(at)
        yield from _of_people_and_type(at)
    if not at.running and at.time("resolved") is None:
        yield Unknown(
            field="times.resolved",
            so="when it was over is not recorded, so what is due after it has no date",
        )


def _of_clocks(at: Situation) -> Iterator[Unknown]:
    clauses = [
        (name.replace("_", " "), clause)
        for name, clause in at.level.sla.clauses()
        if clause.due_minutes is not None
    ]
    for field, verb in (("started", "began"), ("detected", "was noticed")):
        if at.time(field) is not None:
            continue
        names = [name for name, each in clauses if each.counted_from == field]
        so = f"nobody wrote down when it {verb}"
        if field == "detected":
            names.append("escalation by time")
        if names:
            so += f", so these clocks cannot be told: {every(names)}"
        yield Unknown(field=f"times.{field}", so=so)
    asked = [name for name, each in clauses if each.applies and each.applies.client_impact]
    if asked and hurt_clients(at.incident) is None:
        so = f"whether clients feel it is not recorded, and so whether {every(asked)} is owed"
        yield Unknown(field="impact", so=so)


def _of_people_and_type(at: Situation) -> Iterator[Unknown]:
    incident = at.incident
    if needed(at) and (incident.roles is None or incident.roles.commander is None):
        yield Unknown(field="roles.commander", so="nobody on record decides")
    if not incident.signals and not incident.factors and at.running:
        yield Unknown(
            field="signals",
            so="neither signals nor factors are recorded to tell the type of incident by",
        )
