"""A measure credited with ending the harm, dated after the harm had ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("fix-dated-after-resolution", family="process", level=Level.WARNING)
def fix_dated_after_resolution(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action of type `mitigate` was done on a later day than `times.mitigated`.

    Days are compared as the record's own zone has them. Records without a calendar date are left
    alone.

    Why: What was done the day after cannot have ended the harm. Either the day is wrong, or the
    story credits the wrong measure and hides what really helped.

    Fix: Correct `done_at`; or say what it does about the next incident with another type, such as
    `prevent` or `repair`.

    Source: The playbook's example, whose summary credits a larger pool that its list of actions
    dates to the next day.

    Flagged:
        actions:
          - id: A2
            title: The gateway has a new certificate, and an alert fires 30 days before its end
            type: mitigate
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-04
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: The gateway has a new certificate, and an alert fires 30 days before its end
            type: mitigate
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-03
            factors: [F1, F2]
    """
    del context
    mitigated = incident.times.mitigated if incident.times else None
    if mitigated is None or incident.date_unknown is not None:
        return
    for index, action in enumerate(incident.actions):
        if action.type != "mitigate" or action.status != "done" or action.done_at is None:
            continue
        if action.done_at > mitigated.date():
            yield Problem(
                rule="fix-dated-after-resolution",
                path=("actions", index, "done_at"),
                message=f"`{action.id}` is said to have mitigated the incident and was done on "
                f"{action.done_at.isoformat()}; the harm ended on {mitigated.date().isoformat()}",
                why="what was done later cannot have ended the harm",
                fix="correct the day, or give it another type, such as `prevent` or `repair`",
            )
