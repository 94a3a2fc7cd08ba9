"""A postmortem that was drafted or published after its deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.advice.deadlines import deadlines
from postmortems.clock import length, moment
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.playbook import TRUE_MISS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("postmortem-late", family="process", level=Level.WARNING)
def postmortem_late(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem was drafted or published longer after the resolution than the policy allows.

    `postmortem.due` takes the place of the policy's deadline for the draft, and of the one for the
    publication when it is later than that. Records without a calendar date are left alone.

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
    written, due = incident.postmortem, deadlines(incident, context.settings.policy)
    if due is None or incident.date_unknown is not None:
        return
    for field, what, at, by in (
        ("drafted_at", "drafted", written.drafted_at, due.draft),
        ("published_at", "published", written.published_at, due.publication),
    ):
        if at is not None and by is not None and at > by:
            yield Problem(
                rule="postmortem-late",
                path=("postmortem", field),
                message=f"{what} {_span(at - by)} after it was due, {moment(by)}",
                why="what is written long afterwards explains less",
                fix=TRUE_MISS,
            )


def _span(late: timedelta) -> str:
    days = late // timedelta(days=1)
    return f"{days} day{'' if days == 1 else 's'}" if days else length(late / timedelta(minutes=1))
