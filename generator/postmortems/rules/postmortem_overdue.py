"""A postmortem that is owed and not there by its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.deadlines import days_ago, draft_deadline, publish_deadline
from postmortems.rules.moments import moment
from postmortems.rules.obligation import mandatory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("postmortem-overdue", family="process", level=Level.WARNING)
def postmortem_overdue(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem is not drafted or not published, and its deadline has passed.

    A draft is owed where `policy.yml` makes the postmortem mandatory; publication is owed there and
    wherever a draft was begun. The deadlines count from the resolution; `postmortem.due`, if
    written, takes the place of the one for publication. The check's own date is set by `--as-of`.
    Records without a calendar date are held to `postmortem.due` alone.

    Why: After a week people remember the story, no longer the events.

    Fix: Write it and set `postmortem.status`, or agree on a day and write it under
    `postmortem.due`.

    Source: The playbook: a draft within 48 hours, publication within 1 week.

    Flagged:
        postmortem:
          status: draft
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00

    Accepted:
        postmortem:
          status: draft
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          due: 2026-06-30
    """
    written, policy = incident.postmortem, context.settings.policy
    if written.status == "published":
        return
    begun, owed = written.status != "none", mandatory(incident, policy)
    today = context.as_of.date()
    if written.due is not None:
        if written.due < today:
            yield _problem("due", f"it was due {days_ago(written.due, today)} and is not published")
        return
    resolved = incident.times.resolved if incident.times else None
    if resolved is None or incident.date_unknown is not None or not (begun or owed):
        return
    draft_by, publish_by = draft_deadline(resolved, policy), publish_deadline(resolved, policy)
    if publish_by < context.as_of:
        yield _problem(
            "status", f"it was to be published by {moment(publish_by)} and is `{written.status}`"
        )
    elif not begun and draft_by < context.as_of:
        yield _problem("status", f"a draft was due by {moment(draft_by)} and none was begun")


def _problem(field: str, said: str) -> Problem:
    return Problem(
        rule="postmortem-overdue",
        path=("postmortem", field),
        message=f"the postmortem is overdue: {said}",
        why="after a week people remember the story, no longer the events",
        fix="publish it, or agree on a day and write it under `postmortem.due`",
    )
