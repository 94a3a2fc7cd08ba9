"""A chart of error budgets: what share of one period's allowance each incident used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.harm import customer_minutes, error_budgets
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import (
    UP,
    ChartView,
    cut,
    incident_name,
    left_out,
    minutes,
)
from postmortems.pages.dashboard.harm import KINDS, basis
from postmortems.pages.dashboard.tabular import Data, amount, lasting, words
from postmortems.pages.words import count
from postmortems.quantities import figure

if TYPE_CHECKING:
    from postmortems.pages.base import Library


def budgeted(library: Library) -> ChartView:
    """Show what share of its service's error budget each incident used."""
    incidents = library.incidents.values()
    metric = error_budgets(incidents, customer_minutes(incidents))
    points = sorted(metric.points, key=lambda point: (-point.percent, point.id))
    shown = points[: library.settings.site.dashboards.most_bars]
    title, sentence = "Error budget used", ""
    if points:
        most = points[0]
        sentence = (
            f"{most.id} used the most: {figure(round(most.percent, 1))} % of the "
            f"{minutes(most.budget)} that its target of {figure(most.target_pct)} % allows in "
            f"{figure(most.period_days)} days."
        ) + cut(len(shown), len(points), "incidents")
    return ChartView(
        id="error-budget",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name="chart-error-budget",
            title=title,
            description=sentence,
            value_title="Percent of one period's budget",
            horizontal=True,
            categories=tuple(incident_name(point.id, library) for point in shown),
            series=tuple(
                charts.Series(
                    name=name,
                    colour=role,
                    values=tuple(
                        round(point.percent, 2) if point.measured is measured else 0
                        for point in shown
                    ),
                    links=tuple(UP + incident_url(point.id) for point in shown),
                )
                for name, role, measured in KINDS
            ),
        ),
        data=Data(
            columns=(
                ("Incident", "incident"),
                ("Title", "title"),
                ("Target %", "target_percent"),
                ("Period in days", "period_days"),
                ("Budget", "budget_minutes"),
                ("Used", "used_minutes"),
                ("Used %", "used_percent"),
                ("Basis", "basis"),
            ),
            rows=tuple(
                (
                    words(point.id, incident_url(point.id)),
                    words(library.incidents[point.id].title),
                    words(figure(point.target_pct)),
                    words(figure(point.period_days)),
                    lasting(point.budget),
                    lasting(point.used),
                    amount(point.percent),
                    basis(measured=point.measured),
                )
                for point in points
            ),
        ),
        csv="data/error-budget.csv",
        empty="No incident states an availability target with its period and has the time and the "
        "share of users hurt on record.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("error-budgets", metric),),
    )
