"""Charts of durations: of incidents, of the stages of the response, of recovery from changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.metrics.base import percentiles
from postmortems.metrics.durations import durations, recovery, stages
from postmortems.pages import addresses
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
from postmortems.pages.dashboard.tabular import Cell, Data, lasting, number, words
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.config.severities import SeverityLevel
    from postmortems.metrics.base import Lasting
    from postmortems.metrics.durations import Spans
    from postmortems.pages.base import Library

_AXIS = "Duration, on a logarithmic axis"
_MOST_DOTS = 400  # with more, a drawing counts them: a page must stay light
_MOST_LANES = 12
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
            value_title=_AXIS,
            limit=_MOST_DOTS,
            cell_link=f"{UP}severities/{{lane}}/" if own == "durations" else f"#{own}-data",
            lanes=tuple(
                charts.Lane(
                    name=f"{level_name(level)} (n = {len(mine):,})",
                    key=level.id.lower(),
                    groups=(_group(level, mine, library),),
                    marks=_marks(mine),
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
            value_title=_AXIS,
            limit=_MOST_DOTS,
            cell_link="#stages-data",
            lanes=tuple(
                charts.Lane(
                    name=_capital(stage.id),
                    groups=_groups(stage.points, among, library),
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
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=tuple((stage.id, stage) for stage in every),
        means=tuple(
            each
            for stage in every
            for each in told_mean(_capital(stage.id), _SAID[stage.id], stage.points, library)
        ),
    )


def lasted_by_service(library: Library) -> ChartView:
    """Show how long incidents lasted in the services that had the most."""
    metric = durations(library.incidents.values())
    lanes: dict[str, list[Lasting]] = {}
    for point in metric.points:
        for service in dict.fromkeys(library.incidents[point.id].services):
            lanes.setdefault(service, []).append(point)
    ranked = sorted(lanes.items(), key=lambda lane: (-len(lane[1]), lane[0]))
    known = {each.id: each.name for each in library.settings.catalog.services}
    sentence = ""
    if ranked:
        service, slowest = max(
            ((name, max(points, key=lambda point: point.minutes)) for name, points in ranked),
            key=lambda pair: pair[1].minutes,
        )
        sentence = f"The longest took {minutes(slowest.minutes)}: {known[service]}, {slowest.id}."
    return _in_lanes(
        metric,
        [(known[name], name, addresses.of_service(name), points) for name, points in ranked],
        ("service-durations", "How long incidents lasted, by service", "Service"),
        sentence + _cut(len(ranked), "services"),
        library,
        cell_link=f"{UP}{addresses.SERVICES}{{lane}}/",
    )


def lasted_by_quarter(
    library: Library, metric: Spans, quarters: Sequence[tuple[str, tuple[Lasting, ...]]]
) -> ChartView:
    """Show how long incidents lasted in each of the last quarters, the latest first."""
    newest = [(name, name, "", list(points)) for name, points in reversed(quarters)]
    latest = next((lane for lane in newest if lane[3]), None)
    sentence = ""
    if latest is not None:
        values = [point.minutes for point in latest[3]]
        if len(values) == 1:
            sentence = f"In {latest[0]} the only incident took {minutes(values[0])}."
        else:
            sentence = (
                f"In {latest[0]} {count(len(values), 'incident')} took {minutes(min(values))} to "
                f"{minutes(max(values))}."
            )
    return _in_lanes(
        metric,
        newest if latest else [],
        ("quarter-durations", "How long incidents lasted, by quarter", "Quarter"),
        sentence + _cut(len(newest), "quarters"),
        library,
        cell_link="#quarter-durations-data",
    )


def _in_lanes(
    metric: Spans,
    lanes: Sequence[tuple[str, str, str, list[Lasting]]],
    named: tuple[str, str, str],
    sentence: str,
    library: Library,
    *,
    cell_link: str,
) -> ChartView:
    """Draw a lane for each name, key, address and points; ``named`` is id, title and column."""
    own, title, column = named
    among = {point.severity for *_, points in lanes[:_MOST_LANES] for point in points}
    return ChartView(
        id=own,
        title=title,
        sentence=sentence.strip(),
        n=count(metric.n, "incident"),
        definition=metric.definition,
        left_out=left_out(metric),
        figure=charts.Dots(
            name=f"chart-{own}",
            title=title,
            description=sentence,
            value_title=_AXIS,
            limit=_MOST_DOTS,
            cell_link=cell_link,
            lanes=tuple(
                charts.Lane(
                    name=f"{name} (n = {len(points):,})",
                    key=key,
                    groups=_groups(points, among, library),
                    marks=_marks(points),
                )
                for name, key, _, points in lanes[:_MOST_LANES]
            ),
        ),
        data=Data(
            columns=(
                (column, column.lower()),
                ("Incidents", "n"),
                ("Shortest", "shortest_minutes"),
                ("p50", "p50_minutes"),
                ("p90", "p90_minutes"),
                ("Longest", "longest_minutes"),
            ),
            rows=tuple(
                (
                    words(name, url, key),
                    number(len(points)),
                    lasting(min((point.minutes for point in points), default=None), "–"),
                    lasting(middle.p50 if (middle := percentiles(points)) else None, "–"),
                    lasting(middle.p90 if middle else None, "–"),
                    lasting(max((point.minutes for point in points), default=None), "–"),
                )
                for name, key, url, points in lanes
            ),
        ),
        csv=f"data/{own}.csv",
        empty="No incident has both its start and its resolution on record.",
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(("durations", metric),),
    )


def _cut(lanes: int, noun: str) -> str:
    if lanes <= _MOST_LANES:
        return ""
    which = "last" if noun == "quarters" else "first"
    return f" The drawing shows the {which} {_MOST_LANES} of {lanes:,} {noun}, the CSV has all."


def _incident(key: str, library: Library) -> tuple[Cell, Cell, Cell]:
    incident = library.incidents[key]
    return words(key, incident_url(key)), words(incident.title), words(incident.severity)


def _groups(
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
    if min(values) == max(values):
        return minutes(values[0])
    return f"{minutes(min(values))} to {minutes(max(values))}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
