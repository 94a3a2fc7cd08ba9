"""The numbers in the sentence over each chart, in the order in which it says them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from support.recount import counts, harm, response, spans, work
from support.recount.counting import rank
from support.recount.dashboards import TABLES, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from support.recount.reading import Repository

Said = list["int | Fraction"]
"""Counts are whole numbers; durations in minutes and percentages are fractions."""


def _ratio(part: int, whole: int) -> Said:
    return [part, whole, Fraction(part * 100, whole)]


def _positive(number: int) -> Said:
    return [number] if number else []


def _periods(table: str) -> Callable[[Repository], Said]:
    def said(repository: Repository) -> Said:
        every = [row["all"] for row in TABLES[table](repository).values()]
        told = [each for each in every if isinstance(each, int)]
        most = max(told)
        others = told.count(most) - 1
        return [sum(told), most, *_positive(others), *_positive(told.count(0))]

    return said


def _reach(name: str) -> Callable[[Repository], Said]:
    def said(repository: Repository) -> Said:
        values = list(spans.measured(repository.records, name)[1].values())
        return [min(values), max(values), *_percentiles(values)]

    return said


def _percentiles(values: Sequence[Fraction]) -> Said:
    found = [rank(values, percent) for percent in (50, 90)]
    return [each for each in found if each is not None]


def _stages(repository: Repository) -> Said:
    said: Said = []
    for name in list(spans.SPANS)[1:5]:
        values = list(spans.measured(repository.records, name)[1].values())
        said += _percentiles(values) or [min(values), max(values)]
    return said


def _noticed(repository: Repository) -> Said:
    who = [response.source(each) for each in repository.records]
    us, clients = who.count("us"), who.count("clients")
    return [us + clients, us, Fraction(us * 100, us + clients), clients]


def _response(repository: Repository) -> Said:
    rows = response.by_clause(repository).values()

    def total(name: str) -> int:
        return sum(value for row in rows if isinstance(value := row[name], int))

    missed = [(row["missed"], row["kept"]) for row in rows]
    worst, kept = max(missed, key=lambda pair: pair[0] if isinstance(pair[0], int) else 0)
    assert isinstance(worst, int)
    assert isinstance(kept, int)
    said = _ratio(total("kept"), total("kept") + total("missed"))
    return [*said, *([worst, worst + kept] if worst else []), *_positive(total("not_recorded"))]


def _harm(repository: Repository) -> Said:
    return [
        *_totals(harm.harms(repository.records)[1].values()),
        max(value for value, _ in harm.harms(repository.records)[1].values()),
    ]


def _totals(harms: Iterable[harm.Harm]) -> Said:
    said: Said = []
    every = list(harms)
    for rough in (False, True):
        values = [value for value, kind in every if kind is rough]
        if values:
            said += [sum(values, Fraction()), len(values)]
    return said


def _budget(repository: Repository) -> Said:
    row = max(harm.budgets(repository)[1].values(), key=lambda row: _of(row, "used_percent"))
    names = ("used_percent", "budget_minutes", "target_percent", "period_days")
    *fractions, days = (_of(row, name) for name in names)
    return [*fractions, int(days)]


def _of(row: object, name: str) -> Fraction:
    value = row[name] if isinstance(row, dict) else None
    assert isinstance(value, int | Fraction), name
    return Fraction(value)


def _most(table: str, column: str) -> Callable[[Repository], int]:
    return lambda r: int(max(_of(row, column) for row in TABLES[table](r).values()))


def _services(repository: Repository) -> Said:
    found = counts.by_names(repository, "services")
    most = _most("incidents-by-service", "all")(repository)
    return [len(found), len(repository.services), most, len(repository.records)]


def _service_harm(repository: Repository) -> Said:
    found = harm.harms(repository.records)[1]
    every = {name for record in repository.records for name in record.entries("services")}
    by_service = [
        [found[r.id] for r in repository.records if r.id in found and name in r.entries("services")]
        for name in sorted(every)
    ]
    return _totals(
        max(by_service, key=lambda harms: sum((value for value, _ in harms), Fraction()))
    )


def _factors(repository: Repository) -> Said:
    every = {c for record in repository.records for c in counts.categories(record)}
    most = max(sum(c in counts.categories(r) for r in repository.records) for c in every)
    n = numbers(repository)["factors", "factors"].n
    return [most, n, _most("factors", "incidents")(repository)]


def _repeats(repository: Repository) -> Said:
    rows = TABLES["repeats"](repository).items()
    repeats, _, incidents = max(
        (_of(row, "repeats"), kind == "service", _of(row, "incidents")) for (kind, _), row in rows
    )
    return [int(repeats), int(incidents)]


def _coordination(repository: Repository) -> Said:
    rows = TABLES["coordination"](repository).values()
    names = ("people", "teams", "tiers", "handoffs")
    return [int(each) for each in max(tuple(_of(row, name) for name in names) for row in rows)]


def _actions(key: str) -> Callable[[Repository], Said]:
    def said(repository: Repository) -> Said:
        every = work.actions(repository)
        left = [each for each in every if work.unfinished(each)]
        late = sum(work.overdue(repository, each) for each in left)
        without = sum(key not in each for _, each in left)
        return [len(left), len(every), late, *_positive(without)]

    return said


def _deadlines(repository: Repository) -> Said:
    said: Said = []
    for row in work.deadlines(repository).values():
        kept, late, overdue = (int(_of(row, name)) for name in work.VERDICTS)
        said += [*_ratio(kept, kept + late + overdue), overdue]
    return said


def _latest(table: str, good: str, bad: str) -> Callable[[Repository], Said]:
    def said(repository: Repository) -> Said:
        rows = TABLES[table](repository)
        judged = [name for name, row in rows.items() if _of(row, good) + _of(row, bad)]
        row = rows[max(judged)]
        return _ratio(int(_of(row, good)), int(_of(row, good) + _of(row, bad)))

    return said


def _latest_durations(repository: Repository) -> Said:
    rows = TABLES["quarter-durations"](repository)
    row = rows[max(name for name, row in rows.items() if row["n"])]
    if row["n"] == 1:
        return [_of(row, "longest_minutes")]
    return [int(_of(row, "n")), _of(row, "shortest_minutes"), _of(row, "longest_minutes")]


SENTENCES: dict[str, Callable[[Repository], Said]] = {
    "months": _periods("incidents-by-month"),
    "durations": _reach("durations"),
    "stages": _stages,
    "recovery": _reach("recovery"),
    "noticed": _noticed,
    "response": _response,
    "customer-minutes": _harm,
    "error-budget": _budget,
    "incidents-by-service": _services,
    "service-durations": lambda r: [max(spans.measured(r.records, "durations")[1].values())],
    "service-customer-minutes": _service_harm,
    "factors": _factors,
    "control-gaps": lambda r: [
        _most("control-gaps", "incidents")(r),
        numbers(r)["control-gaps", "control-gaps"].n,
    ],
    "chains": lambda r: [len(counts.repeats(r)), _most("chains", "n")(r)],
    "repeats": _repeats,
    "incidents-by-team": lambda r: [
        _most("incidents-by-team", "all")(r),
        numbers(r)["incidents-by-team", "by-team"].n,
    ],
    "coordination": _coordination,
    "actions": _actions("team"),
    "owners": _actions("owner"),
    "ages": lambda r: [len(TABLES["actions-by-age"](r)), _most("actions-by-age", "days")(r)],
    "on-time": lambda r: _deadlines(r)[:3],
    "deadlines": _deadlines,
    "quarters": _periods("incidents-by-quarter"),
    "quarter-durations": _latest_durations,
    "quarter-noticed": _latest("quarter-noticed", "us", "clients"),
    "quarter-response": _latest("quarter-response", "kept", "missed"),
    "quarter-customer-minutes": lambda r: _totals(harm.harms(r.dated)[1].values()),
}
"""What the sentence of each chart says, where there is anything to draw."""


def means(repository: Repository) -> dict[str, Said]:
    """The n and the mean of each span, by the chart that tells them."""
    told: dict[str, Said] = {}
    if repository.site.get("dashboards", {}).get("means") != "true":
        return told
    for name in spans.SPANS:
        values = list(spans.measured(repository.records, name)[1].values())
        chart = name if name in {"durations", "recovery"} else "stages"
        if values:
            told.setdefault(chart, []).extend([len(values), sum(values, Fraction()) / len(values)])
    return told
