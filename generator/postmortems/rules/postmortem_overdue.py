"""A postmortem that is owed and not there by its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.deadlines import deadlines
from postmortems.advice.obligation import given_up, mandatory
from postmortems.clock import moment
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("postmortem-overdue", family="process", level=Level.WARNING)
def postmortem_overdue(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem is not drafted or not published, and its deadline has passed.

    A draft is owed where `policy.yml` makes the postmortem mandatory or `postmortem.due` names a
    day; publication is owed there and wherever a draft was begun. The deadlines count from the
    resolution. `postmortem.due` takes the place of the draft's, and of the publication's when it is
    later. The check's own date is set by `--as-of`. A closed incident without a day or a draft is
    the business of `postmortem-missing`.

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
    policy = context.settings.policy
    due, status = deadlines(incident, policy), incident.postmortem.status
    if due is None or status == "published":
        return
    begun = status != "none"
    if given_up(incident):
        return
    if not begun and incident.postmortem.due is None and mandatory(incident, policy) is None:
        return
    if due.publication is not None and due.publication < context.as_of:
        yield _problem(f"it was to be published by {moment(due.publication)} and is `{status}`")
    elif not begun and due.draft < context.as_of:
        yield _problem(f"a draft was due by {moment(due.draft)} and none was begun")


def _problem(said: str) -> Problem:
    return Problem(
        rule="postmortem-overdue",
        path=("postmortem", "status"),
        message=f"the postmortem is overdue: {said}",
        why="after a week people remember the story, no longer the events",
        fix="publish it, or agree on a day and write it under `postmortem.due`",
    )
