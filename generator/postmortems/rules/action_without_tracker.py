"""An unfinished action without its ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.situation import unrecorded
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import UNFINISHED_WRITE_UP, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-without-tracker", family="process", level=Level.WARNING)
def action_without_tracker(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action that is open or in progress has no `tracker`, once the postmortem is in review.

    A team that keeps no tickets says `trackers: false` under `actions` in `policy.yml`, and nothing
    is asked for. Nothing is said either where `not_recorded` names `actions.tracker`.

    Why: People work from their list of tickets. What is not on it waits for the day on which
    someone opens the postmortem again.

    Fix: Make the ticket and paste its address under `tracker`.

    Source: Google's SRE workbook, chapter 10: every action item is tracked in a bug system.

    Flagged:
        actions:
          - id: A2
            title: Gateway certificates renew themselves, and an alert fires 30 days before the end
            status: open
            owner: Jon Bell
            priority: P3
            due: 2026-06-30
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
    if not context.settings.policy.actions.trackers:
        return
    if incident.postmortem.status in UNFINISHED_WRITE_UP:
        return
    if unrecorded(incident, "actions.tracker"):
        return
    for index, action in unfinished(incident):
        if action.tracker is None:
            yield Problem(
                rule="action-without-tracker",
                path=("actions", index, "tracker"),
                message=f"`{action.id}` has no ticket",
                why="people work from their tickets, and this is not among them",
                fix="make one and add `tracker:` with its address",
            )
