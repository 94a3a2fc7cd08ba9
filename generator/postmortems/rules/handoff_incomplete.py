"""A handoff that does not say what was passed on, or that does not fit those around it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.clock import length
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import minutes
from postmortems.rules.playbook import level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

_WHY = "command that nobody sees change hands is held by two people, or by none"


@rule("handoff-incomplete", family="response", level=Level.WARNING)
def handoff_incomplete(incident: Incident, context: Context) -> Iterator[Problem]:
    """A handoff has no note, does not follow on the one before, or leaves a turn that is too long.

    The note says what was passed on. Whoever gives command up is whoever took it last. The
    commander under `roles` is one of those who held it. At levels of full depth, nobody commands
    longer than `escalation.yml` allows under `handoff`, counted between recorded moments from
    detection to the resolution. Capitals make no difference in names, and
    the order in which handoffs happened counts, not that in the file.

    Why: What was not passed on is found out again, or not at all.

    Fix: Write the note, and correct the names and times. A turn that was truly too long stays as a
    finding about the response.

    Source: The playbook's handoff procedure, with its list of what is passed on; Google's SRE book,
    chapter 14: a clear, live handoff.

    Flagged:
        handoffs:
          - at: 2026-03-03 10:00
            from: Ana Ruiz
            to: Leo Katz

    Accepted:
        handoffs:
          - at: 2026-03-03 10:00
            from: Ana Ruiz
            to: Leo Katz
            note: Payments go through again; the error rate is being watched.
    """
    handoffs = sorted(enumerate(incident.handoffs), key=lambda pair: pair[1].at)
    for index, each in handoffs:
        if each.note is None:
            yield Problem(
                rule="handoff-incomplete",
                path=("handoffs", index),
                message=f"the handoff to `{each.to}` does not say what was passed on",
                why="what was not passed on is found out again, or not at all",
                fix="write under `note` what the playbook's list asks to pass on",
            )
    for (_, before), (index, each) in pairwise(handoffs):
        if before.to.casefold() != each.from_.casefold():
            yield Problem(
                rule="handoff-incomplete",
                path=("handoffs", index, "from"),
                message=f"`{each.from_}` gives up command, which `{before.to}` took last",
                why=_WHY,
                fix="correct the names, or enter the handoff between the two",
            )
    yield from _commander(incident)
    yield from _turns(incident, context)


def _commander(incident: Incident) -> Iterator[Problem]:
    commander = incident.roles.commander if incident.roles else None
    if commander is None or not incident.handoffs:
        return
    held = {name.casefold() for each in incident.handoffs for name in (each.from_, each.to)}
    if commander.name.casefold() not in held:
        yield Problem(
            rule="handoff-incomplete",
            path=("roles", "commander"),
            message=f"`{commander.name}` commands, and no handoff is from or to them",
            why=_WHY,
            fix="correct the name, or enter the handoff that is missing",
        )


def _turns(incident: Incident, context: Context) -> Iterator[Problem]:
    level, times = level_of(incident, context.settings), incident.times
    if level is None or level.depth != "full" or times is None or not incident.handoffs:
        return
    allowed = context.settings.escalation.handoff.after_minutes
    order = sorted(range(len(incident.handoffs)), key=lambda index: incident.handoffs[index].at)
    moments = [incident.handoffs[index].at for index in order]
    begin, end = times.detected or times.started, times.resolved
    turns = [
        *((begin, moments[0], order[0], incident.handoffs[order[0]].from_),) * (begin is not None),
        *(
            (moments[place], moments[place + 1], order[place + 1], incident.handoffs[each].to)
            for place, each in enumerate(order[:-1])
        ),
        *((moments[-1], end, order[-1], incident.handoffs[order[-1]].to),) * (end is not None),
    ]
    for start, stop, index, name in turns:
        if start is not None and stop is not None and minutes(start, stop) > allowed:
            yield Problem(
                rule="handoff-incomplete",
                path=("handoffs", index, "at"),
                message=f"`{name}` commanded for {length(minutes(start, stop))}; command is handed "
                f"over after {length(allowed)}",
                why="after some hours people tire and shifts end",
                fix="correct the times, or enter the handoff that is missing; a true miss stays",
            )
