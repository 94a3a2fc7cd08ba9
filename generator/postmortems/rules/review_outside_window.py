"""A review that met sooner or later than the playbook asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.calendar import business_days_after
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("review-outside-window", family="process", level=Level.WARNING)
def review_outside_window(incident: Incident, context: Context) -> Iterator[Problem]:
    """The review was held sooner or later after the resolution than the playbook asks.

    The window stands in `policy.yml` under `postmortem.review_business_days`; the business day
    after a Friday is day 1. A meeting that is still to come, or that other rules find dated
    wrongly, is left alone, and so are records without a calendar date.

    Why: Too soon, nobody has the facts yet and the loudest memory wins. Too late, the details are
    gone and so is the will to act.

    Fix: Correct the day if it is wrong. A true miss stays, and the page shows it.

    Source: The playbook: a review meeting after 3 to 5 business days; its own example met on day 2.

    Flagged:
        review:
          held_at: 2026-03-05
          facilitator: Mia Sato

    Accepted:
        review:
          held_at: 2026-03-10
          facilitator: Mia Sato
    """
    resolved = incident.times.resolved if incident.times else None
    held = incident.review.held_at if incident.review else None
    if resolved is None or held is None or incident.date_unknown is not None:
        return
    started = incident.times.started if incident.times else None
    if not context.has_come(held) or (started is not None and held < started.date()):
        return
    policy = context.settings.policy
    first, last = policy.postmortem.review_business_days
    day = business_days_after(resolved.date(), held, policy)
    if not first <= day <= last:
        yield Problem(
            rule="review-outside-window",
            path=("review", "held_at"),
            message=f"the review met on business day {day} after the resolution; the playbook asks "
            f"for days {first} to {last}",
            why="too soon there are no facts yet; too late there are none left",
            fix="correct the day if it is wrong; a true miss stays, and the page shows it",
        )
