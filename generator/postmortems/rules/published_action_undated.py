"""A published promise without a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import undated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("published-action-undated", family="process")
def published_action_undated(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem is published, and an unfinished action has no `due` day.

    Nothing is said when `not_recorded` lists `actions.due` with the reason.

    Why: Publishing turns an action into a promise. Without a day it is never late, so nobody looks
    at it again.

    Fix: Give it a day within the limits of `policy.yml`, or move the entry to `ideas`, which
    promise nothing.

    Source: The playbook: every action has an owner and a due date.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            owner: Jon Bell
            tracker: https://tracker.example.com/PAY-103
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            owner: Jon Bell
            priority: P3
            due: 2026-06-30
            tracker: https://tracker.example.com/PAY-103
            done_when: A certificate in staging was renewed with nobody's help.
            factors: [F1, F2]
    """
    del context
    if incident.postmortem.status != "published":
        return
    for index, action in undated(incident):
        yield Problem(
            rule="published-action-undated",
            path=("actions", index, "due"),
            message=f"`{action.id}` is published without a due date",
            why="without a day it is never late, so nobody looks at it again",
            fix="write `due:` with a day, or move it to `ideas`",
        )
