"""What was promised: which commitments are open, which are overdue, and who holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from postmortems.model.followup import Action
    from postmortems.model.incident import Incident

UNFINISHED = ("open", "in_progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An action with the incident it belongs to; overdue when it is unfinished past its day."""

    incident: str
    action: Action
    overdue: bool

    @property
    def id(self) -> str:
        """Return the id that is unique among all incidents: ``INC-…#A1``."""
        return f"{self.incident}#{self.action.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The actions of one owner or team; ``name`` is "" where nobody is named."""

    name: str
    overdue: int
    open: int
    in_progress: int
    done: int
    wont_do: int

    @property
    def unfinished(self) -> int:
        """Count what is still to do, overdue or not."""
        return self.open + self.in_progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions(Metric):
    """Every action, in order of due day, those without one last, then by incident and id."""

    items: tuple[Item, ...]
    by_owner: tuple[Held, ...]
    by_team: tuple[Held, ...]

    def with_status(self, *statuses: str) -> tuple[Item, ...]:
        """Return the actions in any of these statuses, overdue or not."""
        return tuple(item for item in self.items if item.action.status in statuses)

    @property
    def overdue(self) -> tuple[Item, ...]:
        """Return what is unfinished past its day, the longest overdue first."""
        return tuple(item for item in self.items if item.overdue)

    @property
    def unfinished(self) -> tuple[Item, ...]:
        """Return what is open or in progress, overdue or not."""
        return self.with_status(*UNFINISHED)


def actions(incidents: Iterable[Incident], as_of: datetime) -> Actions:
    """Every action of every incident.

    Overdue is one that is open or in progress although its due day has ended, in UTC. Without a
    due day it is never overdue.

    Left out: ideas, which promise nothing.
    """
    today = as_of.date()
    items = [
        Item(incident=each.id, action=action, overdue=_overdue(action, today))
        for each in incidents
        for action in each.actions
    ]
    items.sort(key=_by_due)
    return Actions(
        n=len(items),
        definition=definition(actions),
        left_out=(),
        items=tuple(items),
        by_owner=_held(items, lambda action: action.owner or ""),
        by_team=_held(items, lambda action: action.team or ""),
    )


def _overdue(action: Action, today: date) -> bool:
    return action.status in UNFINISHED and action.due is not None and action.due < today


def _by_due(item: Item) -> tuple[bool, str, str, str]:
    due = item.action.due
    return (due is None, due.isoformat() if due else "", item.incident, item.action.id)


def _held(items: Iterable[Item], of: Callable[[Action], str]) -> tuple[Held, ...]:
    """Count by owner or team: most overdue first, then most unfinished, then by name."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(of(item.action), []).append(item)
    held = [_count(name, group) for name, group in groups.items()]
    return tuple(
        sorted(
            held,
            key=lambda each: (-each.overdue, -each.unfinished, each.name.casefold(), each.name),
        )
    )


def _count(name: str, items: Iterable[Item]) -> Held:
    counts = {"open": 0, "in_progress": 0, "done": 0, "wont_do": 0}
    overdue = 0
    for item in items:
        counts[item.action.status] += 1
        overdue += item.overdue
    return Held(name=name, overdue=overdue, **counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTime(Metric):
    """Promises whose day has come: kept on time, kept late, or still unkept; ids as in `Item`."""

    on_time: tuple[str, ...]
    late: tuple[str, ...]
    overdue: tuple[str, ...]


def on_time(every: Actions) -> OnTime:
    """Actions done by their due day, as a share of those that are done or overdue.

    Left out: what will not be done, what is not due yet, what has no due day, and what was done on
    a day that nobody recorded.
    """
    leaving = Leaving()
    kept: list[str] = []
    late: list[str] = []
    overdue: list[str] = []
    for item in every.items:
        action = item.action
        if action.status == "wont_do":
            leaving.out("will not be done", item.id)
        elif item.overdue:
            overdue.append(item.id)
        elif action.due is None:
            leaving.out("no due day recorded", item.id)
        elif action.status in UNFINISHED:
            leaving.out("not due yet", item.id)
        elif action.done_at is None:
            leaving.out("done, but the day was not recorded", item.id)
        elif action.done_at <= action.due:
            kept.append(item.id)
        else:
            late.append(item.id)
    return OnTime(
        n=len(kept) + len(late) + len(overdue),
        definition=definition(on_time),
        left_out=leaving.all(),
        on_time=tuple(kept),
        late=tuple(late),
        overdue=tuple(overdue),
    )
