"""An id that carries another date than the start of the incident."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from postmortems.config.site import id_regex
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("id-date-differs-from-start", family="structure", level=Level.WARNING)
def id_date_differs_from_start(incident: Incident, context: Context) -> Iterator[Problem]:
    """The date in the `id` is not the day on which the incident started.

    The day counts in the record's own zone or in UTC, so an id given near midnight may follow
    either. What the form of ids does not hold is not looked at.

    Why: People look an incident up by its day. An id with another day is also what remains when a
    record was copied and one of its dates was forgotten.

    Fix: Correct whichever is wrong. An id that was already published stays; then silence the rule
    in the record, with that reason.

    Source: The playbook names incidents after the moment at which they began.

    Flagged:
        id: INC-20260301-0905

    Accepted:
        id: INC-20260303-0931
    """
    started = incident.times.started if incident.times else None
    if started is None or incident.date_unknown is not None:
        return
    match = re.match(id_regex(context.settings.site.incident_id), incident.id)
    if match is None:
        return
    said = match.groupdict()
    days = (started.date(), started.astimezone(UTC).date())
    if not any(_agrees(said, day) for day in days):
        yield Problem(
            rule="id-date-differs-from-start",
            path=("id",),
            message=f"the id's date is not that of the start, {days[0].isoformat()}",
            why="people look an incident up by its day",
            fix="correct the id or `times.started`, whichever is wrong",
        )


def _agrees(said: dict[str, str], day: date) -> bool:
    parts = {"year": day.year, "month": day.month, "day": day.day}
    return all(int(said[part]) == value for part, value in parts.items() if part in said)
