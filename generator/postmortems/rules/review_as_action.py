"""An action whose result is the review of the same incident."""

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


@rule("review-as-action", family="process", level=Level.WARNING)
def review_as_action(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action asks for a review or a retrospective of the incident that it belongs to.

    The names of such a review stand in `language.yml` under `own_review`. Actions that are done or
    given up are left alone.

    Why: Every incident of weight is reviewed anyway, and the record has a place for it. As an
    action it fills the list while nothing about the system changes.

    Fix: Enter the meeting under `review` once it is held, or set `postmortem.due`. Keep `actions`
    for what will be different afterwards.

    Source: The web shop's table lock of January 2024, whose report asks for a review of the
    incident.

    Flagged:
        actions:
          - id: A2
            title: A post-incident review is held to find more factors
            status: open
            owner: Jon Bell
            priority: P3
            due: 2026-06-30
            tracker: https://tracker.example.com/PAY-103
            done_when: The review has taken place.
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: The review of certificate changes covers their last day
            status: open
            owner: Jon Bell
            priority: P3
            due: 2026-06-30
            tracker: https://tracker.example.com/PAY-103
            done_when: The checklist of the review has the line.
            factors: [F1, F2]
    """
    review = any_of(context.settings.language.own_review)
    for index, action in unfinished(incident):
        match = review.search(action.title)
        if match:
            yield Problem(
                rule="review-as-action",
                path=("actions", index, "title"),
                message=f"`{action.id}` asks for the {match.group().lower()} of this incident",
                why="the record has a place for it, and nothing about the system changes",
                fix="enter it under `review` once it is held; keep actions for changes",
            )
