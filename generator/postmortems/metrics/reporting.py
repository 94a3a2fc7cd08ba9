"""What others wait to be told: reports to regulators, and updates that messages promised."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from postmortems.advice.clocks import is_running
from postmortems.advice.regulatory import reports
from postmortems.metrics.due import Due

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from postmortems.advice.regulatory import Reporting
    from postmortems.config.policy import Policy
    from postmortems.findings import Path
    from postmortems.metrics.base import Leaving
    from postmortems.model.incident import Incident
    from postmortems.model.response import Communication

_GAPS = re.compile(r"[\W_]+")


def filings(incident: Incident, policy: Policy, today: date, leaving: Leaving) -> Iterator[Due]:
    """Yield the reports to regulators that have a day, or were made; days are in UTC.

    The record's own day stands above that of the policy's clock. What has no day is left out, and
    so is all of a record without a calendar date.
    """
    told = list(reports(incident, policy))
    if incident.date_unknown is not None:
        if told:
            leaving.out("report to a regulator: date unknown", incident.id)
        return
    dated = [each for each in told if each.due is not None or each.filed_at is not None]
    if len(dated) < len(told):
        leaving.out("report to a regulator: nothing says when it is due", incident.id)
    for each in dated:
        day = each.due.astimezone(UTC).date() if each.due else None
        filed = each.filed_at.astimezone(UTC).date() if each.filed_at else None
        path: Path = ("regulatory", each.number)
        yield Due(
            kind="filing",
            incident=incident.id,
            name=f"{each.number + 1}-{_name(each)}",
            label=f"{each.regime}: {each.stage}",
            path=path if each.place is None else (*path, "filings", each.place),
            day=day,
            at=each.due,
            finished=filed is not None,
            done=filed,
            overdue=filed is None and day is not None and day < today,
        )


def _name(report: Reporting) -> str:
    """Name a report in its duty: by its place in the record, else by its stage."""
    if report.place is not None:
        return str(report.place + 1)
    return _GAPS.sub("-", report.stage.casefold()).strip("-")


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
