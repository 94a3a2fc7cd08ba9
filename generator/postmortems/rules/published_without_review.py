"""A mandatory postmortem that was published without a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.obligation import mandatory
from postmortems.advice.situation import unrecorded
from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("published-without-review", family="process")
def published_without_review(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem is mandatory and published, and the record has no `review`.

    Which cases are mandatory stands in `policy.yml`. Nothing is said when `not_recorded` lists
    `review` with the reason.

    Why: A review is where those who were there correct the story and agree to the actions. Without
    one, a postmortem is one person's account.

    Fix: Hold the review and enter it, or set `postmortem.status` back until it was held.

    Source: The playbook's lessons-learned phase; Google's SRE book, chapter 15: an unreviewed
    postmortem might as well never have existed.

    Flagged:
        recurrence_of: INC-20251202-1410
        review: null

    Accepted:
        recurrence_of: INC-20251202-1410
        review:
          held_at: 2026-03-06
          facilitator: Mia Sato
    """
    if incident.postmortem.status != "published" or incident.review is not None:
        return
    case = mandatory(incident, context.settings.policy)
    if case is not None and not unrecorded(incident, "review"):
        yield Problem(
            rule="published-without-review",
            path=("postmortem", "status"),
            message="the postmortem is published and no review is recorded; it is mandatory for: "
            f"{case.text}",
            why="without a review it is one person's account",
            fix="enter `review:`, or set `postmortem.status` back until it was held",
        )
