"""Something recorded as done at a moment that has not come."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from postmortems.clock import moment
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import PROMISED
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("future-time", family="time")
def future_time(incident: Incident, context: Context) -> Iterator[Problem]:
    """A time or a day at which something is said to have happened lies in the future.

    What is due or promised may lie ahead. Days have no zone, so a day counts as begun when it has
    begun anywhere on earth. The check's own date is set by `--as-of`.

    Why: A year or a month mistyped moves the incident out of every table that counts by date, and
    makes durations absurd.

    Fix: Correct the date. What is only planned belongs under `due`.

    Source: Domain rule of this project: records tell what happened.

    Flagged:
        review:
          held_at: 2062-03-06
          facilitator: Mia Sato
          attendees: [Ana Ruiz, Jon Bell, Leo Katz]
          outcome: Both actions were agreed on.

    Accepted:
        follow_ups:
          - due: 2026-06-03
    """
    for path, value in contents(incident).dates:
        if path[-1] in PROMISED:
            continue
        if not context.has_come(value):
            said = moment(value) if isinstance(value, datetime) else value.isoformat()
            yield Problem(
                rule="future-time",
                path=path,
                message=f"{said} has not come yet",
                why=f"the check's own date is {context.as_of:%Y-%m-%d}",
                fix="correct the date; what is only planned belongs under `due`",
            )
