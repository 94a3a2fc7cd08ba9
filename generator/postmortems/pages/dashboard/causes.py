"""Charts of what lies behind: contributing factors by service, and control gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.factors import factors
from postmortems.metrics.gaps import control_gaps
from postmortems.pages import addresses
from postmortems.pages.dashboard.chart import UP, ChartView, cut, left_out, link
from postmortems.pages.dashboard.tabular import Data, names, number, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.metrics.factors import Factors
    from postmortems.pages.base import Library

_MOST_LINES = 40  # what a matrix can hold downwards and still be read
_MOST_COLUMNS = 20


def factors_by_service(library: Library) -> ChartView:
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
                for (category, service), ids in sorted(
                    metric.cells, key=lambda cell: (-len(cell[1]), cell[0])
                )
            ),
        ),
        csv="data/factors.csv",
        empty="No incident has contributing factors with a category on record.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("factors", metric),),
    )


def _read_factors(metric: Factors, categories: dict[str, str], services: dict[str, str]) -> str:
    if not metric.cells:
        return ""
    category, ids = metric.by_category[0]
    (one, service), most = max(metric.cells, key=lambda cell: len(cell[1]))
    said = (
        f"{categories[category]} contributed to the most incidents, {len(ids):,} of {metric.n:,}. "
        f"The most in one place are {len(most):,}: {categories[one]} in {services[service]}."
    )
    sizes = sorted((len({name for (name, _), _ in metric.cells}), _felt(metric)))
    if sizes[0] > _MOST_COLUMNS or sizes[1] > _MOST_LINES:
        said += " The drawing shows the most frequent of both, the CSV has all."
    return said


def _felt(metric: Factors) -> int:
    return len({service for (_, service), _ in metric.cells})


def _heat(
    metric: Factors, categories: dict[str, str], services: dict[str, str], title: str, said: str
) -> charts.Heat:
    """Draw the matrix with the longer list downwards, and of each list no more than fit."""
    found = dict(metric.cells)
    causes = [category for (category, _), _ in metric.cells]
    felt = [service for (_, service), _ in metric.cells]
    turned = len(set(felt)) > len(set(causes))
    down = _most_frequent(
        services if turned else categories, felt if turned else causes, _MOST_LINES
    )
    across = _most_frequent(
        categories if turned else services, causes if turned else felt, _MOST_COLUMNS
    )

    def cell(one: str, other: str) -> tuple[int, str | None]:
        category, service = (other, one) if turned else (one, other)
        ids = found.get((category, service), ())
        return len(ids), link(ids, UP + addresses.of_category(category))

    cells = [[cell(one, other) for other in across] for one in down]
    named, headed = (services, categories) if turned else (categories, services)
    return charts.Heat(
        name="chart-factors",
        title=title,
        description=said,
        rows=tuple(named[name] for name in down),
        columns=tuple(headed[name] for name in across),
        counts=tuple(tuple(number for number, _ in line) for line in cells),
        links=tuple(tuple(url for _, url in line) for line in cells),
    )


def _most_frequent(known: dict[str, str], found: Sequence[str], most: int) -> list[str]:
    """Return the names with the most cells, in the order of the settings."""
    sizes = dict.fromkeys(found, 0)
    for name in found:
        sizes[name] += 1
    kept = set(sorted(sizes, key=lambda name: (-sizes[name], name))[:most])
    return [name for name in known if name in kept]


def missing_controls(library: Library) -> ChartView:
    """Show which controls were missing in the most incidents."""
    metric = control_gaps(library.incidents.values())
    known = {term.id: term.name for term in library.settings.taxonomy.control_gaps}
    shown = metric.ranked[: library.settings.site.dashboards.most_bars]
    title, sentence = "Control gaps", ""
    if shown:
        sentence = (
            f"Most often missing: {known[shown[0][0]]}, in {len(shown[0][1]):,} of "
            f"{count(metric.n, 'incident')} with a control gap."
        ) + cut(len(shown), len(metric.ranked), "controls")
    return ChartView(
        id="control-gaps",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name="chart-control-gaps",
            title=title,
            description=sentence,
            value_title="Incidents",
            horizontal=True,
            categories=tuple(known[name] for name, _ in shown),
            series=(
                charts.Series(
                    name="Incidents",
                    colour="accent",
                    values=tuple(len(ids) for _, ids in shown),
                    links=tuple(link(ids, UP + addresses.of_gap(name)) for name, ids in shown),
                ),
            ),
        )
        if shown
        else None,
        data=Data(
            columns=(("Control", "control_gap"), ("Incidents", "incidents"), ("Which", "ids")),
            rows=tuple(
                (words(known[name], addresses.of_gap(name), name), number(len(ids)), names(ids))
                for name, ids in metric.ranked
            ),
        ),
        csv="data/control-gaps.csv",
        empty="No finding names a control that was missing.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("control-gaps", metric),),
    )
