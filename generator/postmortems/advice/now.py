"""What the playbook asks for now: everything it says about one incident at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.clocks import minutes
from postmortems.advice.promises import promises
from postmortems.advice.situation import Situation
from postmortems.advice.task import OPEN, Task

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something that is not recorded: the field's dotted name, and what cannot be said without."""

    field: str
    so: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """All that the playbook says about an incident at ``as_of``.

    ``elapsed_minutes`` runs from ``elapsed_since``, ``started`` or else ``detected``, to now or to
    the resolution; None when that is not known. ``tasks`` are in the order of the response.
    """

    incident: Incident
    as_of: datetime
    level_name: str
    running: bool
    dated: bool
    clocked: bool
    elapsed_minutes: float | None
    elapsed_since: str | None
    tasks: tuple[Task, ...]
    unknown: tuple[Unknown, ...]

    @property
    def now(self) -> tuple[Task, ...]:
        """Return what is to be done now: the longest overdue first, then what is due soonest."""
        return tuple(sorted((each for each in self.tasks if each.state in OPEN), key=_urgency))

    @property
    def next(self) -> tuple[Task, ...]:
        """Return what falls due if the incident goes on, the soonest first."""
        return tuple(sorted((each for each in self.tasks if each.state == "coming"), key=_urgency))


def advise(incident: Incident, settings: Settings, as_of: datetime) -> Advice:
    """Work out what the playbook asks for in an incident at an aware moment."""
    at = Situation(incident=incident, settings=settings, as_of=as_of)
    since, elapsed = _elapsed(at)
    return Advice(
        incident=incident,
        as_of=as_of,
        level_name=at.level.name,
        running=at.running,
        dated=at.dated,
        clocked=at.clocked,
        elapsed_minutes=elapsed,
        elapsed_since=since,
        tasks=tuple(promises(at)),
        unknown=(),
    )


def _elapsed(at: Situation) -> tuple[str | None, float | None]:
    for name in ("started", "detected"):
        begin = at.time(name)
        if begin is not None:
            return name, minutes(begin, at.end) if at.end else None
    return None, None


def _urgency(task: Task) -> tuple[bool, bool, float]:
    at = task.due.timestamp() if task.due else float("inf")
    return task.state != "overdue", task.due is None, at
