"""A closed incident without the postmortem that the policy makes mandatory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.obligation import given_up, mandatory
from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("postmortem-missing", family="process")
def postmortem_missing(incident: Incident, context: Context) -> Iterator[Problem]:
    """The incident is closed, and the postmortem that is owed was neither begun nor agreed on.

    The cases stand in `policy.yml` under `postmortem.mandatory`. What counts is that somebody wrote
    `status: closed`, which says that nothing is left to do, and never the date: no record turns
    red overnight, and one that was resolved an hour ago has its time. Until it is closed, and where
    `postmortem.due` names a day, `postmortem-overdue` looks after it.

    Why: A major incident that nobody writes up is one that nobody learns from.

    Fix: Begin the postmortem and set its `status`, or agree on a day and write it under
    `postmortem.due`.

    Source: The playbook: a postmortem of every P0, and of each P1 that was long or happened before.

    Flagged:
        severity: P0
        postmortem:
          status: none
        communications:
          - at: 2026-03-03 09:13
            audience: executive
            kind: initial
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
        escalations:
          - at: 2026-03-03 09:11
            tier: L4
            contact: Engineering manager on duty
            reached_at: 2026-03-03 09:12

    Accepted:
        severity: P0
        postmortem:
          status: none
          due: 2026-03-31
        communications:
          - at: 2026-03-03 09:13
            audience: executive
            kind: initial
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
        escalations:
          - at: 2026-03-03 09:11
            tier: L4
            contact: Engineering manager on duty
            reached_at: 2026-03-03 09:12
    """
    case = mandatory(incident, context.settings.policy)
    if case is not None and given_up(incident):
        yield Problem(
            rule="postmortem-missing",
            path=("postmortem", "status"),
            message=f"a postmortem is mandatory and none was begun: {case.text}",
            why="a major incident that nobody writes up is one that nobody learns from",
            fix="begin it and set its `status`, or write the day agreed on under `postmortem.due`",
        )
