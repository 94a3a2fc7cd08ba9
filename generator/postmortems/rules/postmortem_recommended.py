"""A closed incident without the postmortem that the policy advises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.obligation import given_up, mandatory, recommended
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("postmortem-recommended", family="process", level=Level.WARNING)
def postmortem_recommended(incident: Incident, context: Context) -> Iterator[Problem]:
    """The incident is closed, and the postmortem that is advised was neither begun nor agreed on.

    The cases stand in `policy.yml` under `postmortem.recommended`; what is mandatory has a rule of
    its own. Nothing is said before the incident is closed, or where `postmortem.due` names a day.

    Why: Small incidents that come back, or that clients notice first, are the cheapest warnings
    there are.

    Fix: Begin the postmortem, or write the day agreed on under `postmortem.due`. Where the team
    decided against one, say why under `ignore`.

    Source: The playbook: advised for the other P1s, and for a P2 that happened before or hurt
    several clients.

    Flagged:
        postmortem:
          status: none

    Accepted:
        postmortem:
          status: none
          due: 2026-03-31
    """
    policy = context.settings.policy
    case = recommended(incident, policy)
    if case is None or not given_up(incident) or mandatory(incident, policy) is not None:
        return
    yield Problem(
        rule="postmortem-recommended",
        path=("postmortem", "status"),
        message=f"a postmortem is advised and none was begun: {case.text}",
        why="what comes back, or is noticed by clients first, is the cheapest warning there is",
        fix="begin it, or say why not under `ignore`",
    )
