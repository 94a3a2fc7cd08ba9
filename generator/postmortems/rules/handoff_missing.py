"""A long incident in which command was never handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.situation import unrecorded
from postmortems.clock import length
from postmortems.findings import Level, Path, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import minutes
from postmortems.rules.playbook import ended, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("handoff-missing", family="response", level=Level.WARNING)
def handoff_missing(incident: Incident, context: Context) -> Iterator[Problem]:
    """The incident lasted longer than one commander stays at it, and no handoff is recorded.

    Looked at are levels of full depth, from detection (or the start, when that is not recorded)
    until the resolution. How long it may be stands in `escalation.yml` under `handoff`.

    Why: After some hours people tire and shifts end. A handoff that nobody announced leaves two
    commanders, or none.

    Fix: Enter the change of command under `handoffs`. If one person stayed through, that stays as a
    finding. If nobody knows, list `handoffs` under `not_recorded` with the reason.

    Source: The playbook's handoff procedure, after 4 hours; Google's SRE book, chapter 14: a clear,
    live handoff.

    Flagged:
        status: mitigated
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 11:10
            audience: executive
            kind: initial

    Accepted:
        handoffs:
          - at: 2026-03-03 13:00
            from: Ana Ruiz
            to: Leo Katz
            note: Payments go through again; the error rate is being watched.
        status: mitigated
        times:
          started: 2026-03-03 09:05
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 11:10
            audience: executive
            kind: initial
    """
    level = level_of(incident, context.settings)
    times = incident.times
    if level is None or level.depth != "full" or times is None:
        return
    if incident.handoffs or unrecorded(incident, "handoffs"):
        return
    start, end = times.detected or times.started, ended(incident, context)
    if start is None or end is None:
        return
    passed, allowed = minutes(start, end), context.settings.escalation.handoff.after_minutes
    path: Path = ("times", "resolved") if times.resolved else ("status",)
    if passed > allowed:
        yield Problem(
            rule="handoff-missing",
            path=path,
            message=f"the response {'lasted' if times.resolved else 'has lasted'} "
            f"{length(passed)} and no handoff is recorded; command is handed over after "
            f"{length(allowed)}",
            why="after some hours people tire and shifts end",
            fix="enter the change of command under `handoffs`, or list `handoffs` under "
            "`not_recorded` with the reason",
        )
