"""Charts that count incidents: by month or quarter, by service, by team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.groups import by_service, by_team
from postmortems.metrics.months import months, quarters
from postmortems.pages import addresses
from postmortems.pages.dashboard.chart import (
    UP,
    ChartView,
    colour,
    cut,
    left_out,
    level_name,
    link,
)
from postmortems.pages.dashboard.tabular import Data, names, number, words
from postmortems.pages.words import count
from postmortems.pages.years import month_urls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from postmortems.metrics.groups import Groups, Member
    from postmortems.metrics.months import Periods
    from postmortems.pages.base import Library

_MOST_MONTHS = 60  # with more, a column is too narrow to be hit
_MOST_QUARTERS = 48


def incidents_by_month(library: Library) -> ChartView:
    """Show how many incidents began in each month, by severity."""
    metric = months(library.incidents.values(), _levels(library), library.as_of)
    size = library.settings.site.lists.rows_per_page
    urls = month_urls(metric.periods, metric.totals, size)
    return _by_period(metric, urls, _MOST_MONTHS, "month", library)


def incidents_by_quarter(library: Library) -> ChartView:
    """Show how many incidents began in each calendar quarter, by severity."""
    metric = quarters(library.incidents.values(), _levels(library), library.as_of)
    urls = [f"{addresses.YEARS}{name[:4]}/" for name in metric.periods]
    return _by_period(metric, urls, _MOST_QUARTERS, "quarter", library)


def _by_period(
    metric: Periods, urls: Sequence[str], most: int, noun: str, library: Library
) -> ChartView:
    levels = library.settings.severities.levels
    last = slice(-most, None)
    title, sentence = f"Incidents by {noun} and severity", _read_periods(metric, most, noun)
    return ChartView(
        id=f"{noun}s",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name=f"chart-{noun}s",
            title=title,
            description=sentence,
            category_title=noun.capitalize(),
            value_title="Incidents",
            categories=metric.periods[last],
            series=tuple(
                charts.Series(
                    name=level_name(level),
                    colour=colour(level.colour_role),
                    values=tuple(map(len, ids[last])),
                    links=tuple(
                        link(each, UP + url)
                        for each, url in zip(ids[last], urls[last], strict=True)
                    ),
                )
                for level, (_, ids) in zip(levels, metric.ids, strict=True)
            ),
        ),
        data=Data(
            columns=(
                (noun.capitalize(), noun),
                *((level.id, level.id) for level in levels),
                ("All", "all"),
            ),
            # The latest first: it is what people look for.
            rows=tuple(
                (
                    words(name),
                    *(number(counts[at]) for _, counts in metric.series),
                    number(metric.totals[at], urls[at]),
                )
                for at, name in reversed(tuple(enumerate(metric.periods)))
            ),
        ),
        csv=f"data/incidents-by-{noun}.csv",
        empty="No incident has a date on record.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=((f"{noun}s", metric),),
    )


def _read_periods(metric: Periods, most: int, noun: str) -> str:
    if not metric.n:
        return ""
    top = max(metric.totals)
    busiest = [
        name for name, total in zip(metric.periods, metric.totals, strict=True) if total == top
    ]
    others = f" and {count(len(busiest) - 1, f'other {noun}')}" if len(busiest) > 1 else ""
    said = (
        f"{count(metric.n, 'incident')} from {metric.periods[0]} to {metric.periods[-1]}, "
        f"at most {top:,} in one {noun}: {busiest[-1]}{others}."
    )
    if empty := metric.totals.count(0):
        said += f" {count(empty, noun).capitalize()} had none."
    if len(metric.periods) > most:
        said += f" The drawing shows the last {most} {noun}s, the CSV has all."
    return said


def incidents_by_service(library: Library) -> ChartView:
    """Show how many incidents each service felt, by severity."""
    metric = by_service(library.incidents.values(), _levels(library))
    known = {each.id: each.name for each in library.settings.catalog.services}
    urls = {name: addresses.of_service(name) for name in known}
    title, sentence = "Incidents by service", ""
    if metric.members:
        first = metric.members[0]
        sentence = (
            f"{count(len(metric.members), 'service')} of {len(known):,} felt an incident, "
            f"{known[first.name]} the most: {first.n:,} of {metric.n:,}."
        )
    return _by_group(metric, known, urls, title, sentence, ("service", "services"), library)


def incidents_by_team(library: Library) -> ChartView:
    """Show in how many incidents each team took part, by severity."""
    metric = by_team(library.incidents.values(), _levels(library))
    known = {each.id: each.name for each in library.settings.catalog.teams}
    title, sentence = "Incidents that teams took part in", ""
    if metric.members:
        first = metric.members[0]
        sentence = (
            f"{known[first.name]} took part in the most incidents, {first.n:,} of "
            f"{metric.n:,} with teams on record."
        )
    return _by_group(metric, known, {}, title, sentence, ("team", "teams"), library)


def _by_group(
    metric: Groups,
    known: Mapping[str, str],
    urls: Mapping[str, str],
    title: str,
    sentence: str,
    noun: tuple[str, str],
    library: Library,
) -> ChartView:
    """Stack the severities of each service or team; ``noun`` is its singular and plural."""
    one, many = noun
    levels = library.settings.severities.levels
    shown = metric.members[: library.settings.site.dashboards.most_bars]
    sentence += cut(len(shown), len(metric.members), many)
    own = f"incidents-by-{one}"

    def leads(member: Member, ids: Sequence[str]) -> str | None:
        return link(ids, UP + urls[member.name] if urls else f"#{own}-data")

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
            value_title="Incidents",
            horizontal=True,
            categories=tuple(known[member.name] for member in shown),
            series=tuple(
                charts.Series(
                    name=level_name(level),
                    colour=colour(level.colour_role),
                    values=tuple(len(member.ids[at][1]) for member in shown),
                    links=tuple(leads(member, member.ids[at][1]) for member in shown),
                )
                for at, level in enumerate(levels)
            ),
        )
        if shown
        else None,
        data=Data(
            columns=(
                (one.capitalize(), one),
                *((level.id, level.id) for level in levels),
                ("All", "all"),
                ("Which", "ids"),
            ),
            rows=tuple(
                (
                    words(known[member.name], urls.get(member.name, ""), member.name),
                    *(number(len(ids)) for _, ids in member.ids),
                    number(member.n),
                    names(key for _, ids in member.ids for key in ids),
                )
                for member in metric.members
            ),
        ),
        csv=f"data/{own}.csv",
        empty=f"No incident names a {one}.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=((f"by-{one}", metric),),
    )


def _levels(library: Library) -> list[str]:
    return [level.id for level in library.settings.severities.levels]
