"""How many incidents began in each month, by severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition, start_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Months(Metric):
    """Counts by month.

    ``months`` are ``2025-03`` and so on without a gap; ``series`` has, for each severity level in
    the order given, one count a month.
    """

    months: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """Return the counts of all severities together, one a month."""
        return tuple(sum(counts) for counts in zip(*(each for _, each in self.series), strict=True))


def months(incidents: Iterable[Incident], levels: Sequence[str], as_of: datetime) -> Months:
    """Incidents by the month in which they began, in the calendar of each record's own time zone.

    Where the start is not recorded, the moment of detection stands for it, or else that of the
    declaration. Months without an incident are shown, up to the month of the last build.
    """
    leaving = Leaving()
    found: list[tuple[int, str]] = []
    for each in incidents:
        day = start_day(each)
        if day is not None:
            found.append((_month(day), each.severity))
        elif each.date_unknown is not None:
            leaving.out("date unknown", each.id)
        else:
            leaving.out("no start recorded", each.id)
    numbers = [month for month, _ in found]
    every = range(min(numbers), max(*numbers, _month(as_of.date())) + 1) if numbers else range(0)
    counts = {level: [0] * len(every) for level in levels}
    for month, severity in found:
        counts[severity][month - every.start] += 1
    return Months(
        n=len(found),
        definition=definition(months),
        left_out=leaving.all(),
        months=tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in every),
        series=tuple((level, tuple(each)) for level, each in counts.items()),
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
