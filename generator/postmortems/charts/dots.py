"""Draws `Dots`: each incident on a logarithmic axis of minutes, or counts of too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from postmortems.charts.frame import (
    GAP,
    LINE,
    WIDTH,
    Key,
    Paper,
    Row,
    Spec,
    layer,
    nominal,
    other_end,
    quantity,
    role_scale,
    sheet,
)
from postmortems.charts.lanes import columns, pile, stack
from postmortems.charts.minutes import Axis
from postmortems.charts.palette import paint
from postmortems.charts.swarm import spread
from postmortems.charts.words import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.charts.figures import Dots
    from postmortems.charts.lanes import Track
    from postmortems.charts.words import Words

_NAME = 240  # the longest name of a lane
_MARK = 140  # the longest label of a mark
_RIGHT = 3 * GAP
# The fewer dots there are, the bigger they may be: px, and how many there may be of that size.
_SIZES = ((10, 150), (8, 400))
_SMALLEST = 6


def draw(chart: Dots, words: Words) -> Spec:
    """Return the drawing of a chart that is not empty."""
    lanes = chart.lanes
    total = sum(lane.size for lane in lanes)
    counted = total > chart.limit
    several = any(len(lane.groups) > 1 for lane in lanes)
    groups = list(
        dict.fromkeys((group.name, group.colour) for lane in lanes for group in lane.groups)
    )
    key = Key(groups, words, legend=several and not counted)
    size = next((px for px, most in _SIZES if total <= most), _SMALLEST)
    left = min(_NAME, max(width(lane.name) for lane in lanes)) + 3 * GAP
    plot = WIDTH - left - _RIGHT
    points = [point.minutes for lane in lanes for group in lane.groups for point in group.points]
    marks = [mark.minutes for lane in lanes for mark in lane.marks]
    axis = Axis([*points, *marks], length=plot, inset=size)
    if counted:
        bodies = columns(chart, axis, words)
    else:
        series = dict(zip(groups, key.tokens, strict=True))
        bodies = [pile(lane, axis, size, words, series) for lane in lanes]
    tracks = stack(lanes, bodies)
    paper = Paper(
        width=plot,
        height=tracks[-1].bottom,
        left=left,
        right=_RIGHT,
        top=key.height + GAP,
        bottom=2 * LINE + GAP,
    )
    rows = [row for track in tracks for row in track.rows]
    behind = _scenery(chart, tracks, axis, paper, words)
    marked = _marks(tracks, axis, paper, words)
    if not counted:
        point: Spec = {"type": "point", "opacity": 1, "stroke": paint("surface"), "strokeWidth": 1}
        dots = layer(
            rows,
            point,
            x=quantity("x"),
            y=quantity("y"),
            fill=key.fill(paper),
            shape=key.shape(paper),
            size=quantity("area", scale=None),
            description=nominal("tag"),
        )
        return sheet([*behind, dots, *marked], paper)
    counts = layer(
        rows,
        {"type": "rect"},
        x=quantity("x"),
        y=quantity("y"),
        x2=other_end("x2"),
        y2=other_end("y2"),
        color=role_scale("role"),
        description=nominal("tag"),
    )
    # Drawn last and with an edge, for a mark's line may run through a number.
    edged: Spec = {
        "type": "text",
        "fill": paint("ink"),
        "stroke": paint("surface"),
        "strokeWidth": 3,
        "baseline": "bottom",
        "dy": -2,
    }
    numbers = layer(rows, edged, x=quantity("middle"), y=quantity("y"), text=nominal("text"))
    return sheet([*behind, counts, *marked, numbers], paper)


def _scenery(
    chart: Dots, tracks: Sequence[Track], axis: Axis, paper: Paper, words: Words
) -> list[Spec]:
    """Return what stands behind the dots: lines, the lanes' names, the axis."""
    ticks = [(axis.at(step), label) for step, label in axis.ticks()]
    edges = [0, *(track.bottom for track in tracks)]
    lines: list[Row] = [{"x": x, "x2": x, "y": 0, "y2": paper.height} for x, _ in ticks]
    lines += [{"x": 0, "x2": paper.width, "y": edge, "y2": edge} for edge in edges]
    names = [
        {
            "x": GAP - paper.left,
            "y": (track.head + track.bottom) / 2,
            "text": words.word(track.lane.name, _NAME),
        }
        for track in tracks
    ]
    labels = [{"x": x, "y": paper.height + LINE / 2, "text": words.word(text)} for x, text in ticks]
    title: Row = {
        "x": paper.width / 2,
        "y": paper.height + 1.5 * LINE + GAP / 2,
        "text": words.word(chart.value_title, paper.width),
    }
    # The two scales of all layers, in px: the places are worked out already.
    across = {"domain": [0, paper.width], "nice": False}
    down = {"domain": [paper.height, 0], "nice": False}
    return [
        layer(
            lines,
            {"type": "rule", "stroke": paint("grid")},
            x=quantity("x", scale=across, axis=None),
            x2=other_end("x2"),
            y=quantity("y", scale=down, axis=None),
            y2=other_end("y2"),
        ),
        _text(names, "ink", align="left"),
        _text(labels, "muted"),
        _text([title], "ink"),
    ]


def _marks(tracks: Sequence[Track], axis: Axis, paper: Paper, words: Words) -> list[Spec]:
    """Return the lines across the lanes and their labels, kept from each other."""
    lines: list[Row] = []
    labels: list[Row] = []
    for track in tracks:
        marks = sorted(track.lane.marks, key=lambda mark: mark.minutes)
        places = [axis.at(mark.minutes) for mark in marks]
        lines += [{"x": x, "x2": x, "y": track.head, "y2": track.bottom} for x in places]
        middles = spread(
            places, [min(_MARK, width(mark.label)) for mark in marks], paper.width, 2 * GAP
        )
        labels += [
            {"x": middle, "y": track.head - LINE / 2 + 2, "text": words.word(mark.label, _MARK)}
            for mark, middle in zip(marks, middles, strict=True)
        ]
    if not lines:
        return []
    return [
        layer(
            lines,
            {"type": "rule", "stroke": paint("ink"), "strokeWidth": 1.5},
            x=quantity("x"),
            x2=other_end("x2"),
            y=quantity("y"),
            y2=other_end("y2"),
        ),
        _text(labels, "ink"),
    ]


def _text(rows: Sequence[Row], role: str, align: Literal["left", "center"] = "center") -> Spec:
    mark: Spec = {"type": "text", "fill": paint(role), "align": align, "baseline": "middle"}
    return layer(rows, mark, x=quantity("x"), y=quantity("y"), text=nominal("text"))
