"""Charts of durations: how long incidents lasted, and how long each stage took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.base import percentiles
from postmortems.metrics.durations import durations, stages
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import (
    UP,
    ChartView,
    colour,
    introduced,
    left_out,
    level_name,
    minutes,
)
from postmortems.pages.dashboard.tabular import Cell, Data, lasting, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.config.severities import SeverityLevel
    from postmortems.metrics.base import Lasting
    from postmortems.metrics.durations import Spans
    from postmortems.pages.base import Library

_AXIS = "Duration, on a logarithmic axis"


def by_duration(library: Library) -> ChartView:
    """Show how long each incident lasted, by severity."""
    metric = durations(library.incidents.values())
    points = sorted(metric.points, key=lambda point: (-point.minutes, point.id))
    title, sentence = "How long incidents lasted", ""
    if points:
        sentence = (
            f"The shortest took {minutes(points[-1].minutes)} and the longest "
            f"{minutes(points[0].minutes)}."
        )
        if middle := metric.percentiles:
            sentence += (
                f" Half of them took at most {minutes(middle.p50)}, nine in ten at most "
                f"{minutes(middle.p90)}."
            )
    return ChartView(
        id="durations",
        title=title,
        sentence=sentence,
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Dots(
            name="chart-durations",
            title=title,
            description=sentence,
            value_title=_AXIS,
            cell_link=f"{UP}severities/{{lane}}/",
            lanes=tuple(
                charts.Lane(
                    name=f"{level_name(level)} (n = {len(own):,})",
                    key=level.id.lower(),
                    groups=(_group(level, own, library),),
                    marks=_marks(own),
                )
                for level in library.settings.severities.levels
                if (own := metric.of(level.id))
            ),
        ),
        data=Data(
            columns=(
                ("Incident", "incident"),
                ("Title", "title"),
                ("Severity", "severity"),
                ("Duration", "minutes"),
            ),
            rows=tuple((*_incident(point.id, library), lasting(point.minutes)) for point in points),
        ),
        csv="data/durations.csv",
        empty="No incident has both its start and its resolution on record.",
        most_rows=library.settings.site.lists.rows_per_page,
    )


def by_stage(library: Library) -> ChartView:
    """Show how long each stage of the response took: one dot an incident in each stage."""
    every = stages(tuple(library.incidents.values()))
    sentence = " ".join(
        f"{_capital(stage.id)}: {_range(stage)}." for stage in every if stage.points
    )
    title = "How long each stage took"
    found = {stage.id: {point.id: point.minutes for point in stage.points} for stage in every}
    return ChartView(
        id="stages",
        title=title,
        sentence=sentence,
        n=", ".join(f"{stage.id} {stage.n:,}" for stage in every),
        definition=" ".join(introduced(_capital(stage.id), stage.definition) for stage in every),
        left_out=tuple(
            each for stage in every for each in left_out(stage, f"{_capital(stage.id)}: ")
        ),
        figure=charts.Dots(
            name="chart-stages",
            title=title,
            description=sentence,
            value_title=_AXIS,
            lanes=tuple(
                charts.Lane(
                    name=_capital(stage.id),
                    groups=tuple(
                        _group(level, own, library)
                        for level in library.settings.severities.levels
                        if (own := stage.of(level.id))
                    ),
                    marks=_marks(stage.points),
                )
                for stage in every
                if stage.points
            ),
        ),
        data=Data(
            columns=(
                ("Incident", "incident"),
                ("Title", "title"),
                ("Severity", "severity"),
                *((_capital(stage.id), f"{stage.id}_minutes") for stage in every),
            ),
            rows=tuple(
                (
                    *_incident(key, library),
                    *(lasting(found[stage.id].get(key)) for stage in every),
                )
                for key in library.incidents
                if any(key in points for points in found.values())
            ),
        ),
        csv="data/stages.csv",
        empty="No incident has two moments on record that a stage lies between.",
        most_rows=library.settings.site.lists.rows_per_page,
    )


def _incident(key: str, library: Library) -> tuple[Cell, Cell, Cell]:
    incident = library.incidents[key]
    return words(key, incident_url(key)), words(incident.title), words(incident.severity)


def _group(level: SeverityLevel, points: Sequence[Lasting], library: Library) -> charts.Group:
    return charts.Group(
        name=level_name(level),
        colour=colour(level.colour_role),
        points=tuple(
            charts.Point(
                minutes=point.minutes,
                label=f"{point.id} {library.incidents[point.id].title}: {minutes(point.minutes)}",
                link=UP + incident_url(point.id),
            )
            for point in points
        ),
    )


def _marks(points: Sequence[Lasting]) -> tuple[charts.Mark, ...]:
    found = percentiles(points)
    if found is None:
        return ()
    return (
        charts.Mark(label="p50", minutes=found.p50),
        charts.Mark(label="p90", minutes=found.p90),
    )


def _range(spans: Spans) -> str:
    if middle := spans.percentiles:
        return f"half within {minutes(middle.p50)}, nine in ten within {minutes(middle.p90)}"
    values = [point.minutes for point in spans.points]
    return f"{minutes(min(values))} to {minutes(max(values))}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
