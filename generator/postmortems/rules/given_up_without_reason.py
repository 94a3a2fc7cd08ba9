"""An action that was given up without saying why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("given-up-without-reason", family="process", level=Level.WARNING)
def given_up_without_reason(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action has `status: wont_do` and no `reason`.

    Why: Without the reason nobody can tell a decision from a promise that was dropped, and the next
    incident raises the same question again.

    Fix: Write `reason:` with what speaks against it, or what was done instead.

    Source: Etsy's tracking of remediation items: they may be closed undone, with a sentence on why.

    Flagged:
        actions:
          - id: A2
            title: An alert fires when a certificate has fewer than 30 days left
            status: wont_do
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: An alert fires when a certificate has fewer than 30 days left
            status: wont_do
            reason: Certificates renew themselves now; the alert would never fire.
            factors: [F1, F2]
    """
    del context
    for index, action in enumerate(incident.actions):
        if action.status == "wont_do" and action.reason is None:
            yield Problem(
                rule="given-up-without-reason",
                path=("actions", index, "status"),
                message=f"`{action.id}` was given up, and nothing says why",
                why="nobody can tell a decision from a promise that was dropped",
                fix="write `reason:` with what speaks against it",
            )
