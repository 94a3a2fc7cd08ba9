"""Charts of promised work: unfinished actions by team, by owner and by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.actions import actions
from postmortems.metrics.ages import ages
from postmortems.pages import addresses, holders
from postmortems.pages.dashboard.chart import UP, ChartView, cut, left_out, link
from postmortems.pages.dashboard.tabular import Data, number, reference, words
from postmortems.pages.words import count, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from postmortems.metrics.actions import Actions, Held, Item
    from postmortems.pages.base import Library


def actions_by_team(library: Library) -> ChartView:
    """Show which teams hold unfinished actions, overdue or in time."""
    metric = actions(library.incidents.values(), library.as_of)
    teams = {each.id: each.name for each in library.settings.catalog.teams}
    return _held(
        metric,
        metric.by_team,
        lambda item: item.action.team or "",
        lambda name: (teams.get(name, "No team"), addresses.of_team(name)),
        ("actions", "Unfinished actions by team", "Team"),
        library,
    )


def actions_by_owner(library: Library) -> ChartView:
    """Show which people hold unfinished actions, overdue or in time."""
    metric = actions(library.incidents.values(), library.as_of)
    return _held(
        metric,
        metric.by_owner,
        lambda item: item.action.owner or "",
        lambda name: (name or "No owner", holders.of_owner(name)),
        ("owners", "Unfinished actions by owner", "Owner"),
        library,
    )


def _held(
    metric: Actions,
    held: Sequence[Held],
    of: Callable[[Item], str],
    called: Callable[[str], tuple[str, str]],
    named: tuple[str, str, str],
    library: Library,
) -> ChartView:
    """Draw who holds what; ``named`` is id, title and column, ``called`` gives name and address."""
    own, title, column = named
    holding = [each for each in held if each.unfinished]
    shown = holding[: library.settings.site.dashboards.most_bars]
    sentence = ""
    if metric.n:
        sentence = (
            f"{count(len(metric.unfinished), 'action').capitalize()} of {metric.n:,} unfinished, "
            f"{len(metric.overdue):,} of them overdue."
        )
        nobody = next((each.unfinished for each in holding if not each.name), 0)
        if nobody:
            sentence += f" {count(nobody, 'action').capitalize()} without {column.lower()}."
        sentence += cut(len(shown), len(holding), f"{column.lower()}s")
    ids: dict[tuple[str, bool], list[str]] = {}
    for item in metric.unfinished:
        ids.setdefault((of(item), item.overdue), []).append(item.id)
    return ChartView(
        id=own,
        title=title,
        sentence=sentence,
        n=count(metric.n, "action"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name=f"chart-{own}",
            title=title,
            description=sentence,
            value_title="Actions",
            horizontal=True,
            categories=tuple(called(each.name)[0] for each in shown),
            series=tuple(
                charts.Series(
                    name=name,
                    colour=role,
                    values=tuple(len(ids.get((each.name, overdue), ())) for each in shown),
                    links=tuple(
                        link(ids.get((each.name, overdue), ()), UP + called(each.name)[1])
                        for each in shown
                    ),
                )
                for name, role, overdue in _KINDS
            ),
        )
        if shown
        else None,
        data=Data(
            columns=(
                (column, column.lower()),
                ("Overdue", "overdue"),
                ("Open", "open"),
                ("In progress", "in_progress"),
                ("Done", "done"),
                ("Won't do", "wont_do"),
            ),
            rows=tuple(
                (
                    words(
                        called(each.name)[0],
                        called(each.name)[1] if each.unfinished else "",
                        each.name,
                    ),
                    number(each.overdue),
                    number(each.open),
                    number(each.in_progress),
                    number(each.done),
                    number(each.wont_do),
                )
                for each in held
            ),
        ),
        csv=f"data/actions-by-{column.lower()}.csv",
        empty="Every action is finished." if metric.n else "No incident has actions.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("actions", metric),),
    )


_KINDS = (("Overdue", "bad", True), ("Not overdue", "accent", False))


def actions_by_age(library: Library) -> ChartView:
    """Show how long ago the incidents of unfinished actions began."""
    every = actions(library.incidents.values(), library.as_of)
    metric = ages(every, library.incidents, library.as_of)
    title, sentence = "Unfinished actions by age", ""
    if metric.points:
        oldest = metric.points[0]
        sentence = (
            f"{count(metric.n, 'action').capitalize()} unfinished; the oldest, {oldest.item.id}, "
            f"belongs to an incident of {count(oldest.days, 'day')} ago."
        )
    classes = metric.classes()
    return ChartView(
        id="ages",
        title=title,
        sentence=sentence,
        n=count(metric.n, "action"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name="chart-ages",
            title=title,
            description=sentence,
            value_title="Actions",
            horizontal=True,
            categories=tuple(name[:1].upper() + name[1:] for name, _ in classes),
            series=tuple(
                charts.Series(
                    name=name,
                    colour=role,
                    values=tuple(len(own) for own in split),
                    links=tuple(link(own, UP + addresses.ACTIONS) for own in split),
                )
                for name, role, overdue in _KINDS
                for split in (
                    [
                        [point.item.id for point in points if point.item.overdue is overdue]
                        for _, points in classes
                    ],
                )
            ),
        ),
        data=Data(
            columns=(
                ("Action", "action"),
                ("What", "title"),
                ("Days", "days"),
                ("Status", "status"),
                ("Overdue", "overdue"),
                ("Owner", "owner"),
                ("Team", "team"),
            ),
            rows=tuple(
                (
                    words(point.item.id, reference(point.item.id)),
                    words(point.item.action.title),
                    number(point.days),
                    words(spoken(point.item.action.status), raw=point.item.action.status),
                    words("yes" if point.item.overdue else "no"),
                    words(point.item.action.owner or "–", raw=point.item.action.owner or ""),
                    words(point.item.action.team or "–", raw=point.item.action.team or ""),
                )
                for point in metric.points
            ),
        ),
        csv="data/actions-by-age.csv",
        empty="Every action is finished." if every.n else "No incident has actions.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("ages", metric),),
    )
