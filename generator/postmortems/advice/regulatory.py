"""Reminders of reports to authorities, for the regimes that a record names; no legal advice."""

from __future__ import annotations

from dataclasses import dataclass
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
    from postmortems.model.incident import Incident
    from postmortems.model.response import Regulatory

DISCLAIMER = "A reminder, no legal advice."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """A report that is owed or was made.

    ``number`` is the place of its duty among the record's, and ``place`` that of its entry under
    `filings`, None where the record has none; both from 0. ``due`` is None where nothing tells it,
    and ``why`` says what is missing or to be known. ``clocked`` where the policy has its clock.
    """

    number: int
    place: int | None
    regime: str
    stage: str
    due: datetime | None
    filed_at: datetime | None
    why: str
    clocked: bool


def reports(incident: Incident, policy: Policy) -> Iterator[Reporting]:
    """Yield each report of each regime that the record names, then others that it lists.

    A duty that was judged not to be reportable owes none; what it lists is told all the same.
    """
    known = {each.id.casefold(): each for each in policy.regimes}
    for number, duty in enumerate(incident.regulatory):
        regime = known.get(duty.regime.casefold()) if duty.reportable is not False else None
        told: set[int] = set()
        for report in regime.clocks if regime else ():
            place = _filing(duty, report.stage)
            told |= {place} if place is not None else set()
            yield _report(incident, policy, number, place, report)
        for place, each in enumerate(duty.filings):
            if place not in told:
                yield Reporting(
                    number=number,
                    place=place,
                    regime=duty.regime,
                    stage=each.stage,
                    due=each.due,
                    filed_at=each.filed_at,
                    why="",
                    clocked=False,
                )


def filings(at: Situation) -> Iterator[Task]:
    """Yield a task for each report."""
    for each in reports(at.incident, at.settings.policy):
        state: State
        if each.filed_at is not None:
            state = "late" if each.due is not None and each.filed_at > each.due else "done"
        elif each.due is None or not at.dated:
            state = "unknown"
        else:
            state = "overdue" if each.due < at.as_of else "due"
        name = each.stage if each.clocked else f"own-{each.place}"
        yield Task(
            id=f"filing:{each.number}:{name}",
            kind="filing",
            state=state,
            text=f"{each.regime}: {each.stage}",
            due=each.due,
            done_at=each.filed_at,
            why=each.why,
        )


def regimes(at: Situation) -> tuple[tuple[str, Regime | None], ...]:
    """Return the regimes that a record names, each with its clocks; None where none are known.

    Those that were judged not to ask for a report are left out.
    """
    known = {each.id.casefold(): each for each in at.settings.policy.regimes}
    return tuple(
        (each.regime, known.get(each.regime.casefold()))
        for each in at.incident.regulatory
        if each.reportable is not False
    )


def _report(
    incident: Incident, policy: Policy, number: int, place: int | None, report: Report
) -> Reporting:
    duty = incident.regulatory[number]
    filed = None if place is None else duty.filings[place]
    dues: list[datetime] = []
    missing: list[str] = []
    for limit in report.limits:
        begin, field = _begin(duty, limit)
        if begin is None:
            missing.append(field)
        elif limit.business_days is None or incident.date_unknown is None:
            dues.append(_end(begin, limit, policy))
    why = report.note or ""
    if missing and (filed is None or (filed.due is None and filed.filed_at is None)):
        said = f"not recorded: {every(missing)}"
        why = f"{said}, which may make it earlier" if dues else said
    return Reporting(
        number=number,
        place=place,
        regime=duty.regime,
        stage=report.stage,
        due=filed.due if filed and filed.due else min(dues, default=None),
        filed_at=filed.filed_at if filed else None,
        why=why,
        clocked=True,
    )


def _filing(duty: Regulatory, stage: str) -> int | None:
    """Return the place of the report of a stage, one that was made before one that was not."""
    named = [
        place
        for place, each in enumerate(duty.filings)
        if each.stage.casefold() == stage.casefold()
    ]
    made = [place for place in named if duty.filings[place].filed_at is not None]
    return next(iter(made or named), None)


def _begin(duty: Regulatory, limit: ReportLimit) -> tuple[datetime | None, str]:
    """Return the moment from which a limit counts, and the field that would hold it."""
    match limit.counted_from:
        case "aware":
            return duty.aware_at, "`aware_at`"
        case "classified":
            return duty.classified_at, "`classified_at`"
    earlier = _filing(duty, limit.after or "")
    filed_at = None if earlier is None else duty.filings[earlier].filed_at
    return filed_at, f"the filing of “{limit.after}”"


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
