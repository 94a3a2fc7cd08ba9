"""What the playbook asks for now: everything it says about one incident at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.aftermath import Owed, aftermath, owed_afterwards
from postmortems.advice.clocks import minutes
from postmortems.advice.command import Command, command, command_tasks
from postmortems.advice.escalations import escalations
from postmortems.advice.hindsight import as_it_stood
from postmortems.advice.messages import messages
from postmortems.advice.phase import Stage, stage
from postmortems.advice.promises import promises
from postmortems.advice.regulatory import filings, regimes
from postmortems.advice.remedies import Remedies, remedies
from postmortems.advice.situation import Situation
from postmortems.advice.task import OPEN, Task
from postmortems.advice.unknowns import Unknown, unknowns

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.regimes import Regime
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """All that the playbook says about an incident at ``as_of``.

    ``elapsed_minutes`` runs from ``elapsed_since``, ``started`` or else ``detected``, to now or to
    the resolution; None when that is not known. ``tasks`` are in the order of the response.
    ``incident`` is the record as it stood then, ``trimmed`` when it tells of later moments.
    ``regimes`` are those that the record names, each with its clocks where they are known.
    """

    incident: Incident
    as_of: datetime
    level_name: str
    running: bool
    dated: bool
    clocked: bool
    elapsed_minutes: float | None
    elapsed_since: str | None
    command: Command
    tasks: tuple[Task, ...]
    remedies: Remedies
    stage: Stage
    postmortem: Owed
    regimes: tuple[tuple[str, Regime | None], ...]
    unknown: tuple[Unknown, ...]
    trimmed: bool

    @property
    def now(self) -> tuple[Task, ...]:
        """Return what is to be done now: the longest overdue first, then what has no time."""
        return tuple(sorted((each for each in self.tasks if each.state in OPEN), key=_urgency))

    @property
    def next(self) -> tuple[Task, ...]:
        """Return what falls due if the incident goes on, the soonest first."""
        return tuple(sorted((each for each in self.tasks if each.state == "coming"), key=_urgency))


def advise(incident: Incident, settings: Settings, as_of: datetime) -> Advice:
    """Work out what the playbook asks for in an incident at an aware moment.

    What the record tells of later moments counts for nothing.
    """
    stood = as_it_stood(incident, as_of)
    at = Situation(incident=stood, settings=settings, as_of=as_of)
    since, elapsed = _elapsed(at)
    return Advice(
        incident=stood,
        as_of=as_of,
        level_name=at.level.name,
        running=at.running,
        dated=at.dated,
        clocked=at.clocked,
        elapsed_minutes=elapsed,
        elapsed_since=since,
        command=command(at),
        tasks=(
            *command_tasks(at),
            *promises(at),
            *escalations(at),
            *messages(at),
            *filings(at),
            *aftermath(at),
        ),
        remedies=remedies(at),
        stage=stage(at),
        postmortem=owed_afterwards(at),
        regimes=regimes(at),
        unknown=unknowns(at),
        trimmed=stood is not incident,
    )


def _elapsed(at: Situation) -> tuple[str | None, float | None]:
    for name in ("started", "detected"):
        begin = at.time(name)
        if begin is not None:
            return name, minutes(begin, at.end) if at.end else None
    return None, None


def _urgency(task: Task) -> tuple[bool, float]:
    """Order tasks: what is overdue, what is to be done at once, then by the time that is left."""
    never = float("inf") if task.state == "coming" else float("-inf")
    return task.state != "overdue", task.due.timestamp() if task.due else never
