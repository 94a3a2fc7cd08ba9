"""Charts that count incidents: by month, by who noticed first, by factor and service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.detection import BY_CLIENTS, detection
from postmortems.metrics.factors import factors
from postmortems.metrics.months import Months, months
from postmortems.pages import addresses
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import UP, ChartView, colour, left_out, level_name
from postmortems.pages.dashboard.tabular import Data, names, number, percent, words
from postmortems.pages.words import count, spoken
from postmortems.pages.years import month_urls

if TYPE_CHECKING:
    from postmortems.metrics.factors import Factors
    from postmortems.pages.base import Library

_MOST_MONTHS = 120  # what a chart of columns can hold
_MOST_LINES = 40  # what a matrix can hold and still be read


def by_month(library: Library) -> ChartView:
    """Show how many incidents began in each month, by severity."""
    levels = library.settings.severities.levels
    size = library.settings.site.lists.rows_per_page
    metric = months(library.incidents.values(), [level.id for level in levels], library.as_of)
    urls = month_urls(metric.months, metric.totals, size)
    last = slice(-_MOST_MONTHS, None)
    links = tuple(UP + url if url else None for url in urls[last])
    title, sentence = "Incidents by month and severity", _read_months(metric)
    return ChartView(
        id="months",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name="chart-months",
            title=title,
            description=sentence,
            category_title="Month",
            value_title="Incidents",
            categories=metric.months[last],
            series=tuple(
                charts.Series(
                    name=level_name(level),
                    colour=colour(level.colour_role),
                    values=counts[last],
                    links=links,
                )
                for level, (_, counts) in zip(levels, metric.series, strict=True)
            ),
        ),
        data=Data(
            columns=(
                ("Month", "month"),
                *((level.id, level.id) for level in levels),
                ("All", "all"),
            ),
            rows=tuple(
                (
                    words(name),
                    *(number(counts[index]) for _, counts in metric.series),
                    number(metric.totals[index], urls[index]),
                )
                for index, name in enumerate(metric.months)
            ),
        ),
        csv="data/incidents-by-month.csv",
        empty="No incident has a date on record.",
        most_rows=size,
    )


def _read_months(metric: Months) -> str:
    if not metric.n:
        return ""
    most = max(metric.totals)
    busiest = [
        name for name, total in zip(metric.months, metric.totals, strict=True) if total == most
    ]
    others = f" and {count(len(busiest) - 1, 'other month')}" if len(busiest) > 1 else ""
    said = (
        f"{count(metric.n, 'incident')} from {metric.months[0]} to {metric.months[-1]}, "
        f"at most {most:,} in one month: {busiest[0]}{others}."
    )
    if len(metric.months) > _MOST_MONTHS:
        said += f" The drawing shows the last {_MOST_MONTHS} months, the table all of them."
    return said


def by_source(library: Library) -> ChartView:
    """Show who noticed first, ourselves or the clients."""
    levels = library.settings.severities.levels
    metric = detection(library.incidents.values(), [level.id for level in levels])
    rows = [
        (level_name(level), row.ours, row.clients)
        for level, row in zip(levels, metric.rows, strict=True)
        if row.ours + row.clients
    ]
    rows.insert(0, ("All", metric.ours, metric.clients))
    title, sentence = "Who noticed first", ""
    if metric.n:
        sentence = (
            f"Of {count(metric.n, 'incident')} we noticed {metric.ours:,} ourselves "
            f"({percent(metric.ours, metric.n)}); clients told us about {metric.clients:,}."
        )
    links = ("#noticed-data",) * len(rows)
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
                    values=tuple(ours for _, ours, _ in rows),
                    links=links,
                ),
                charts.Series(
                    name="Clients told us",
                    colour="bad",
                    values=tuple(clients for _, _, clients in rows),
                    links=links,
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
        most_rows=library.settings.site.lists.rows_per_page,
    )


def by_factor(library: Library) -> ChartView:
    """Show which categories of factors appeared in which services."""
    metric = factors(library.incidents.values())
    categories = {term.id: term.name for term in library.settings.taxonomy.categories}
    services = {each.id: each.name for each in library.settings.catalog.services}
    title, sentence = "Contributing factors by service", _read_factors(metric, categories, services)
    return ChartView(
        id="factors",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=_heat(metric, categories, services, title, sentence),
        data=Data(
            columns=(
                ("Category", "category"),
                ("Service", "service"),
                ("Incidents", "incidents"),
                ("Which", "ids"),
            ),
            rows=tuple(
                (
                    words(categories[category], addresses.of_category(category), category),
                    words(services[service], addresses.of_service(service), service),
                    number(len(ids)),
                    names(ids),
                )
                for (category, service), ids in metric.cells
            ),
        ),
        csv="data/factors.csv",
        empty="No incident has contributing factors with a category on record.",
        most_rows=library.settings.site.lists.rows_per_page,
    )


def _read_factors(metric: Factors, categories: dict[str, str], services: dict[str, str]) -> str:
    if not metric.cells:
        return ""
    category, ids = metric.by_category[0]
    (one, service), most = max(metric.cells, key=lambda cell: len(cell[1]))
    return (
        f"{categories[category]} contributed to the most incidents, {len(ids):,} of {metric.n:,}. "
        f"The most in one place are {len(most):,}: {categories[one]} in {services[service]}."
    )


def _heat(
    metric: Factors, categories: dict[str, str], services: dict[str, str], title: str, said: str
) -> charts.Heat:
    """Draw the matrix with the longer list downwards, and of each list no more than fit."""
    found = {place: len(ids) for place, ids in metric.cells}
    rows = _most_frequent(categories, [category for (category, _), _ in metric.cells])
    columns = _most_frequent(services, [service for (_, service), _ in metric.cells])
    turned = len(columns) > len(rows)
    down, across = (columns, rows) if turned else (rows, columns)

    def cell(one: str, other: str) -> tuple[int, str | None]:
        category, service = (other, one) if turned else (one, other)
        number = found.get((category, service), 0)
        return number, UP + addresses.of_category(category) if number else None

    cells = [[cell(one, other) for other in across] for one in down]
    named = {**categories} if not turned else services
    headed = services if not turned else categories
    return charts.Heat(
        name="chart-factors",
        title=title,
        description=said,
        row_title="Service" if turned else "Category",
        column_title="Category" if turned else "Service",
        rows=tuple(named[name] for name in down),
        columns=tuple(headed[name] for name in across),
        counts=tuple(tuple(number for number, _ in line) for line in cells),
        links=tuple(tuple(link for _, link in line) for line in cells),
    )


def _most_frequent(names: dict[str, str], found: list[str]) -> list[str]:
    """Return the names with the most cells, in the order of the settings."""
    ranked = sorted(set(found), key=lambda name: (-found.count(name), name))
    kept = set(ranked[:_MOST_LINES])
    return [name for name in names if name in kept]
