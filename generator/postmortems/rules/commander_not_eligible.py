"""A commander of a tier that does not command at this level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.playbook import level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("commander-not-eligible", family="response", level=Level.WARNING)
def commander_not_eligible(incident: Incident, context: Context) -> Iterator[Problem]:
    """The commander's tier is not among those that may command at this level.

    Which may stands in `severities.yml` under each level's `commanders`; a level that lists none is
    held to nothing. A commander without a `tier` is left alone.

    Why: Whoever commands must be free to decide and practised in it. The engineer who mends the
    fault has no hand left for the response.

    Fix: Correct the tier, or the level. If it was so, it stays as a finding about the response.

    Source: The playbook's definitions of the levels; Google's SRE book, chapter 14, on keeping
    command and operations apart.

    Flagged:
        roles:
          commander:
            name: Jon Bell
            tier: L3

    Accepted:
        roles:
          commander:
            name: Ana Ruiz
            tier: L1
    """
    level = level_of(incident, context.settings)
    commander = incident.roles.commander if incident.roles else None
    if level is None or not level.commanders or commander is None or commander.tier is None:
        return
    if commander.tier not in level.commanders:
        yield Problem(
            rule="commander-not-eligible",
            path=("roles", "commander", "tier"),
            message=f"the commander is of {commander.tier}; {level.id} is commanded by "
            f"{' or '.join(level.commanders)}",
            why="whoever commands must be free to decide and practised in it",
            fix="correct the tier or the level, if it is wrong; a true miss stays, and the page "
            "shows it",
        )
