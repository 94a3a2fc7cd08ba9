"""What a table of data is: its columns with their kinds and meanings, and where rows come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from postmortems.clock import day_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postmortems.model.incident import Incident

Row = TypeVar("Row")
Kind = Literal["text", "markdown", "integer", "number", "boolean", "moment", "day", "list"]
Value = str | int | float | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its name, what it holds, what it means, and how to get it from a row.

    Values are what JSON knows; None stands for what is not recorded.
    """

    name: str
    kind: Kind
    meaning: str
    value: Callable[[Row], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Row]):
    """A table: one row for each of what ``rows`` finds in an incident.

    The first column of all but the table of incidents is ``incident_id``.
    """

    name: str
    meaning: str
    columns: tuple[Column[Row], ...]
    rows: Callable[[Incident], Iterable[Row]]

    def read(self, incident: Incident) -> list[list[Value]]:
        """Return the rows of one incident."""
        columns = self.columns
        return [[column.value(row) for column in columns] for row in self.rows(incident)]


def utc(moment: datetime | None, incident: Incident) -> str | None:
    """Write a moment as ``2026-03-03T09:05:00Z``; None where it or its date is not recorded."""
    if moment is None or incident.date_unknown is not None:
        return None
    return f"{moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"


def written(moment: datetime, incident: Incident) -> str:
    """Write a moment as it was recorded: with its offset, or ``day 2 02:15`` without a date."""
    if incident.date_unknown is None:
        return moment.isoformat(timespec="seconds")
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    return f"day {day_number(moment)} {clock}"


def day(value: date | None) -> str | None:
    """Write a day as ``2026-03-03``."""
    return None if value is None else value.isoformat()


def span(incident: Incident, earlier: str, later: str) -> float | None:
    """Return the minutes between two of an incident's times.

    None as on the dashboard: where one is not recorded, where they are out of order, and where a
    start was estimated to be the very moment it is measured against.
    """
    begin = getattr(incident.times, earlier, None)
    end = getattr(incident.times, later, None)
    if begin is None or end is None or end < begin:
        return None
    if (
        earlier == "started"
        and end == begin
        and incident.times
        and incident.times.started_estimated
    ):
        return None
    return round(float((end - begin).total_seconds()) / 60, 2)
