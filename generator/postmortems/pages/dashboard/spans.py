"""Charts of durations: of incidents, of the stages of the response, of recovery from changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.base import percentiles
from postmortems.metrics.durations import durations, recovery, stages
from postmortems.pages.base import incident_url
from postmortems.pages.dashboard.chart import (
    UP,
    ChartView,
    colour,
    introduced,
    left_out,
    level_name,
    minutes,
    told_mean,
)
from postmortems.pages.dashboard.tabular import Cell, Data, lasting, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.config.severities import SeverityLevel
    from postmortems.metrics.base import Lasting
    from postmortems.metrics.durations import Spans
    from postmortems.pages.base import Library

AXIS = "Duration, on a logarithmic axis"
MOST_DOTS = 400  # with more, a drawing counts them: a page must stay light
_SAID = {
    "duration": "resolved − started",
    "detect": "detected − started",
    "acknowledge": "acknowledged − detected",
    "mitigate": "mitigated − detected",
    "verify": "resolved − mitigated",
    "recovery": "mitigated − started",
}


def lasted(library: Library) -> ChartView:
    """Show how long each incident lasted, by severity."""
    return _by_severity(
        durations(library.incidents.values()),
        ("durations", "How long incidents lasted"),
        "No incident has both its start and its resolution on record.",
        library,
    )


def recovered(library: Library) -> ChartView:
    """Show how long incidents that a change set off did harm, by severity."""
    return _by_severity(
        recovery(library.incidents.values()),
        ("recovery", "Recovery from changes"),
        "No incident with a change on record has both its start and its mitigation.",
        library,
    )


def _by_severity(metric: Spans, named: tuple[str, str], empty: str, library: Library) -> ChartView:
    own, title = named
    points = sorted(metric.points, key=lambda point: (-point.minutes, point.id))
    return ChartView(
        id=own,
        title=title,
        sentence=(sentence := _read(metric)),
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Dots(
            name=f"chart-{own}",
            title=title,
            description=sentence,
            value_title=AXIS,
            limit=MOST_DOTS,
            cell_link=f"{UP}severities/{{lane}}/" if own == "durations" else f"#{own}-data",
            lanes=tuple(
                charts.Lane(
                    name=f"{level_name(level)} (n = {len(mine):,})",
                    key=level.id.lower(),
                    groups=(_group(level, mine, library),),
                    marks=marks(mine),
                )
                for level in library.settings.severities.levels
                if (mine := metric.of(level.id))
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
        csv=f"data/{own}.csv",
        empty=empty,
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=((own, metric),),
        means=told_mean("Duration", _SAID[metric.id], metric.points, library),
    )


def _read(metric: Spans) -> str:
    values = [point.minutes for point in metric.points]
    if not values:
        return ""
    if len(values) == 1:
        return f"The only one took {minutes(values[0])}."
    said = f"The shortest took {minutes(min(values))} and the longest {minutes(max(values))}."
    if middle := metric.percentiles:
        said += (
            f" Half of them took at most {minutes(middle.p50)}, nine in ten at most "
            f"{minutes(middle.p90)}."
        )
    return said


def staged(library: Library) -> ChartView:
    """Show how long each stage of the response took: one dot an incident in each stage."""
    every = stages(tuple(library.incidents.values()))
    sentence = " ".join(
        f"{_capital(stage.id)}: {_range(stage)}." for stage in every if stage.points
    )
    title = "How long each stage took"
    among = {point.severity for stage in every for point in stage.points}
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
            value_title=AXIS,
            limit=MOST_DOTS,
            cell_link="#stages-data",
            lanes=tuple(
                charts.Lane(
                    name=_capital(stage.id),
                    groups=groups(stage.points, among, library),
                    marks=marks(stage.points),
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
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=tuple((stage.id, stage) for stage in every),
        means=tuple(
            each
            for stage in every
            for each in told_mean(_capital(stage.id), _SAID[stage.id], stage.points, library)
        ),
    )


def _incident(key: str, library: Library) -> tuple[Cell, Cell, Cell]:
    incident = library.incidents[key]
    return words(key, incident_url(key)), words(incident.title), words(incident.severity)


def groups(
    points: Sequence[Lasting], among: set[str], library: Library
) -> tuple[charts.Group, ...]:
    """Part points by severity, in the same order in every lane; ``among`` are all that occur."""
    return tuple(
        _group(level, [point for point in points if point.severity == level.id], library)
        for level in library.settings.severities.levels
        if level.id in among
    )


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


def marks(points: Sequence[Lasting]) -> tuple[charts.Mark, ...]:
    """Mark the percentiles, where there are enough points for them."""
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
    if min(values) == max(values):
        return minutes(values[0])
    return f"{minutes(min(values))} to {minutes(max(values))}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
