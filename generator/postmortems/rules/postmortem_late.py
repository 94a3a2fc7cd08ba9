"""A postmortem that was drafted or published after its deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.deadlines import draft_deadline, publish_deadline
from postmortems.rules.playbook import TRUE_MISS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("postmortem-late", family="process", level=Level.WARNING)
def postmortem_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem was drafted or published longer after the resolution than the policy allows.

    Where `postmortem.due` names a day, publication is held to that. Records without a calendar date
    are left alone.

    Why: A write-up made from memory long afterwards explains less and is read by fewer. How often
    it happens says whether the team makes time for it.

    Fix: Correct the time if it is wrong. A true miss stays, and the page shows it.

    Source: The playbook: a draft within 48 hours, publication within 1 week; one of this project's
    seeds was generated 703 days after its incident.

    Flagged:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-06 11:00
          published_at: 2026-03-09 15:00

    Accepted:
        postmortem:
          status: published
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          published_at: 2026-03-10 10:00
    """
    written, policy = incident.postmortem, context.settings.policy
    resolved = incident.times.resolved if incident.times else None
    if resolved is None or incident.date_unknown is not None:
        return
    if written.drafted_at is not None and written.drafted_at > draft_deadline(resolved, policy):
        asked = f"the playbook asks for {policy.postmortem.draft_within_hours} hours"
        yield _problem("drafted_at", "drafted", written.drafted_at - resolved, asked)
    if written.published_at is None:
        return
    if written.due is not None:
        late = written.published_at.date() > written.due
        asked = f"it was due on {written.due.isoformat()}"
    else:
        late = written.published_at > publish_deadline(resolved, policy)
        asked = f"the playbook asks for {policy.postmortem.publish_within_days} days"
    if late:
        yield _problem("published_at", "published", written.published_at - resolved, asked)


def _problem(field: str, what: str, after: timedelta, asked: str) -> Problem:
    days, hours = after.days, after.seconds // 3_600
    return Problem(
        rule="postmortem-late",
        path=("postmortem", field),
        message=f"{what} {days} d {hours} h after the resolution; {asked}",
        why="what is written long afterwards explains less",
        fix=TRUE_MISS,
    )
