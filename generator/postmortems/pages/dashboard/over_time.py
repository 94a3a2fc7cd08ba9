"""Charts by calendar quarter: the same measures as elsewhere, quarter by quarter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from postmortems import charts
from postmortems.metrics.compliance import compliance
from postmortems.metrics.detection import detection
from postmortems.metrics.durations import durations
from postmortems.metrics.harm import customer_minutes
from postmortems.metrics.months import quarters
from postmortems.pages.dashboard.chart import ChartView, left_out, link
from postmortems.pages.dashboard.harm import harmed_by_quarter
from postmortems.pages.dashboard.lanes import lasted_by_quarter
from postmortems.pages.dashboard.tabular import Data, names, number, percent, share, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.metrics.base import Metric
    from postmortems.metrics.months import Periods
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library

_MOST_ROWS = 12  # three years


@dataclass(frozen=True, slots=True, kw_only=True)
class _Halves:
    """A chart that splits each quarter in two: names, each part with its column, and words."""

    id: str
    title: str
    good: tuple[str, str]
    bad: tuple[str, str]
    metric: str
    noun: str
    empty: str


_NOTICED = _Halves(
    id="quarter-noticed",
    title="Who noticed first, by quarter",
    good=("We noticed", "us"),
    bad=("Clients told us", "clients"),
    metric="detection",
    noun="incident",
    empty="No incident with a date has the source of its detection on record.",
)
_KEPT = _Halves(
    id="quarter-response",
    title="Response times kept, by quarter",
    good=("Kept", "kept"),
    bad=("Missed", "missed"),
    metric="compliance",
    noun="judgement",
    empty="No dated record shows whether a promise about the response was kept.",
)


class _Point(Protocol):
    @property
    def id(self) -> str: ...


_P = TypeVar("_P", bound=_Point)


def durations_by_quarter(library: Library) -> ChartView:
    """Show how long the incidents of each quarter lasted."""
    periods, dated = _dated(library)
    metric = durations(dated)
    view = lasted_by_quarter(library, metric, _split(metric.points, periods))
    return _among_dated(view, periods)


def harm_by_quarter(library: Library) -> ChartView:
    """Show the customer-minutes of each quarter."""
    periods, dated = _dated(library)
    metric = customer_minutes(dated)
    view = harmed_by_quarter(library, metric, _split(metric.points, periods))
    return _among_dated(view, periods)


def _among_dated(view: ChartView, periods: Periods) -> ChartView:
    """Say with a chart of dated incidents which ones have no date."""
    return replace(
        view,
        left_out=(*left_out(periods), *view.left_out),
        metrics=(("quarters", periods), *view.metrics),
    )


def noticed_by_quarter(library: Library) -> ChartView:
    """Show who noticed first in each quarter."""
    periods, dated = _dated(library)
    metric = detection(dated, [level.id for level in library.settings.severities.levels])
    of = periods.period_of()
    found: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in periods.periods}
    for row in metric.rows:
        for clients in (False, True):
            for key in row.of(clients=clients):
                found[of[key]][clients].append(key)
    sentence = ""
    if metric.n:
        latest, (ours, theirs) = _latest(found)
        sentence = (
            f"In {latest} we noticed {len(ours):,} of {count(len(ours) + len(theirs), 'incident')} "
            f"ourselves ({percent(len(ours), len(ours) + len(theirs))})."
        )
    return _shares(_NOTICED, metric, periods, found, sentence, library)


def kept_by_quarter(library: Library) -> ChartView:
    """Show how many promises about the response were kept in each quarter."""
    periods, dated = _dated(library)
    metric = compliance(dated, library.settings, library.as_of)
    of = periods.period_of()
    found: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in periods.periods}
    for clause in metric.clauses:
        for at, ids in enumerate((clause.met, clause.missed)):
            for key in ids:
                found[of[key]][at].append(key)
    sentence = ""
    if metric.n:
        latest, (met, missed) = _latest(found)
        sentence = (
            f"In {latest} kept {len(met):,} of {len(met) + len(missed):,} times "
            f"({percent(len(met), len(met) + len(missed))})."
        )
    return _shares(_KEPT, metric, periods, found, sentence, library)


def _shares(
    chart: _Halves,
    metric: Metric,
    periods: Periods,
    found: dict[str, tuple[list[str], list[str]]],
    sentence: str,
    library: Library,
) -> ChartView:
    """Split each quarter in two, the latest first."""
    newest = list(reversed(found.items()))
    shown = newest[:_MOST_ROWS]
    if sentence and len(newest) > _MOST_ROWS:
        sentence += f" The drawing shows the last {_MOST_ROWS} quarters, the CSV has all."
    return ChartView(
        id=chart.id,
        title=chart.title,
        sentence=sentence,
        n=count(metric.n, chart.noun),
        definition=metric.definition,
        left_out=(*left_out(periods), *left_out(metric)),
        figure=charts.Share(
            name=f"chart-{chart.id}",
            title=chart.title,
            description=sentence,
            rows=tuple(name for name, _ in shown),
            parts=tuple(
                charts.Series(
                    name=name,
                    colour=role,
                    values=tuple(len(split[at]) for _, split in shown),
                    # An incident stands here once for each clause, and is still one incident.
                    links=tuple(
                        link(tuple(dict.fromkeys(split[at])), f"#{chart.id}-data")
                        for _, split in shown
                    ),
                )
                for at, (name, role) in enumerate(((chart.good[0], "good"), (chart.bad[0], "bad")))
            ),
        ),
        data=Data(
            columns=(
                ("Quarter", "quarter"),
                chart.good,
                chart.bad,
                ("Share", f"{chart.good[1]}_percent"),
                (f"{chart.bad[0]}: which", f"{chart.bad[1]}_ids"),
            ),
            rows=tuple(
                (
                    words(name),
                    number(len(ours)),
                    number(len(theirs)),
                    share(len(ours), len(ours) + len(theirs)),
                    names(dict.fromkeys(theirs)),
                )
                for name, (ours, theirs) in newest
            ),
        ),
        csv=f"data/{chart.id}.csv",
        empty=chart.empty,
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("quarters", periods), (chart.metric, metric)),
    )


def _latest(
    found: dict[str, tuple[list[str], list[str]]],
) -> tuple[str, tuple[list[str], list[str]]]:
    """Return the latest quarter in which there is anything."""
    return next((name, split) for name, split in reversed(found.items()) if any(split))


def _dated(library: Library) -> tuple[Periods, list[Incident]]:
    periods = quarters(
        library.incidents.values(),
        [level.id for level in library.settings.severities.levels],
        library.as_of,
    )
    of = periods.period_of()
    return periods, [each for each in library.incidents.values() if each.id in of]


def _split(points: Iterable[_P], periods: Periods) -> list[tuple[str, tuple[_P, ...]]]:
    of = periods.period_of()
    found: dict[str, list[_P]] = {name: [] for name in periods.periods}
    for point in points:
        found[of[point.id]].append(point)
    return [(name, tuple(own)) for name, own in found.items()]
