"""An update that was promised for a moment and had not come by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.clock import length, moment
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import minutes
from postmortems.rules.playbook import TRUE_MISS, is_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("promised-update-missed", family="response", level=Level.WARNING)
def promised_update_missed(incident: Incident, context: Context) -> Iterator[Problem]:
    """A message promised the next one by a moment, and none reached that audience by then.

    Any message to the same audience keeps the promise, the all-clear too. In a record without a
    calendar date, a promise that nothing follows counts as missed once the incident is resolved. A
    promise that was past when it was made is another rule's.

    Why: A promised time is the one thing that people outside the room can plan with. A missed one
    costs more trust than having promised none.

    Fix: Enter the message if it was sent. A true miss stays in the record and is shown on the page.

    Source: Every message of the playbook says when the next one comes; PagerDuty's incident
    response guide on customer liaisons.

    Flagged:
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
            next_update_at: 2026-03-03 09:35
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear

    Accepted:
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
            next_update_at: 2026-03-03 09:50
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
    """
    for index, each in enumerate(incident.communications):
        promised = each.next_update_at
        if promised is None or promised <= each.at:
            continue
        next_at = min(
            (
                other.at
                for place, other in enumerate(incident.communications)
                if other.audience == each.audience and (other.at, place) > (each.at, index)
            ),
            default=None,
        )
        if next_at is not None and next_at <= promised:
            continue
        if next_at is not None:
            said = f"came {length(minutes(promised, next_at))} late"
        elif is_over(incident) if incident.date_unknown is not None else context.has_come(promised):
            said = "is not recorded"
        else:
            continue
        yield Problem(
            rule="promised-update-missed",
            path=("communications", index, "next_update_at"),
            message=f"the word promised to `{each.audience}` for {moment(promised)} {said}",
            why="a missed promise costs more trust than none",
            fix=TRUE_MISS
            if next_at
            else "enter the message under `communications`, if it was sent",
        )
