"""Works out the lanes of `Dots` in px: piles of dots, or columns of counts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.charts.frame import GAP, LINE, Row
from postmortems.charts.palette import symbol
from postmortems.charts.swarm import swarm
from postmortems.charts.words import number, width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from postmortems.charts.figures import Dots, Lane, Point
    from postmortems.charts.minutes import Axis
    from postmortems.charts.words import Words

_LANE = 36  # a lane's least height
_DEEPEST = 132  # how high dots are piled up; more of them cover each other in part
_COLUMN = 56  # the tallest column of counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a lane holds, as data with `y` from its own top, and how high it is."""

    height: float
    rows: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A lane in its place, px from the top of the plot: its marks' labels end at `head`."""

    lane: Lane
    top: float
    head: float
    bottom: float
    rows: list[Row]


def stack(lanes: Sequence[Lane], bodies: Sequence[Body]) -> list[Track]:
    """Put lanes under each other, with a line above the body of each that has marks to label."""
    tracks: list[Track] = []
    top: float = 0
    for lane, body in zip(lanes, bodies, strict=True):
        head = top + (LINE if lane.marks else 0)
        rows = [
            {**row, **{at: row[at] + head for at in ("y", "y2") if at in row}} for row in body.rows
        ]
        tracks.append(Track(lane=lane, top=top, head=head, bottom=head + body.height, rows=rows))
        top = head + body.height
    return tracks


def pile(
    lane: Lane, axis: Axis, size: float, words: Words, series: Mapping[tuple[str, str], str]
) -> Body:
    """Place dots of `size` px, the shortest first, beside each other where they would touch.

    `series` has the token of each group's name and colour.
    """
    dots = sorted(
        ((group, point) for group in lane.groups for point in group.points),
        key=lambda dot: dot[1].minutes,
    )
    places = [axis.at(point.minutes) for _, point in dots]
    levels = swarm(places, size + 1)
    across = 2 * max(map(abs, levels), default=0) + 1
    pitch = min(size + 1, _DEEPEST / across)
    height = max(_LANE, across * pitch + 2 * GAP)
    return Body(
        height=height,
        rows=[
            {
                "x": place,
                "y": height / 2 - level * pitch,
                "series": series[group.name, group.colour],
                "area": size * size * symbol(group.colour)[1],
                "tag": words.tag(point.label, point.link),
            }
            for (group, point), place, level in zip(dots, places, levels, strict=True)
        ],
    )


def columns(chart: Dots, axis: Axis, words: Words) -> list[Body]:
    """Count the points of each lane by the steps of the axis; all lanes have one scale."""
    stretches = axis.columns()
    starts = [stretch.start for stretch in stretches]
    piles: list[dict[int, list[Point]]] = []
    for lane in chart.lanes:
        found: dict[int, list[Point]] = {}
        for group in lane.groups:
            for point in group.points:
                found.setdefault(bisect_right(starts, point.minutes) - 1, []).append(point)
        piles.append(found)
    most = max(max(map(len, found.values()), default=0) for found in piles)
    bodies: list[Body] = []
    for lane, found in zip(chart.lanes, piles, strict=True):
        rows: list[Row] = []
        for at, points in sorted(found.items()):
            count = len(points)
            stretch = stretches[at]
            left, right = axis.at(stretch.start), axis.at(stretch.end)
            text = number(count)
            link = chart.link_of(lane.key or lane.name, stretch.start, stretch.end)
            if count == 1 and points[0].link is not None:
                link = points[0].link
            rows.append(
                {
                    "x": left + 0.5,
                    "middle": (left + right) / 2,
                    "x2": right - 0.5,
                    # Even a single one is seen.
                    "y": LINE + _COLUMN - max(2, _COLUMN * count / most),
                    "y2": LINE + _COLUMN,
                    "role": lane.groups[0].colour if len(lane.groups) == 1 else "accent",
                    "tag": words.tag(f"{lane.name}, {stretch.name}: {text}", link),
                    "text": words.word(text if width(text) <= right - left + GAP else ""),
                }
            )
        bodies.append(Body(height=LINE + _COLUMN, rows=rows))
    return bodies
