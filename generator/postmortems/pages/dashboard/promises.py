"""Charts of promises: the response times of the playbook, and unfinished actions by team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.actions import actions
from postmortems.metrics.compliance import Kept, compliance
from postmortems.pages import addresses, clauses
from postmortems.pages.dashboard.chart import UP, ChartView, left_out
from postmortems.pages.dashboard.tabular import Data, names, number, percent, share, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from postmortems.pages.base import Library


def by_clause(library: Library) -> ChartView:
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
    links = ("#response-data",) * len(judged)
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
                    links=links,
                ),
                charts.Series(
                    name="Missed",
                    colour="bad",
                    values=tuple(len(each.missed) for each in judged),
                    links=links,
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
        most_rows=library.settings.site.lists.rows_per_page,
    )


def _clause(each: Kept) -> str:
    return f"{each.level} {clauses.NAMES[each.clause][0].lower()}{clauses.NAMES[each.clause][1:]}"


def by_team(library: Library) -> ChartView:
    """Show who holds unfinished actions, overdue or in time."""
    metric = actions(library.incidents.values(), library.as_of)
    teams = {each.id: each.name for each in library.settings.catalog.teams}
    holding = [held for held in metric.by_team if held.unfinished]
    overdue = len(metric.overdue)
    title, sentence = "Unfinished actions by team", ""
    if metric.n:
        sentence = (
            f"{count(len(metric.unfinished), 'action').capitalize()} of {metric.n:,} unfinished, "
            f"{overdue:,} of them overdue."
        )
    links = tuple(f"{UP}{addresses.of_team(held.name)}" for held in holding)
    return ChartView(
        id="actions",
        title=title,
        sentence=sentence,
        n=count(metric.n, "action"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Bars(
            name="chart-actions",
            title=title,
            description=sentence,
            category_title="Team",
            value_title="Actions",
            horizontal=True,
            categories=tuple(teams.get(held.name, "No team") for held in holding),
            series=(
                charts.Series(
                    name="Overdue",
                    colour="bad",
                    values=tuple(held.overdue for held in holding),
                    links=links,
                ),
                charts.Series(
                    name="Not overdue",
                    colour="accent",
                    values=tuple(held.unfinished - held.overdue for held in holding),
                    links=links,
                ),
            ),
        )
        if holding
        else None,
        data=Data(
            columns=(
                ("Team", "team"),
                ("Overdue", "overdue"),
                ("Open", "open"),
                ("In progress", "in_progress"),
                ("Done", "done"),
                ("Won't do", "wont_do"),
            ),
            rows=tuple(
                (
                    words(
                        teams.get(held.name, "No team"),
                        addresses.of_team(held.name) if held.unfinished else "",
                        held.name,
                    ),
                    number(held.overdue),
                    number(held.open),
                    number(held.in_progress),
                    number(held.done),
                    number(held.wont_do),
                )
                for held in metric.by_team
            ),
        ),
        csv="data/actions-by-team.csv",
        empty="Every action is finished." if metric.n else "No incident has actions.",
        most_rows=library.settings.site.lists.rows_per_page,
    )
