"""How many incidents began in each month and in each quarter, by severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition, start_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from postmortems.model.incident import Incident

_MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods(Metric):
    """Incidents by period.

    ``periods`` are ``2025-03``, or ``2025-Q1``, and so on without a gap; ``ids`` has, for each
    severity level in the order given, the ids of each period.
    """

    periods: tuple[str, ...]
    ids: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]

    @property
    def series(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return, for each severity level, one count a period."""
        return tuple((level, tuple(map(len, periods))) for level, periods in self.ids)

    @property
    def totals(self) -> tuple[int, ...]:
        """Return the counts of all severities together, one a period."""
        return tuple(sum(counts) for counts in zip(*(each for _, each in self.series), strict=True))

    def period_of(self) -> dict[str, str]:
        """Return the period of each incident that is counted, by id."""
        return {
            key: period
            for _, periods in self.ids
            for period, keys in zip(self.periods, periods, strict=True)
            for key in keys
        }


def months(incidents: Iterable[Incident], levels: Sequence[str], as_of: datetime) -> Periods:
    """Incidents by the month in which they began, in the calendar of each record's own time zone.

    Where the start is not recorded, the moment of detection stands for it, or else that of the
    declaration. Months without an incident are shown, up to the month of the last build.

    Left out: incidents without a calendar date on record.
    """
    return _periods(incidents, levels, as_of, _month, _month_name, definition(months))


def quarters(incidents: Iterable[Incident], levels: Sequence[str], as_of: datetime) -> Periods:
    """Incidents by the calendar quarter in which they began, in each record's own time zone.

    Where the start is not recorded, the moment of detection stands for it, or else that of the
    declaration. Quarters without an incident are shown, up to that of the last build, which may
    not be over yet.

    Left out: incidents without a calendar date on record.
    """
    return _periods(incidents, levels, as_of, _quarter, _quarter_name, definition(quarters))


def _periods(
    incidents: Iterable[Incident],
    levels: Sequence[str],
    as_of: datetime,
    number: Callable[[date], int],
    name: Callable[[int], str],
    said: str,
) -> Periods:
    leaving = Leaving()
    found: list[tuple[int, Incident]] = []
    for each in incidents:
        day = start_day(each)
        if day is not None:
            found.append((number(day), each))
        elif each.date_unknown is not None:
            leaving.out("date unknown", each.id)
        else:
            leaving.out("no start recorded", each.id)
    numbers = [at for at, _ in found]
    every = range(min(numbers), max(*numbers, number(as_of.date())) + 1) if numbers else range(0)
    ids: dict[str, list[list[str]]] = {level: [[] for _ in every] for level in levels}
    for at, each in found:
        ids[each.severity][at - every.start].append(each.id)
    return Periods(
        n=len(found),
        definition=said,
        left_out=leaving.all(),
        periods=tuple(name(at) for at in every),
        ids=tuple((level, tuple(map(tuple, each))) for level, each in ids.items()),
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // _MONTHS_A_QUARTER


def _quarter_name(quarter: int) -> str:
    return f"{quarter // 4:04d}-Q{quarter % 4 + 1}"
