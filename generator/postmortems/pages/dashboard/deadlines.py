"""A chart of deadlines after the incident: actions, postmortem drafts and publications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.actions import actions, on_time
from postmortems.metrics.timeliness import drafts, publications
from postmortems.pages.dashboard.chart import ChartView, cut, introduced, left_out, link, minutes
from postmortems.pages.dashboard.tabular import Data, names, number, percent, share, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from postmortems.metrics.actions import OnTime
    from postmortems.metrics.timeliness import Timeliness
    from postmortems.pages.base import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deadline:
    name: str
    key: str
    allowed: str
    kept: OnTime | Timeliness


def deadlines(library: Library) -> ChartView:
    """Show which deadlines after the incidents were kept, which came late and which are overdue."""
    every = _deadlines(library)
    due = [each for each in every if each.kept.n]
    title = "Deadlines after the incident"
    sentence = " ".join(
        f"{each.name}: {len(each.kept.on_time):,} of {each.kept.n:,} on time "
        f"({percent(len(each.kept.on_time), each.kept.n)}), "
        f"{len(each.kept.overdue):,} overdue."
        for each in due
    )
    return ChartView(
        id="deadlines",
        title=title,
        sentence=sentence,
        n=", ".join(
            (
                count(every[0].kept.n, "action"),
                count(every[1].kept.n, "draft"),
                count(every[2].kept.n, "publication"),
            )
        ),
        definition=" ".join(introduced(each.name, each.kept.definition) for each in every),
        left_out=tuple(one for each in every for one in left_out(each.kept, f"{each.name}: ")),
        figure=charts.Share(
            name="chart-deadlines",
            title=title,
            description=sentence,
            rows=tuple(each.name for each in due),
            parts=(
                charts.Series(
                    name="On time",
                    colour="good",
                    values=tuple(len(each.kept.on_time) for each in due),
                    links=tuple(link(each.kept.on_time, "#deadlines-data") for each in due),
                ),
                charts.Series(
                    name="Late",
                    colour="accent",
                    values=tuple(len(each.kept.late) for each in due),
                    links=tuple(link(each.kept.late, "#deadlines-data") for each in due),
                ),
                charts.Series(
                    name="Overdue",
                    colour="bad",
                    values=tuple(len(each.kept.overdue) for each in due),
                    links=tuple(link(each.kept.overdue, "#deadlines-data") for each in due),
                ),
            ),
        ),
        data=Data(
            columns=(
                ("Deadline", "deadline"),
                ("Allowed", "allowed"),
                ("On time", "on_time"),
                ("Late", "late"),
                ("Overdue", "overdue"),
                ("Share on time", "on_time_percent"),
                ("Late: which", "late_ids"),
                ("Overdue: which", "overdue_ids"),
            ),
            rows=tuple(
                (
                    words(each.name, raw=each.key),
                    words(each.allowed),
                    number(len(each.kept.on_time)),
                    number(len(each.kept.late)),
                    number(len(each.kept.overdue)),
                    share(len(each.kept.on_time), each.kept.n),
                    names(each.kept.late),
                    names(each.kept.overdue),
                )
                for each in every
            ),
        ),
        csv="data/deadlines.csv",
        empty="No deadline has come yet that the records can be held to.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=tuple(
            zip(("on-time", "drafts", "publications"), (e.kept for e in every), strict=True)
        ),
    )


def actions_on_time_by_team(library: Library) -> ChartView:
    """Show which teams' actions were done by their day, came late, or are overdue."""
    every = actions(library.incidents.values(), library.as_of)
    metric = on_time(every)
    known = {each.id: each.name for each in library.settings.catalog.teams}
    team_of = {item.id: item.action.team or "" for item in every.items}
    found: dict[str, dict[str, list[str]]] = {}
    for verdict, _, _ in _VERDICTS:
        for key in getattr(metric, verdict):
            split = found.setdefault(team_of[key], {name: [] for name, _, _ in _VERDICTS})
            split[verdict].append(key)
    ranked = sorted(found.items(), key=lambda pair: (-sum(map(len, pair[1].values())), pair[0]))
    shown = ranked[: library.settings.site.dashboards.most_bars]
    title, sentence = "Actions on time by team", ""
    if metric.n:
        sentence = (
            f"{len(metric.on_time):,} of {count(metric.n, 'action')} on time "
            f"({percent(len(metric.on_time), metric.n)})."
        ) + cut(len(shown), len(ranked), "teams")
    return ChartView(
        id="on-time",
        title=title,
        sentence=sentence,
        n=count(metric.n, "action"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Share(
            name="chart-on-time",
            title=title,
            description=sentence,
            rows=tuple(known.get(name, "No team") for name, _ in shown),
            parts=tuple(
                charts.Series(
                    name=name,
                    colour=role,
                    values=tuple(len(split[verdict]) for _, split in shown),
                    links=tuple(link(split[verdict], "#on-time-data") for _, split in shown),
                )
                for verdict, name, role in _VERDICTS
            ),
        ),
        data=Data(
            columns=(
                ("Team", "team"),
                ("On time", "on_time"),
                ("Late", "late"),
                ("Overdue", "overdue"),
                ("Share on time", "on_time_percent"),
                ("Late: which", "late_ids"),
                ("Overdue: which", "overdue_ids"),
            ),
            rows=tuple(
                (
                    words(known.get(name, "No team"), raw=name),
                    *(number(len(split[verdict])) for verdict, _, _ in _VERDICTS),
                    share(len(split["on_time"]), sum(map(len, split.values()))),
                    names(split["late"]),
                    names(split["overdue"]),
                )
                for name, split in ranked
            ),
        ),
        csv="data/actions-on-time.csv",
        empty="No action was due yet that the records can be held to.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("on-time", metric),),
    )


_VERDICTS = (
    ("on_time", "On time", "good"),
    ("late", "Late", "accent"),
    ("overdue", "Overdue", "bad"),
)


def _deadlines(library: Library) -> tuple[_Deadline, ...]:
    incidents, policy = library.incidents.values(), library.settings.policy
    draft = drafts(incidents, policy, library.as_of)
    publication = publications(incidents, policy, library.as_of)
    return (
        _Deadline(
            name="Actions",
            key="actions",
            allowed="by their due day",
            kept=on_time(actions(incidents, library.as_of)),
        ),
        _Deadline(
            name="Drafts",
            key="drafts",
            allowed=f"{minutes(draft.limit)} after the resolution",
            kept=draft,
        ),
        _Deadline(
            name="Publications",
            key="publications",
            allowed=f"{minutes(publication.limit)} after the resolution",
            kept=publication,
        ),
    )
