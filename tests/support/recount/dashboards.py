"""Every table and every n of the dashboards, counted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.recount import counts, harm, response, spans, work
from support.recount.counting import Count, names, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from support.recount.counts import Table
    from support.recount.reading import Record, Repository


def _quarter(record: Record) -> list[str]:
    return [] if record.day is None else [counts.quarter(record.day)]


def _services(record: Record) -> list[str]:
    return record.entries("services")


def _quarters(repository: Repository) -> list[str]:
    return counts.periods(repository, counts.quarter)


def _quarter_noticed(repository: Repository) -> Table:
    rows: Table = {}
    for name in _quarters(repository):
        here = [each for each in repository.dated if _quarter(each) == [name]]
        who = {each.id: response.source(each) for each in here}
        us = sum(each == "us" for each in who.values())
        clients = [each for each, said in who.items() if said == "clients"]
        rows[name,] = {
            "us": us,
            "clients": len(clients),
            "us_percent": share(us, us + len(clients)),
            "clients_ids": names(clients),
        }
    return rows


def _quarter_response(repository: Repository) -> Table:
    told = response.judgements(repository, repository.dated)
    rows: Table = {}
    for name in _quarters(repository):
        here = [(record, verdict) for record, _, verdict in told if _quarter(record) == [name]]
        kept = sum(verdict is True for _, verdict in here)
        missed = [record.id for record, verdict in here if verdict is False]
        rows[name,] = {
            "kept": kept,
            "missed": len(missed),
            "kept_percent": share(kept, kept + len(missed)),
            "missed_ids": names(missed),
        }
    return rows


TABLES: dict[str, Callable[[Repository], Table]] = {
    "actions-by-age": lambda r: work.ages(r)[1],
    "actions-by-owner": lambda r: work.by(r, "owner"),
    "actions-by-team": lambda r: work.by(r, "team"),
    "actions-on-time": lambda r: work.on_time(r)[1],
    "chains": counts.chains,
    "control-gaps": counts.control_gaps,
    "coordination": lambda r: counts.coordination(r)[1],
    "customer-minutes": harm.by_incident,
    "deadlines": work.deadlines,
    "durations": lambda r: spans.one_span(r, "durations"),
    "error-budget": lambda r: harm.budgets(r)[1],
    "factors": counts.factors,
    "incidents-by-month": lambda r: counts.by_period(r, counts.month),
    "incidents-by-quarter": lambda r: counts.by_period(r, counts.quarter),
    "incidents-by-service": lambda r: counts.by_names(r, "services"),
    "incidents-by-team": lambda r: counts.by_names(r, "teams"),
    "noticed": response.by_source,
    "quarter-customer-minutes": lambda r: harm.by_group(r, _quarter, _quarters(r)),
    "quarter-durations": lambda r: spans.grouped(r, _quarter, _quarters(r)),
    "quarter-noticed": _quarter_noticed,
    "quarter-response": _quarter_response,
    "recovery": lambda r: spans.one_span(r, "recovery"),
    "repeats": counts.repeated,
    "response-times": response.by_clause,
    "service-customer-minutes": lambda r: harm.by_group(r, _services),
    "service-durations": lambda r: spans.grouped(r, _services),
    "stages": spans.stages,
}
"""The table behind the file of each name."""


def _teams(repository: Repository) -> Count:
    count = Count()
    for record in repository.records:
        if record.entries("teams"):
            count.n += 1
        else:
            count.left["no team recorded"] += 1
    return count


def _span(records: Iterable[Record], name: str) -> Count:
    return spans.measured(records, name)[0]


def numbers(r: Repository) -> dict[tuple[str, str], Count]:
    """How many each metric of each chart rests on, and what it leaves out."""
    everything = Count(len(r.records))
    actions = Count(len(work.actions(r)))
    on_time, dated = work.on_time(r)[0], counts.dated(r)
    harmed = harm.harms(r.records)[0]
    durations = _span(r.records, "durations")
    again = Count(len(counts.repeats(r)))
    found = {
        ("months", "months"): dated,
        ("durations", "durations"): durations,
        **{("stages", name): _span(r.records, name) for name in list(spans.SPANS)[1:5]},
        ("recovery", "recovery"): _span(r.records, "recovery"),
        ("noticed", "detection"): response.noticed(r.records),
        ("response", "compliance"): response.compliance(r, r.records),
        ("customer-minutes", "customer-minutes"): harmed,
        ("error-budget", "error-budgets"): harm.budgets(r)[0],
        ("incidents-by-service", "by-service"): everything,
        ("service-durations", "durations"): durations,
        ("service-customer-minutes", "customer-minutes"): harmed,
        ("factors", "factors"): counts.listed(
            r, "factors", counts.categories, "factors without a category"
        ),
        ("control-gaps", "control-gaps"): counts.listed(
            r, "findings", counts.gaps, "no control gap named"
        ),
        ("chains", "recurrence"): again,
        ("repeats", "repeats"): again,
        ("incidents-by-team", "by-team"): _teams(r),
        ("coordination", "coordination"): counts.coordination(r)[0],
        ("actions", "actions"): actions,
        ("owners", "actions"): actions,
        ("ages", "ages"): work.ages(r)[0],
        ("on-time", "on-time"): on_time,
        ("deadlines", "on-time"): on_time,
        ("deadlines", "drafts"): work.write_ups(r, "drafts")[0],
        ("deadlines", "publications"): work.write_ups(r, "publications")[0],
        ("quarters", "quarters"): dated,
    }
    by_quarter = {
        ("quarter-durations", "durations"): _span(r.dated, "durations"),
        ("quarter-noticed", "detection"): response.noticed(r.dated),
        ("quarter-response", "compliance"): response.compliance(r, r.dated),
        ("quarter-customer-minutes", "customer-minutes"): harm.harms(r.dated)[0],
    }
    for (chart, metric), count in by_quarter.items():
        found[chart, "quarters"] = dated
        found[chart, metric] = count
    return found
