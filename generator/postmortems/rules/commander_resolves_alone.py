"""A commander who also did the repair, with nobody else on record for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.situation import unrecorded
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.playbook import keeps_no_clock, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("commander-resolves-alone", family="response", level=Level.WARNING)
def commander_resolves_alone(incident: Incident, context: Context) -> Iterator[Problem]:
    """The commander is the only one whom the record shows at the repair.

    That is so where one person is both `commander` and `tech_lead` and no responder is named, or
    where nobody leads or helps and every timeline entry that names who did it, at least one, names
    the commander. A role that nobody wrote down, and said so, is no sign. Looked at are the levels
    that name who may command.

    Why: Whoever repairs looks at one thing. Nobody is left to see the whole, to call for help and
    to tell the others.

    Fix: Name whoever did the repair under `roles`. If one person did both, that stays as a finding
    about the response.

    Source: The playbook's roles, where the commander coordinates and does not repair; Google's SRE
    book, chapter 14, on keeping command and operations apart.

    Flagged:
        roles:
          commander:
            name: Ana Ruiz
            tier: L2
          tech_lead: Ana Ruiz

    Accepted:
        roles:
          commander:
            name: Ana Ruiz
            tier: L2
          tech_lead: Jon Bell
    """
    level, roles = level_of(incident, context.settings), incident.roles
    if level is None or not level.commanders or keeps_no_clock(incident):
        return
    if roles is None or roles.commander is None or incident.handoffs:
        return
    if any(unrecorded(incident, f"roles.{name}") for name in ("tech_lead", "responders")):
        return
    name = roles.commander.name.casefold()
    if any(each.name.casefold() != name for each in roles.responders):
        return
    path: Path
    if roles.tech_lead is not None:
        path, alone = ("roles", "tech_lead"), roles.tech_lead.name.casefold() == name
        said = "the commander is also the technical lead, and no responder is named"
    else:
        actors = {each.actor.casefold() for each in incident.timeline if each.actor is not None}
        path, alone = ("roles", "commander"), actors == {name}
        said = "the commander is the only one whom the record names at the repair"
    if alone:
        yield Problem(
            rule="commander-resolves-alone",
            path=path,
            message=said,
            why="whoever repairs looks at one thing, and nobody is left to see the whole",
            fix="name whoever did the repair under `roles`; a true miss stays, and the page shows "
            "it",
        )
