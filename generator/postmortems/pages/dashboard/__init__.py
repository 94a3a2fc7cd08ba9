"""The severity dashboard: its charts in their order, and the data files behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.pages.base import Page
from postmortems.pages.dashboard.chart import ChartView
from postmortems.pages.dashboard.counts import by_factor, by_month, by_source
from postmortems.pages.dashboard.deadlines import by_deadline
from postmortems.pages.dashboard.promises import by_clause, by_team
from postmortems.pages.dashboard.spans import by_duration, by_stage
from postmortems.pages.dashboard.tabular import to_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.pages.base import Library

_CHARTS = (
    by_month,
    by_duration,
    by_stage,
    by_source,
    by_clause,
    by_team,
    by_deadline,
    by_factor,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardPage(Page):
    """Charts over all incidents; ``samples`` is how many of these were made up."""

    template: ClassVar[str] = "dashboard.md.j2"

    charts: tuple[ChartView, ...]
    total: int
    samples: int
    as_of: str


def pages(library: Library) -> Iterator[DashboardPage]:
    """Make the dashboard."""
    yield DashboardPage(
        path="dashboards/severity.md",
        title="Severity dashboard",
        search=False,
        charts=_charts(library),
        total=len(library.incidents),
        samples=sum(each.sample for each in library.incidents.values()),
        as_of=library.as_of.strftime("%Y-%m-%d"),
    )


def data(library: Library) -> dict[str, bytes]:
    """Return the CSV files that the dashboard links to, by path in the docs tree."""
    return {view.csv: to_csv(view.data) for view in _charts(library)}


def _charts(library: Library) -> tuple[ChartView, ...]:
    return tuple(chart(library) for chart in _CHARTS)
