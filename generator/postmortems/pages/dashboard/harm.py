"""Charts of harm: customer-minutes by incident, by service and by quarter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.harm import customer_minutes
from postmortems.pages import addresses
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import (
    UP,
    ChartView,
    cut,
    incident_name,
    left_out,
    link,
    minutes,
)
from postmortems.pages.dashboard.tabular import Cell, Data, lasting, names, number, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.metrics.harm import CustomerMinutes, Harm
    from postmortems.pages.base import Library

_WINDOWS = "By windows"
_ROUGH = "Rough: by the one share of the impact"
_AXIS = "Customer-minutes (minutes × share of users)"
_EMPTY = "No incident has both its time and the share of users hurt on record."


def harmed(library: Library) -> ChartView:
    """Show the customer-minutes of the incidents that did the most harm."""
    metric = customer_minutes(library.incidents.values())
    points = sorted(metric.points, key=lambda point: (-point.minutes, point.id))
    felt = [point for point in points if point.minutes]
    shown = felt[: _most(library)]
    title, sentence = "Customer-minutes by incident", _sentence(metric)
    if shown:
        sentence += f" The most in one: {minutes(shown[0].minutes)}, {shown[0].id}."
        sentence += cut(len(shown), len(felt), "incidents")
    return ChartView(
        id="customer-minutes",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name="chart-customer-minutes",
            title=title,
            description=sentence,
            value_title=_AXIS,
            minutes=True,
            horizontal=True,
            categories=tuple(incident_name(point.id, library) for point in shown),
            series=_series([[point] for point in shown], ""),
        ),
        data=Data(
            columns=(
                ("Incident", "incident"),
                ("Title", "title"),
                ("Severity", "severity"),
                ("Customer-minutes", "customer_minutes"),
                ("Basis", "basis"),
            ),
            rows=tuple(
                (
                    words(point.id, incident_url(point.id)),
                    words(library.incidents[point.id].title),
                    words(point.severity),
                    lasting(point.minutes),
                    basis(measured=point.measured),
                )
                for point in points
            ),
        ),
        csv="data/customer-minutes.csv",
        empty=_EMPTY,
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("customer-minutes", metric),),
    )


def harmed_by_service(library: Library) -> ChartView:
    """Show the customer-minutes that each service's incidents did."""
    metric = customer_minutes(library.incidents.values())
    found: dict[str, list[Harm]] = {}
    for point in metric.points:
        for service in dict.fromkeys(library.incidents[point.id].services):
            found.setdefault(service, []).append(point)
    ranked = sorted(found.items(), key=lambda pair: (-_sum(pair[1]), pair[0]))
    known = {each.id: each.name for each in library.settings.catalog.services}
    sentence = ""
    if ranked:
        name, points = ranked[0]
        sentence = (
            f"{known[name]} had the most: {_read(points)}. "
            "An incident counts for each of its services."
        )
    return _summed(
        metric,
        [(known[name], name, addresses.of_service(name), points) for name, points in ranked],
        ("service-customer-minutes", "Customer-minutes by service", "Service"),
        sentence + cut(min(len(ranked), _most(library)), len(ranked), "services"),
        library,
    )


def harmed_by_quarter(
    library: Library, metric: CustomerMinutes, quarters: Sequence[tuple[str, tuple[Harm, ...]]]
) -> ChartView:
    """Show the customer-minutes of each quarter, the latest first, those without harm too."""
    newest = [(name, name, "", list(points)) for name, points in reversed(quarters)]
    return _summed(
        metric,
        newest,
        ("quarter-customer-minutes", "Customer-minutes by quarter", "Quarter"),
        _sentence(metric) + cut(min(len(newest), _most(library)), len(newest), "quarters"),
        library,
    )


def _summed(
    metric: CustomerMinutes,
    lines: Sequence[tuple[str, str, str, list[Harm]]],
    named: tuple[str, str, str],
    sentence: str,
    library: Library,
) -> ChartView:
    """Add up the points of each name, key and address; ``named`` is id, title and column."""
    own, title, column = named
    shown = lines[: _most(library)]
    return ChartView(
        id=own,
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name=f"chart-{own}",
            title=title,
            description=sentence,
            value_title=_AXIS,
            minutes=True,
            horizontal=True,
            categories=tuple(name for name, *_ in shown),
            series=_series(
                [points for *_, points in shown],
                f"#{own}-data",
                [f"{UP}{url}" if url else f"#{own}-data" for _, _, url, _ in shown],
            ),
        ),
        data=Data(
            columns=(
                (column, column.lower()),
                ("Incidents", "n"),
                ("By windows", "customer_minutes_by_windows"),
                ("Rough", "customer_minutes_rough"),
                ("Which", "ids"),
            ),
            rows=tuple(
                (
                    words(name, url, key),
                    number(len(points)),
                    lasting(_sum([point for point in points if point.measured])),
                    lasting(_sum([point for point in points if not point.measured])),
                    names(point.id for point in points),
                )
                for name, key, url, points in lines
            ),
        ),
        csv=f"data/{own}.csv",
        empty=_EMPTY,
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("customer-minutes", metric),),
    )


KINDS = ((_WINDOWS, "accent", True), (_ROUGH, "unknown", False))
"""The two kinds of figures: name, colour, and whether each window has a share of its own."""


def _series(
    groups: Sequence[Sequence[Harm]], several: str, lists: Sequence[str] = ()
) -> tuple[charts.Series, ...]:
    """Draw what is weighed by windows and what is rough apart; `lists` may lead elsewhere."""
    series: list[charts.Series] = []
    for name, role, measured in KINDS:
        own = [[point for point in points if point.measured is measured] for points in groups]
        series.append(
            charts.Series(
                name=name,
                colour=role,
                values=tuple(round(_sum(points), 2) for points in own),
                links=tuple(
                    link([point.id for point in points], lists[at] if lists else several)
                    for at, points in enumerate(own)
                ),
            )
        )
    return tuple(series)


def basis(*, measured: bool) -> Cell:
    """Say what a figure of harm rests on."""
    return words(
        "windows" if measured else "rough: one share", raw="windows" if measured else "rough"
    )


def _sum(points: Sequence[Harm]) -> float:
    return math.fsum(point.minutes for point in points)


def _sentence(metric: CustomerMinutes) -> str:
    said = _read(metric.points)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _read(points: Sequence[Harm]) -> str:
    """Add up the two kinds, each for itself."""
    exact = [point for point in points if point.measured]
    rough = [point for point in points if not point.measured]
    parts = []
    if exact:
        parts.append(
            f"{minutes(_sum(exact))} of everybody, by the windows of "
            f"{count(len(exact), 'incident')}"
        )
    if rough:
        parts.append(
            f"roughly {minutes(_sum(rough))} in {count(len(rough), 'incident')}, by the one share "
            "of the impact"
        )
    return "; ".join(parts)


def _most(library: Library) -> int:
    return library.settings.site.dashboards.most_bars
