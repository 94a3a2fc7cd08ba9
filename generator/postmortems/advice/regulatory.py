"""Reminders of reports to authorities, for the regimes that a record names; no legal advice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from whenever import Instant

from postmortems.advice.calendar import business_day
from postmortems.advice.task import Task
from postmortems.advice.words import every

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.situation import Situation
    from postmortems.advice.task import State
    from postmortems.config.policy import Policy
    from postmortems.config.regimes import Regime, Report, ReportLimit
    from postmortems.model.response import Filing, Regulatory

DISCLAIMER = "A reminder, no legal advice."


def filings(at: Situation) -> Iterator[Task]:
    """Yield a task for each report of each regime that the record names, and for others filed."""
    known = {each.id.casefold(): each for each in at.settings.policy.regimes}
    for number, duty in enumerate(at.incident.regulatory):
        regime = known.get(duty.regime.casefold())
        stages = {each.stage.casefold() for each in regime.clocks} if regime else set()
        for report in regime.clocks if regime else ():
            yield _report(at, number, duty, report)
        for place, filed in enumerate(duty.filings):
            if filed.stage.casefold() not in stages:
                yield _task(at, f"{number}:own-{place}", duty, filed.stage, filed, filed.due, "")


def regimes(at: Situation) -> tuple[tuple[str, Regime | None], ...]:
    """Return the regimes that a record names, each with its clocks; None where none are known."""
    known = {each.id.casefold(): each for each in at.settings.policy.regimes}
    return tuple(
        (each.regime, known.get(each.regime.casefold())) for each in at.incident.regulatory
    )


def _report(at: Situation, number: int, duty: Regulatory, report: Report) -> Task:
    filed = _filing(duty, report.stage)
    dues: list[datetime] = []
    missing: list[str] = []
    for limit in report.limits:
        begin, field = _begin(duty, limit)
        if begin is None:
            missing.append(field)
        elif limit.business_days is None or at.dated:
            dues.append(_end(begin, limit, at.settings.policy))
    due = filed.due if filed and filed.due else min(dues, default=None)
    why = report.note or ""
    if missing and (filed is None or (filed.due is None and filed.filed_at is None)):
        said = f"not recorded: {every(missing)}"
        why = f"{said}, which may make it earlier" if dues else said
    return _task(at, f"{number}:{report.stage}", duty, report.stage, filed, due, why)


def _task(
    at: Situation,
    name: str,
    duty: Regulatory,
    stage: str,
    filed: Filing | None,
    due: datetime | None,
    why: str,
) -> Task:
    done = filed.filed_at if filed else None
    state: State
    if done is not None:
        state = "late" if due is not None and done > due else "done"
    elif due is None or not at.dated:
        state = "unknown"
    else:
        state = "overdue" if due < at.as_of else "due"
    return Task(
        id=f"filing:{name}",
        kind="filing",
        state=state,
        text=f"{duty.regime}: {stage}",
        due=due,
        done_at=done,
        why=why,
    )


def _filing(duty: Regulatory, stage: str) -> Filing | None:
    named = [each for each in duty.filings if each.stage.casefold() == stage.casefold()]
    made = [each for each in named if each.filed_at is not None]
    return next(iter(made or named), None)


def _begin(duty: Regulatory, limit: ReportLimit) -> tuple[datetime | None, str]:
    """Return the moment from which a limit counts, and the field that would hold it."""
    match limit.counted_from:
        case "aware":
            return duty.aware_at, "`aware_at`"
        case "classified":
            return duty.classified_at, "`classified_at`"
    earlier = _filing(duty, limit.after or "")
    return earlier.filed_at if earlier else None, f"the filing of “{limit.after}”"


def _end(begin: datetime, limit: ReportLimit, policy: Policy) -> datetime:
    """Return when a limit is over; business days end with the day, in the zone of business."""
    if limit.hours is not None:
        return begin + timedelta(hours=limit.hours)
    if limit.months is not None:
        later = Instant(begin).to_tz("UTC").add(months=limit.months)
        return later.to_instant().to_stdlib().astimezone(UTC)
    zone = policy.business_hours.timezone
    local = Instant(begin).to_tz(zone).to_stdlib()
    day = business_day(local.date(), limit.business_days or 0, policy)
    return datetime.combine(day, time(23, 59, 59), local.tzinfo).astimezone(UTC)
