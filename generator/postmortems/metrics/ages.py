"""How long promises have been waiting: unfinished actions by the age of their incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition, start_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from postmortems.metrics.actions import Actions, Item
    from postmortems.model.incident import Incident

STEPS = (
    (0, "under 30 days"),
    (30, "30 to 89 days"),
    (90, "90 to 179 days"),
    (180, "180 to 364 days"),
    (365, "a year or more"),
)
"""The classes of ages: from how many days on, and what they are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """An unfinished action and how many days ago its incident began."""

    item: Item
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages(Metric):
    """Unfinished actions, the oldest first."""

    points: tuple[Aged, ...]

    def classes(self) -> tuple[tuple[str, tuple[Aged, ...]], ...]:
        """Return the points by class of age, the youngest class first, empty ones included."""
        found: dict[str, list[Aged]] = {name: [] for _, name in STEPS}
        for point in self.points:
            name = next(name for least, name in reversed(STEPS) if point.days >= least)
            found[name].append(point)
        return tuple((name, tuple(points)) for name, points in found.items())


def ages(every: Actions, incidents: Mapping[str, Incident], as_of: datetime) -> Ages:
    """How old unfinished actions are: days from the day their incident began to the last build.

    A record does not say on which day an action was promised, so its incident's first day stands
    for it; the promise is somewhat younger.

    Left out: actions of incidents without a calendar date on record.
    """
    leaving = Leaving()
    today = as_of.date()
    points: list[Aged] = []
    for item in every.unfinished:
        day = start_day(incidents[item.incident])
        if day is None:
            leaving.out("the incident has no date on record", item.id)
        else:
            # An incident may begin on a day that is still to come in UTC.
            points.append(Aged(item=item, days=max(0, (today - day).days)))
    points.sort(key=lambda point: (-point.days, point.item.id))
    return Ages(
        n=len(points),
        definition=definition(ages),
        left_out=leaving.all(),
        points=tuple(points),
    )
