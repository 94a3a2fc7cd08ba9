"""Charts of what came back: chains of repeats, and where and why incidents repeat others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.recurrence import recurrence
from postmortems.metrics.repeats import repeats
from postmortems.pages import addresses
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import UP, ChartView, cut, incident_name, left_out, link
from postmortems.pages.dashboard.tabular import Data, names, number, share, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from postmortems.pages.base import Library


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
