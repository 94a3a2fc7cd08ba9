"""The playbook's reporting duties: which report is due by when, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems import clock

if TYPE_CHECKING:
    from postmortems.config.policy import Policy
    from postmortems.config.regimes import Regime, Report, ReportLimit

_SINCE = {
    "aware": "after we knew",
    "classified": "after it was judged reportable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A report; ``due`` is when, the earliest of several limits."""

    name: str
    due: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A regime with its reports in order."""

    regime: Regime
    stages: tuple[Stage, ...]


def duties(policy: Policy) -> tuple[Duty, ...]:
    """Say every reporting duty of the policy."""
    return tuple(
        Duty(regime=each, stages=tuple(_stage(report) for report in each.clocks))
        for each in policy.regimes
    )


def _stage(report: Report) -> Stage:
    limits = [_limit(each) for each in report.limits]
    due = limits[0] if len(limits) == 1 else f"the earlier of {' and '.join(limits)}"
    return Stage(name=report.stage, due=due, note=report.note or "")


def _limit(limit: ReportLimit) -> str:
    if limit.hours is not None:
        length = clock.hours(limit.hours)
    elif limit.business_days is not None:
        length = f"{limit.business_days} business day{'' if limit.business_days == 1 else 's'}"
    else:
        length = f"{limit.months} month{'' if limit.months == 1 else 's'}"
    return f"{length} {_SINCE.get(limit.counted_from) or f'after “{limit.after}”'}"
