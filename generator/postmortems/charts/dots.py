"""Draws `Dots`: each incident on a logarithmic axis of minutes, or counts of too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import altair as alt

from postmortems.charts.frame import GAP, LINE, WIDTH, Key, Paper, Row, data, role_scale, sheet
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


def draw(chart: Dots, words: Words) -> alt.LayerChart:
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
    rows = alt.Chart(data([row for track in tracks for row in track.rows]))
    place = {"x": "x:Q", "y": "y:Q"}
    behind = _scenery(chart, tracks, axis, paper, words)
    marked = _marks(tracks, axis, paper, words)
    if not counted:
        dots = rows.mark_point(opacity=1, stroke=paint("surface"), strokeWidth=1).encode(
            **place,
            fill=key.fill(paper),
            shape=key.shape(paper),
            size=alt.Size("area:Q", scale=None),
            description="tag:N",
        )
        return sheet([*behind, dots, *marked], paper)
    counts = rows.mark_rect().encode(
        **place, x2="x2:Q", y2="y2:Q", color=role_scale("role"), description="tag:N"
    )
    # Drawn last and with an edge, for a mark's line may run through a number.
    numbers = rows.mark_text(
        fill=paint("ink"), stroke=paint("surface"), strokeWidth=3, baseline="bottom", dy=-2
    ).encode(x="middle:Q", y="y:Q", text="text:N")
    return sheet([*behind, counts, *marked, numbers], paper)


def _scenery(
    chart: Dots, tracks: Sequence[Track], axis: Axis, paper: Paper, words: Words
) -> list[alt.Chart]:
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
    across = alt.Scale(domain=[0, paper.width], nice=False)
    down = alt.Scale(domain=[paper.height, 0], nice=False)
    return [
        alt.Chart(data(lines))
        .mark_rule(stroke=paint("grid"))
        .encode(
            x=alt.X("x:Q", scale=across, axis=None),
            x2="x2:Q",
            y=alt.Y("y:Q", scale=down, axis=None),
            y2="y2:Q",
        ),
        _text(names, "ink", align="left"),
        _text(labels, "muted"),
        _text([title], "ink"),
    ]


def _marks(tracks: Sequence[Track], axis: Axis, paper: Paper, words: Words) -> list[alt.Chart]:
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
        alt.Chart(data(lines))
        .mark_rule(stroke=paint("ink"), strokeWidth=1.5)
        .encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q"),
        _text(labels, "ink"),
    ]


def _text(rows: Sequence[Row], role: str, align: Literal["left", "center"] = "center") -> alt.Chart:
    text: alt.Chart = (
        alt.Chart(data(rows))
        .mark_text(fill=paint(role), align=align, baseline="middle")
        .encode(x="x:Q", y="y:Q", text="text:N")
    )
    return text
