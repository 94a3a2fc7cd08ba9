"""An action that belongs to a group instead of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import unfinished
from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("owner-is-a-team", family="process", level=Level.WARNING)
def owner_is_a_team(incident: Incident, context: Context) -> Iterator[Problem]:
    """The `owner` of an action is a team or another group.

    It is a group when it is the id or the name of a team of the catalogue, or when it ends in a
    word that `language.yml` lists under `group_owners`. Actions that are done or given up are left
    alone.

    Why: In a group everyone assumes that someone else does it. The team has a field of its own.

    Fix: Name one person as `owner`, and write the group under `team`.

    Source: PagerDuty's postmortem guide: each action has one owner; three actions of the playbook's
    example belong to teams.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            owner: DevOps Team
            priority: P3
            due: 2026-06-30
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]
        postmortem:
          status: draft
          drafted_at: 2026-03-04 11:00
          due: 2026-06-30

    Accepted:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            owner: Jon Bell
            team: devops
            priority: P3
            due: 2026-06-30
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]
        postmortem:
          status: draft
          drafted_at: 2026-03-04 11:00
          due: 2026-06-30
    """
    teams = context.settings.catalog.teams
    known = {name.casefold() for each in teams for name in (each.id, each.name)}
    group = any_of(context.settings.language.group_owners)
    for index, action in unfinished(incident):
        owner = action.owner or ""
        ends = any(match.end() == len(owner) for match in group.finditer(owner))
        if ends or owner.casefold() in known:
            yield Problem(
                rule="owner-is-a-team",
                path=("actions", index, "owner"),
                message=f"`{owner}`, the owner of `{action.id}`, is a group",
                why="in a group everyone assumes that someone else does it",
                fix="name one person as `owner`, and write the group under `team`",
            )
