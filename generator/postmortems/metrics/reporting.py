"""What others wait to be told: reports to regulators, and updates that messages promised."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from postmortems.advice.clocks import is_running
from postmortems.metrics.due import Due

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from postmortems.metrics.base import Leaving
    from postmortems.model.incident import Incident
    from postmortems.model.response import Communication


def filings(incident: Incident, today: date, leaving: Leaving) -> Iterator[Due]:
    """Yield the reports to regulators that have a day, or were made; days are in UTC.

    What has neither is left out, and so is all of a record without a calendar date.
    """
    for number, duty in enumerate(incident.regulatory, start=1):
        for place, each in enumerate(duty.filings, start=1):
            if incident.date_unknown is not None:
                leaving.out("report to a regulator: date unknown", incident.id)
                continue
            if each.due is None and each.filed_at is None:
                leaving.out("report to a regulator: no due moment recorded", incident.id)
                continue
            day = each.due.astimezone(UTC).date() if each.due else None
            filed = each.filed_at.astimezone(UTC).date() if each.filed_at else None
            yield Due(
                kind="filing",
                incident=incident.id,
                name=f"{number}-{place}",
                day=day,
                at=each.due,
                finished=filed is not None,
                done=filed,
                overdue=filed is None and day is not None and day < today,
            )


def updates(incident: Incident, today: date) -> Iterator[Due]:
    """Yield the updates that the last message to each audience of an open incident promised."""
    if not is_running(incident) or incident.date_unknown is not None:
        return
    last: dict[str, tuple[int, Communication]] = {}
    for number, each in enumerate(incident.communications, start=1):
        if each.audience not in last or each.at >= last[each.audience][1].at:
            last[each.audience] = number, each
    for number, each in last.values():
        promised = each.next_update_at
        if promised is None or promised <= each.at:
            continue  # the second is another rule's: it was past when it was promised
        day = promised.astimezone(UTC).date()
        yield Due(
            kind="update",
            incident=incident.id,
            name=str(number),
            day=day,
            at=promised,
            finished=False,
            overdue=day < today,
        )
