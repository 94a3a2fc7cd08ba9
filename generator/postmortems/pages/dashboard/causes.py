"""Charts of what lies behind: factors by service, missing controls, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.factors import factors
from postmortems.metrics.gaps import control_gaps
from postmortems.metrics.recurrence import recurrence
from postmortems.metrics.repeats import repeats
from postmortems.pages import addresses
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import UP, ChartView, cut, incident_name, left_out, link
from postmortems.pages.dashboard.tabular import Data, names, number, share, words
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
    shown = metric.gaps[: library.settings.site.dashboards.most_bars]
    title, sentence = "Missing controls", ""
    if shown:
        sentence = (
            f"Most often missing: {known[shown[0].name]}, in {len(shown[0].ids):,} of the "
            f"{count(metric.n, 'incident')} that name one."
        ) + cut(len(shown), len(metric.gaps), "controls")
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
            categories=tuple(known[gap.name] for gap in shown),
            series=(
                charts.Series(
                    name="Incidents",
                    colour="accent",
                    values=tuple(len(gap.ids) for gap in shown),
                    links=tuple(link(gap.ids, "#control-gaps-data") for gap in shown),
                ),
            ),
        )
        if shown
        else None,
        data=Data(
            columns=(("Control", "control_gap"), ("Incidents", "incidents"), ("Which", "ids")),
            rows=tuple(
                (words(known[gap.name], raw=gap.name), number(len(gap.ids)), names(gap.ids))
                for gap in metric.gaps
            ),
        ),
        csv="data/control-gaps.csv",
        empty="No finding names a control that was missing.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("control-gaps", metric),),
    )


def chains(library: Library) -> ChartView:
    """Show the chains of incidents that repeat each other, the longest first."""
    metric = recurrence(library.incidents)
    shown = metric.chains[: library.settings.site.dashboards.most_bars]
    title, sentence = "What came back", ""
    if shown:
        sentence = (
            f"{count(metric.n, 'incident').capitalize()} "
            f"{'repeats' if metric.n == 1 else 'repeat'} an earlier one. The longest chain has "
            f"{count(len(shown[0]), 'incident')} and began with {shown[0][0]}."
        ) + cut(len(shown), len(metric.chains), "chains")
    return ChartView(
        id="chains",
        title=title,
        sentence=sentence,
        n=count(metric.n, "repeat"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name="chart-chains",
            title=title,
            description=sentence,
            value_title="Incidents in the chain",
            horizontal=True,
            categories=tuple(incident_name(chain[0], library) for chain in shown),
            series=(
                # The first of a chain is one incident, and so leads to it.
                charts.Series(
                    name="The first",
                    colour="accent",
                    values=tuple(1 for _ in shown),
                    links=tuple(UP + incident_url(chain[0]) for chain in shown),
                ),
                charts.Series(
                    name="Repeats of it",
                    colour="bad",
                    values=tuple(len(chain) - 1 for chain in shown),
                    links=tuple(link(chain[1:], "#chains-data") for chain in shown),
                ),
            ),
        )
        if shown
        else None,
        data=Data(
            columns=(("First", "first"), ("Title", "title"), ("Incidents", "n"), ("Which", "ids")),
            rows=tuple(
                (
                    words(chain[0], incident_url(chain[0])),
                    words(library.incidents[chain[0]].title),
                    number(len(chain)),
                    names(chain),
                )
                for chain in metric.chains
            ),
        ),
        csv="data/chains.csv",
        empty="No record says that its incident repeats an earlier one that is here.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("recurrence", metric),),
    )


def repeated(library: Library) -> ChartView:
    """Show in which services, and with which factors, incidents repeat earlier ones."""
    metric = repeats(library.incidents.values())
    services = {each.id: each.name for each in library.settings.catalog.services}
    categories = {term.id: term.name for term in library.settings.taxonomy.categories}
    lines = [
        *(
            ("Service", services[each.name], addresses.of_service(each.name), each)
            for each in metric.services
        ),
        *(
            ("Factor", categories[each.name], addresses.of_category(each.name), each)
            for each in metric.categories
        ),
    ]
    most = library.settings.site.dashboards.most_bars // 2
    shown = [*lines[: min(most, len(metric.services))], *lines[len(metric.services) :][:most]]
    title, sentence = "Repeats by service and factor", ""
    if metric.services:
        first = metric.services[0]
        sentence = (
            f"{services[first.name]} had the most repeats: {len(first.repeats):,} of its "
            f"{count(first.n, 'incident')}."
        ) + cut(len(shown), len(lines), "services and factors")
    return ChartView(
        id="repeats",
        title=title,
        sentence=sentence,
        n=count(metric.n, "repeat"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Share(
            name="chart-repeats",
            title=title,
            description=sentence,
            rows=tuple(f"{kind}: {name}" for kind, name, _, _ in shown),
            parts=(
                charts.Series(
                    name="Repeats",
                    colour="bad",
                    values=tuple(len(each.repeats) for *_, each in shown),
                    links=tuple(link(each.repeats, "#repeats-data") for *_, each in shown),
                ),
                charts.Series(
                    name="Others",
                    colour="accent",
                    values=tuple(len(each.others) for *_, each in shown),
                    links=tuple(link(each.others, UP + url) for *_, url, each in shown),
                ),
            ),
        ),
        data=Data(
            columns=(
                ("Kind", "kind"),
                ("Name", "name"),
                ("Repeats", "repeats"),
                ("All", "incidents"),
                ("Share", "repeats_percent"),
                ("Which", "ids"),
            ),
            rows=tuple(
                (
                    words(kind, raw=kind.lower()),
                    words(name, url, each.name),
                    number(len(each.repeats)),
                    number(each.n),
                    share(len(each.repeats), each.n),
                    names(each.repeats),
                )
                for kind, name, url, each in lines
            ),
        ),
        csv="data/repeats.csv",
        empty="No record says that its incident repeats an earlier one.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("repeats", metric),),
    )
