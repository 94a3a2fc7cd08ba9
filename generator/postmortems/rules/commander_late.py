"""A commander who took over later than the playbook asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import length
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import minutes
from postmortems.rules.playbook import TRUE_MISS, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("commander-late", family="response", level=Level.WARNING)
def commander_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """The commander took over later after detection than `escalation.yml` allows.

    Looked at are levels of full depth, whose records name a commander, when `roles.commander` says
    `since` when. A commander who took over from another one is not late.

    Why: Until someone decides, everyone investigates and nobody coordinates. The first minutes are
    when two people restart the same thing.

    Fix: Correct the time if it is wrong. A true miss stays in the record and is shown on the page.

    Source: The commander's duties in the playbook, the first five minutes; Google's SRE book,
    chapter 14, on managing incidents.

    Flagged:
        roles:
          commander:
            name: Ana Ruiz
            tier: L2
            since: 2026-03-03 09:18

    Accepted:
        roles:
          commander:
            name: Ana Ruiz
            tier: L2
            since: 2026-03-03 09:13
    """
    level = level_of(incident, context.settings)
    commander = incident.roles.commander if incident.roles else None
    detected = incident.times.detected if incident.times else None
    if level is None or level.depth != "full" or commander is None:
        return
    if commander.since is None or detected is None:
        return
    if any(each.to.casefold() == commander.name.casefold() for each in incident.handoffs):
        return
    allowed = context.settings.escalation.commander.assign_within_minutes
    passed = minutes(detected, commander.since)
    if passed > allowed:
        yield Problem(
            rule="commander-late",
            path=("roles", "commander", "since"),
            message=f"there was a commander {length(passed)} after detection; "
            f"the playbook asks for one within {length(allowed)}",
            why="until someone decides, nobody coordinates",
            fix=TRUE_MISS,
        )
