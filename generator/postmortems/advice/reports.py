"""Which reports to authorities are due and when, for the regimes that a record names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from whenever import Instant

from postmortems.advice.calendar import business_day
from postmortems.advice.steps import Step, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.policy import Policy
    from postmortems.config.regimes import Regime, ReportClock
    from postmortems.model.incident import Incident
    from postmortems.model.response import Regulatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Step):
    """A report to make; ``regime`` is the name that the record writes."""

    regime: str


def filings(incident: Incident, policy: Policy, as_of: datetime) -> tuple[Filing, ...]:
    """Return the reports of every regime that the record names.

    A date that the record gives stands above the policy's clock. Reports that the record lists and
    the policy does not know are told with their own dates.
    """
    regimes = {each.id.casefold(): each for each in policy.regimes}
    found: list[Filing] = []
    for duty in incident.regulatory:
        regime = regimes.get(duty.regime.casefold())
        found += _of(duty, regime, policy, as_of)
    return tuple(found)


def _of(
    duty: Regulatory, regime: Regime | None, policy: Policy, as_of: datetime
) -> Iterator[Filing]:
    recorded = {each.stage.casefold(): each for each in duty.filings}
    moments: dict[str, datetime | None] = {
        "aware_at": duty.aware_at,
        "classified_at": duty.classified_at,
    }
    for report in regime.reports if regime else ():
        own = recorded.pop(report.stage.casefold(), None)
        done = own.filed_at if own else None
        due = own.due if own and own.due else _due(report.clocks, moments, policy)
        moments[report.stage] = done
        state = state_of(due, done, as_of)
        note = ""
        if due is None and done is None:
            state = "unknown"
            names = dict.fromkeys(each.counted_from for each in report.clocks)
            note = f"{_listed(names)} not recorded"
        yield Filing(
            regime=duty.regime, what=report.stage, state=state, due=due, done=done, note=note
        )
    for own in recorded.values():
        yield Filing(
            regime=duty.regime,
            what=own.stage,
            state=state_of(own.due, own.filed_at, as_of),
            due=own.due,
            done=own.filed_at,
            note="" if own.due or own.filed_at else "no date is recorded",
        )


def _listed(names: Mapping[str, None]) -> str:
    said = [f"`{each}`" if each.endswith("_at") else f"the {each}" for each in names]
    return f"{' and '.join(said)} {'is' if len(said) == 1 else 'are'}"


def _due(
    clocks: tuple[ReportClock, ...], moments: Mapping[str, datetime | None], policy: Policy
) -> datetime | None:
    ends = [
        _end(clock, begin, policy)
        for clock in clocks
        if (begin := moments.get(clock.counted_from)) is not None
    ]
    return min(ends, default=None)


def _end(clock: ReportClock, begin: datetime, policy: Policy) -> datetime:
    if clock.hours is not None:
        return begin + timedelta(hours=clock.hours)
    if clock.business_days is not None:
        day = business_day(begin.date(), clock.business_days, policy)
        return begin + (day - begin.date())
    local = Instant(begin).to_tz("UTC").add(months=clock.months or 0)
    return local.to_stdlib().replace(tzinfo=UTC)
