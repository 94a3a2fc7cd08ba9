"""Charts of the response: the times that the playbook promises, and whom an incident took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.compliance import compliance
from postmortems.metrics.coordination import coordination
from postmortems.pages import addresses, clauses
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import UP, ChartView, cut, incident_name, left_out, link
from postmortems.pages.dashboard.tabular import Data, names, number, percent, share, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from postmortems.metrics.compliance import Kept
    from postmortems.metrics.coordination import Effort
    from postmortems.pages.base import Library


def kept(library: Library) -> ChartView:
    """Show which promises about the response were kept, by severity and clause."""
    metric = compliance(library.incidents.values(), library.settings, library.as_of)
    judged = [each for each in metric.clauses if each.n]
    title, sentence = "Response times kept", ""
    if judged:
        met = sum(len(each.met) for each in judged)
        worst = max(judged, key=lambda each: len(each.missed))
        sentence = f"Kept {met:,} of {metric.n:,} times ({percent(met, metric.n)})."
        if worst.missed:
            sentence += (
                f" Most often missed: {_clause(worst)}, {len(worst.missed):,} of {worst.n:,}."
            )
    unknown = sum(len(each.not_recorded) for each in metric.clauses)
    if unknown:
        sentence += f" In {count(unknown, 'case')} the record does not say."
    return ChartView(
        id="response",
        title=title,
        sentence=sentence.strip(),
        n=f"{count(metric.n, 'judgement')} of {count(len(judged), 'clause')}",
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Share(
            name="chart-response",
            title=title,
            description=sentence.strip(),
            rows=tuple(_clause(each) for each in judged),
            parts=(
                charts.Series(
                    name="Kept",
                    colour="good",
                    values=tuple(len(each.met) for each in judged),
                    links=tuple(link(each.met, "#response-data") for each in judged),
                ),
                charts.Series(
                    name="Missed",
                    colour="bad",
                    values=tuple(len(each.missed) for each in judged),
                    links=tuple(link(each.missed, "#response-data") for each in judged),
                ),
            ),
        ),
        data=Data(
            columns=(
                ("Severity", "severity"),
                ("Clause", "clause"),
                ("Promise", "promise"),
                ("Kept", "kept"),
                ("Missed", "missed"),
                ("Share kept", "kept_percent"),
                ("Not recorded", "not_recorded"),
                ("Not applicable", "not_applicable"),
                ("Missed in", "missed_in"),
            ),
            rows=tuple(
                (
                    words(each.level, addresses.of_severity(each.level)),
                    words(clauses.NAMES[each.clause], raw=each.clause),
                    words(clauses.promise(each.terms)),
                    number(len(each.met)),
                    number(len(each.missed)),
                    share(len(each.met), each.n),
                    number(len(each.not_recorded)),
                    number(len(each.not_applicable)),
                    names(each.missed),
                )
                for each in metric.clauses
            ),
        ),
        csv="data/response-times.csv",
        empty="No record shows whether a promise about the response was kept.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("compliance", metric),),
    )


def _clause(each: Kept) -> str:
    return f"{each.level} {clauses.NAMES[each.clause][0].lower()}{clauses.NAMES[each.clause][1:]}"


_COUNTED = (
    ("People", "people"),
    ("Teams", "teams"),
    ("Tiers", "tiers"),
    ("Handoffs", "handoffs"),
)


def coordinated(library: Library) -> ChartView:
    """Show whom the incidents took that took the most: people, teams, tiers and handoffs."""
    metric = coordination(library.incidents.values())
    points = sorted(metric.points, key=_most_first)
    shown = points[: library.settings.site.dashboards.most_bars]
    title, sentence = "Coordination cost", ""
    if points:
        most = points[0]
        sentence = (
            f"{most.id} took the most people, {most.people:,}, with "
            f"{count(most.teams, 'team')}, {count(most.tiers, 'tier')} and "
            f"{count(most.handoffs, 'handoff')}."
        ) + cut(len(shown), len(points), "incidents")
    return ChartView(
        id="coordination",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Heat(
            name="chart-coordination",
            title=title,
            description=sentence,
            rows=tuple(incident_name(point.id, library) for point in shown),
            columns=tuple(name for name, _ in _COUNTED),
            counts=tuple(tuple(getattr(point, field) for _, field in _COUNTED) for point in shown),
            links=tuple((UP + incident_url(point.id),) * len(_COUNTED) for point in shown),
        )
        if shown
        else None,
        data=Data(
            columns=(
                ("Incident", "incident"),
                ("Title", "title"),
                ("Severity", "severity"),
                *((name, field) for name, field in _COUNTED),
            ),
            rows=tuple(
                (
                    words(point.id, incident_url(point.id)),
                    words(library.incidents[point.id].title),
                    words(point.severity),
                    *(number(getattr(point, field)) for _, field in _COUNTED),
                )
                for point in points
            ),
        ),
        csv="data/coordination.csv",
        empty="No incident names anybody who took part.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("coordination", metric),),
    )


def _most_first(point: Effort) -> tuple[int, int, int, int, str]:
    return (-point.people, -point.teams, -point.tiers, -point.handoffs, point.id)
