"""A chart of who noticed first, ourselves or the clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.detection import BY_CLIENTS, detection
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import (
    ChartView,
    left_out,
    level_name,
    link,
)
from postmortems.pages.dashboard.tabular import Data, percent, words
from postmortems.pages.words import count, spoken

if TYPE_CHECKING:
    from postmortems.pages.base import Library


def noticed(library: Library) -> ChartView:
    """Show who noticed first, ourselves or the clients."""
    levels = library.settings.severities.levels
    metric = detection(library.incidents.values(), [level.id for level in levels])
    rows = [
        (level_name(level), row.of(clients=False), row.of(clients=True))
        for level, row in zip(levels, metric.rows, strict=True)
        if row.ours + row.clients
    ]
    rows.insert(
        0,
        (
            "All",
            tuple(key for row in metric.rows for key in row.of(clients=False)),
            tuple(key for row in metric.rows for key in row.of(clients=True)),
        ),
    )
    title, sentence = "Who noticed first", ""
    if metric.n:
        sentence = (
            f"Of {count(metric.n, 'incident')} we noticed {metric.ours:,} ourselves "
            f"({percent(metric.ours, metric.n)}); clients told us about {metric.clients:,}."
        )
    return ChartView(
        id="noticed",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Share(
            name="chart-noticed",
            title=title,
            description=sentence,
            rows=tuple(name for name, _, _ in rows),
            parts=(
                charts.Series(
                    name="We noticed",
                    colour="good",
                    values=tuple(len(ours) for _, ours, _ in rows),
                    links=tuple(link(ours, "#noticed-data") for _, ours, _ in rows),
                ),
                charts.Series(
                    name="Clients told us",
                    colour="bad",
                    values=tuple(len(clients) for _, _, clients in rows),
                    links=tuple(link(clients, "#noticed-data") for _, _, clients in rows),
                ),
            ),
        ),
        data=Data(
            columns=(
                ("Incident", "incident"),
                ("Severity", "severity"),
                ("Noticed by", "noticed_by"),
                ("Source", "source"),
            ),
            rows=tuple(
                (
                    words(key, incident_url(key)),
                    words(row.severity),
                    words("clients" if source == BY_CLIENTS else "us"),
                    words(spoken(source), raw=source),
                )
                for row in metric.rows
                for source, ids in row.ids
                for key in ids
            ),
        ),
        csv="data/noticed.csv",
        empty="No incident has the source of its detection on record.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("detection", metric),),
    )
