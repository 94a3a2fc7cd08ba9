"""How much harm was done: time weighted by how many people felt it, and what it used up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.metrics.base import NO_ORDER, Leaving, Metric, definition, minutes, missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.model.impact import Window
    from postmortems.model.incident import Incident

PER_CENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """The customer-minutes of one incident, in minutes of everybody.

    ``measured`` tells that each window has a share of its own; otherwise one share was taken for
    all of the time, which is the most that it can have been if that share is the peak.
    """

    id: str
    severity: str
    minutes: float
    measured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMinutes(Metric):
    """Harm by incident, in the order given."""

    points: tuple[Harm, ...]

    def total(self, *, measured: bool) -> float:
        """Add up one of the two kinds; they are never added to each other."""
        return math.fsum(point.minutes for point in self.points if point.measured is measured)


def customer_minutes(incidents: Iterable[Incident]) -> CustomerMinutes:
    """How much harm an incident did: the sum of its windows' minutes × the share of users hurt.

    A minute in which everybody was hurt counts 1, one in which a quarter was hurt counts 0.25.
    Where a window has no share, the one share of the impact stands for it; where a record has no
    windows, that share is taken for all of the time, mitigated − started. Both are rough figures,
    which are too high where fewer were hurt for part of the time, so they are drawn and added up
    apart.

    Left out: incidents without a known share of users, whose harm goes on or has no recorded end,
    or whose windows overlap, for there people would count twice.
    """
    leaving = Leaving()
    points: list[Harm] = []
    for each in incidents:
        found = _windows(each) if each.impact and each.impact.windows else _span(each)
        if isinstance(found, str):
            leaving.out(found, each.id)
        else:
            points.append(found)
    return CustomerMinutes(
        n=len(points),
        definition=definition(customer_minutes),
        left_out=leaving.all(),
        points=tuple(points),
    )


def _windows(incident: Incident) -> Harm | str:
    """Weigh the windows, or return why they cannot be weighed."""
    assert incident.impact is not None  # noqa: S101 - callers look first
    windows = sorted(incident.impact.windows, key=lambda window: window.start)
    ends = [window.end for window in windows if window.end is not None]
    if len(ends) < len(windows):
        return "a window of the impact has no end"
    if any(end < window.start for window, end in zip(windows, ends, strict=True)):
        return NO_ORDER
    if any(later.start < end for end, (_, later) in zip(ends, pairwise(windows), strict=False)):
        return "windows of the impact overlap"
    overall = _overall(incident)
    shares = [_share(window, overall) for window in windows]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return "share of users not recorded"
    return Harm(
        id=incident.id,
        severity=incident.severity,
        minutes=math.fsum(
            minutes(window.start, end) * share / PER_CENT
            for window, end, share in zip(windows, ends, known, strict=True)
        ),
        measured=all(window.users_pct is not None for window in windows),
    )


def _span(incident: Incident) -> Harm | str:
    """Take the one share of the impact for all of the time, or return why that cannot be done."""
    share, times = _overall(incident), incident.times
    if share is None:
        return "share of users not recorded"
    if times is None or times.started is None:
        return missing(incident, "started")
    if times.mitigated is None:
        return missing(incident, "mitigated")
    if times.mitigated < times.started:
        return NO_ORDER
    return Harm(
        id=incident.id,
        severity=incident.severity,
        minutes=minutes(times.started, times.mitigated) * share / PER_CENT,
        measured=False,
    )


def _overall(incident: Incident) -> float | None:
    impact = incident.impact
    return impact.users_pct.value if impact and impact.users_pct else None


def _share(window: Window, overall: float | None) -> float | None:
    return overall if window.users_pct is None else window.users_pct


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one incident used of one period's error budget, in minutes of everybody."""

    id: str
    severity: str
    target_pct: float
    period_days: float
    used: float
    measured: bool

    @property
    def budget(self) -> float:
        """Return how many minutes the target allows in its period."""
        day = 24 * 60
        return (PER_CENT - self.target_pct) * self.period_days * day / PER_CENT

    @property
    def percent(self) -> float:
        """Return the used share of the budget, in percent; it may be more than 100."""
        return self.used / self.budget * PER_CENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBudgets(Metric):
    """Budgets by incident, in the order given."""

    points: tuple[Spent, ...]


def error_budgets(incidents: Iterable[Incident], harm: CustomerMinutes) -> ErrorBudgets:
    """How much of the error budget one incident used: its customer-minutes / the budget.

    The budget is (1 − target) × period, both as the record states them for its own service. Each
    incident is held against a whole budget; what other incidents had used of it is not counted.

    Left out: incidents that state no target or no period, state a target of 100 %, which leaves no
    budget, or whose customer-minutes are not known.
    """
    leaving = Leaving()
    weighed = {point.id: point for point in harm.points}
    points: list[Spent] = []
    for each in incidents:
        promise = each.impact.sla if each.impact else None
        point = weighed.get(each.id)
        if promise is None or promise.target_pct is None or promise.period_days is None:
            leaving.out("no availability target with its period recorded", each.id)
        elif promise.target_pct >= PER_CENT:
            leaving.out("a target of 100 % leaves no budget", each.id)
        elif point is None:
            leaving.out("customer-minutes not known", each.id)
        else:
            points.append(
                Spent(
                    id=each.id,
                    severity=each.severity,
                    target_pct=promise.target_pct,
                    period_days=promise.period_days,
                    used=point.minutes,
                    measured=point.measured,
                )
            )
    return ErrorBudgets(
        n=len(points),
        definition=definition(error_budgets),
        left_out=leaving.all(),
        points=tuple(points),
    )
