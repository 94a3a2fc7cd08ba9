"""A claim about a broken or kept service level that the recorded times contradict."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.clock import length
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import minutes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context
    from postmortems.rules.repository import Card, Repository

_MINUTES_A_DAY = 24 * 60


def _claimed(card: Card, repository: Repository) -> Iterator[Problem]:
    """Compare a claimed breach with all that was lost in the period, in every record."""
    if card.allowed_loss is None or card.sla_days is None:
        return
    most = _most(card, repository, card.sla_days)
    if most is not None and most <= card.allowed_loss:
        said = f"a breach is claimed, and at most {length(most)} were lost"
        yield _problem(said, card.allowed_loss)


def _most(card: Card, repository: Repository, days: float) -> float | None:
    """Return the most that can have been lost, with what the same services lost before."""
    own = _whole(card)
    if own is None or card.resolved is None or not card.dated:
        return own
    everyone = repository.everyone()
    if everyone is None:
        return None
    since = card.resolved - timedelta(days=days)
    total = own
    for other in everyone.values():
        end = other.resolved
        if end is None or not since < end <= card.resolved or other.id == card.id:
            continue
        if not set(other.services).isdisjoint(card.services):
            total += _whole(other) or 0
    return total


def _whole(card: Card) -> float | None:
    """Return the minutes from start to resolution."""
    if card.started is None or card.resolved is None:
        return None
    return minutes(card.started, card.resolved)


@rule("sla-breach-unsupported", family="response", between=_claimed)
def sla_breach_unsupported(incident: Incident, context: Context) -> Iterator[Problem]:
    """`impact.sla.breached` says one thing, and target, period and times say the other.

    The target and the period give a budget: 99.5 % over 30.42 days allow 3 h 39 min. A breach is
    doubted when the whole time from start to resolution fits into it, together with what other
    incidents of the same services took in the period before. A denied breach is doubted when the
    time until mitigation, weighed by the share of users hurt, is longer than the budget alone; for
    anything but an outage that share must be recorded.

    Why: A breach costs money and apologies, and it is counted. The claim and the figures beside it
    must not disagree.

    Fix: Correct `breached`, the target, the period or the times. If the budget was spent by
    something that has no record here, silence the rule with that reason.

    Source: The playbook's example, a breach claimed for two hours beside a budget of 3.65; Google's
    SRE workbook, chapter 2, on error budgets.

    Flagged:
        impact:
          description: Shoppers who paid by card saw an error and had to try again.
          users_pct: 25
          sla:
            target_pct: 99.5
            period_days: 30.42
            breached: true

    Flagged:
        impact:
          description: Shoppers who paid by card saw an error and had to try again.
          users_pct: 25
          sla:
            target_pct: 99.99
            period_days: 30
            breached: false

    Accepted:
        impact:
          description: Shoppers who paid by card saw an error and had to try again.
          users_pct: 25
          sla:
            target_pct: 99.9
            period_days: 30
            breached: true
    """
    del context
    claimed = incident.impact.sla if incident.impact else None
    if claimed is None or claimed.breached is not False:
        return
    if claimed.target_pct is None or claimed.period_days is None:
        return
    budget = (100 - claimed.target_pct) / 100 * claimed.period_days * _MINUTES_A_DAY
    least = _least(incident)
    if least is not None and least > budget:
        yield _problem(f"a breach is denied, and at least {length(least)} were lost", budget)


def _problem(claim: str, budget: float) -> Problem:
    return Problem(
        rule="sla-breach-unsupported",
        path=("impact", "sla", "breached"),
        message=f"{claim}; the target and the period allow {length(budget)}",
        why="a breach is counted and costs money; the claim and its figures must agree",
        fix="correct `breached`, the target, the period or the times",
    )


def _least(incident: Incident) -> float | None:
    """Return the minutes until mitigation, or of all windows, weighed by the users hurt."""
    times, impact = incident.times, incident.impact
    if impact is None or times is None:
        return None
    share = impact.users_pct.value if impact.users_pct else None
    if share is None and incident.kind == "outage":
        share = 100
    total = 0.0
    spans: list[tuple[datetime | None, datetime | None, float | None]] = [
        (each.start, each.end, each.users_pct) for each in impact.windows
    ]
    for start, end, part in spans or [(times.started, times.mitigated, share)]:
        weight = share if part is None else part
        if start is None or end is None or weight is None:
            return None
        total += minutes(start, end) * weight / 100
    return total
