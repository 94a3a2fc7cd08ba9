"""An action that does not say how to tell that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.situation import unrecorded
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import unfinished, vague_verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-without-done-when", family="process", level=Level.WARNING)
def action_without_done_when(incident: Incident, context: Context) -> Iterator[Problem]:
    """An unfinished action has no `done_when`.

    Titles that begin with a vague verb are another rule's; nothing is said when `not_recorded`
    lists `actions.done_when`.

    Why: Two people who read the same title close it at different points. A sentence about how
    anyone can tell settles it before the work starts.

    Fix: Add `done_when` with something that can be seen: a test, an alert that fired, a page that
    exists.

    Source: Google's SRE workbook, chapter 10: each action has a measurable end state.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            owner: Jon Bell
            priority: P3
            due: 2026-06-30
            tracker: https://tracker.example.com/PAY-103
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
    if unrecorded(incident, "actions.done_when"):
        return
    for index, action in unfinished(incident):
        if action.done_when is None and not vague_verb(action, context.settings.language):
            yield Problem(
                rule="action-without-done-when",
                path=("actions", index, "done_when"),
                message=f"`{action.id}` does not say how to tell that it is done",
                why="two people close the same title at different points",
                fix="add `done_when:` with something that can be seen",
            )
