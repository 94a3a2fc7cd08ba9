"""The first word to an audience, measured against the clause that asks for it."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from postmortems.clock import length
from postmortems.findings import Path, Problem
from postmortems.rules.playbook import TRUE_MISS, lateness, level_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


def notice_late(
    rule: str,
    incident: Incident,
    context: Context,
    *,
    clause: Literal["executive_notice", "client_notice"],
    told: str,
    also: Collection[tuple[datetime, Path]] = (),
) -> Iterator[Problem]:
    """Yield a problem when the first message to a clause's audiences came late, or not while due.

    ``told`` names them in the plural; ``also`` holds other moments at which they heard of it, each
    with its path.
    """
    level = level_of(incident, context.settings)
    notice = getattr(level.sla, clause) if level else None
    if notice is None or not incident.communications:
        return
    words: list[tuple[datetime, Path]] = [
        (each.at, ("communications", index, "at"))
        for index, each in enumerate(incident.communications)
        if each.audience in notice.audiences
    ]
    words.extend(also)
    nothing: tuple[datetime | None, Path] = (None, ("communications",))
    first, path = min(words, default=nothing, key=itemgetter(0))
    miss = lateness(incident, context, clause, first)
    if miss is None:
        return
    if first is None:
        said = f"no word to {told} is recorded {length(miss.minutes)}"
        fix = "enter the message under `communications`, if there was one"
    else:
        said = f"{told} were first told {length(miss.minutes)}"
        fix = TRUE_MISS
    yield Problem(
        rule=rule,
        path=path,
        message=f"{said} after {miss.since}; {miss.asked}",
        why="whoever hears of it elsewhere has lost trust already",
        fix=fix,
    )
