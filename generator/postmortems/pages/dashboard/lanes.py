"""Charts of how long incidents lasted, a lane for each service or quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.base import percentiles
from postmortems.metrics.durations import durations
from postmortems.pages import addresses
from postmortems.pages.dashboard.chart import (
    UP,
    ChartView,
    left_out,
    minutes,
)
from postmortems.pages.dashboard.spans import AXIS, MOST_DOTS, groups, marks
from postmortems.pages.dashboard.tabular import Data, lasting, number, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.metrics.base import Lasting
    from postmortems.metrics.durations import Spans
    from postmortems.pages.base import Library

_MOST_LANES = 12


def lasted_by_service(library: Library) -> ChartView:
    """Show how long incidents lasted in the services that had the most."""
    metric = durations(library.incidents.values())
    lanes: dict[str, list[Lasting]] = {}
    for point in metric.points:
        for service in dict.fromkeys(library.incidents[point.id].services):
            lanes.setdefault(service, []).append(point)
    ranked = sorted(lanes.items(), key=lambda lane: (-len(lane[1]), lane[0]))
    known = {each.id: each.name for each in library.settings.catalog.services}
    sentence = ""
    if ranked:
        service, slowest = max(
            ((name, max(points, key=lambda point: point.minutes)) for name, points in ranked),
            key=lambda pair: pair[1].minutes,
        )
        sentence = f"The longest took {minutes(slowest.minutes)}: {known[service]}, {slowest.id}."
    return _in_lanes(
        metric,
        [(known[name], name, addresses.of_service(name), points) for name, points in ranked],
        ("service-durations", "How long incidents lasted, by service", "Service"),
        sentence + _cut(len(ranked), "services"),
        library,
        cell_link=f"{UP}{addresses.SERVICES}{{lane}}/",
    )


def lasted_by_quarter(
    library: Library, metric: Spans, quarters: Sequence[tuple[str, tuple[Lasting, ...]]]
) -> ChartView:
    """Show how long incidents lasted in each of the last quarters, the latest first."""
    newest = [(name, name, "", list(points)) for name, points in reversed(quarters)]
    latest = next((lane for lane in newest if lane[3]), None)
    sentence = ""
    if latest is not None:
        values = [point.minutes for point in latest[3]]
        if len(values) == 1:
            sentence = f"In {latest[0]} the only incident took {minutes(values[0])}."
        else:
            sentence = (
                f"In {latest[0]} {count(len(values), 'incident')} took {minutes(min(values))} to "
                f"{minutes(max(values))}."
            )
    return _in_lanes(
        metric,
        newest if latest else [],
        ("quarter-durations", "How long incidents lasted, by quarter", "Quarter"),
        sentence + _cut(len(newest), "quarters"),
        library,
        cell_link="#quarter-durations-data",
    )


def _in_lanes(
    metric: Spans,
    lanes: Sequence[tuple[str, str, str, list[Lasting]]],
    named: tuple[str, str, str],
    sentence: str,
    library: Library,
    *,
    cell_link: str,
) -> ChartView:
    """Draw a lane for each name, key, address and points; ``named`` is id, title and column."""
    own, title, column = named
    among = {point.severity for *_, points in lanes[:_MOST_LANES] for point in points}
    return ChartView(
        id=own,
        title=title,
        sentence=sentence.strip(),
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Dots(
            name=f"chart-{own}",
            title=title,
            description=sentence,
            value_title=AXIS,
            limit=MOST_DOTS,
            cell_link=cell_link,
            lanes=tuple(
                charts.Lane(
                    name=f"{name} (n = {len(points):,})",
                    key=key,
                    groups=groups(points, among, library),
                    marks=marks(points),
                )
                for name, key, _, points in lanes[:_MOST_LANES]
            ),
        ),
        data=Data(
            columns=(
                (column, column.lower()),
                ("Incidents", "n"),
                ("Shortest", "shortest_minutes"),
                ("p50", "p50_minutes"),
                ("p90", "p90_minutes"),
                ("Longest", "longest_minutes"),
            ),
            rows=tuple(
                (
                    words(name, url, key),
                    number(len(points)),
                    lasting(min((point.minutes for point in points), default=None), "–"),
                    lasting(middle.p50 if (middle := percentiles(points)) else None, "–"),
                    lasting(middle.p90 if middle else None, "–"),
                    lasting(max((point.minutes for point in points), default=None), "–"),
                )
                for name, key, url, points in lanes
            ),
        ),
        csv=f"data/{own}.csv",
        empty="No incident has both its start and its resolution on record.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("durations", metric),),
    )


def _cut(lanes: int, noun: str) -> str:
    if lanes <= _MOST_LANES:
        return ""
    which = "last" if noun == "quarters" else "first"
    return f" The drawing shows the {which} {_MOST_LANES} of {lanes:,} {noun}, the CSV has all."
