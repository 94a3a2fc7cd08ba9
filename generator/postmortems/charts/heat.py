"""Draws `Heat`: a matrix of counts, each printed in a cell whose shade follows it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from postmortems.charts.frame import (
    GAP,
    LINE,
    WIDTH,
    Paper,
    Row,
    Spec,
    layer,
    nominal,
    role_scale,
    sheet,
)
from postmortems.charts.palette import HEAT, ON, paint
from postmortems.charts.words import number, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.charts.figures import Heat
    from postmortems.charts.words import Words

_NAME = 240  # the longest label of a row
_SLANTED = 230  # the longest label of a column, which then stands at 45°
_CELL = 28  # a row's height, and the least width of a column
_WIDEST = 150
_SLOPE = 0.71  # what a label at 45° takes of its length, in both directions


def draw(chart: Heat, words: Words) -> Spec:
    """Return the drawing of a chart that is not empty."""
    left = min(_NAME, max(map(width, chart.rows))) + 2 * GAP
    longest = max(map(width, chart.columns))
    slot = min(_WIDEST, (WIDTH - left - GAP) / len(chart.columns))
    slanted = longest + GAP > slot
    longest = min(_SLANTED, longest) if slanted else longest
    overhang = longest * _SLOPE if slanted else 0
    widest = max(width(number(count)) for line in chart.counts for count in line)
    slot = max(_CELL, widest + GAP, min(slot, (WIDTH - left - overhang - GAP) / len(chart.columns)))
    plot = slot * len(chart.columns)
    paper = Paper(
        width=plot,
        height=_CELL * len(chart.rows),
        left=left,
        right=max(WIDTH - left - plot, overhang + GAP),
        top=max(overhang, LINE) + 2 * GAP,
        bottom=GAP,
    )
    rows = [words.word(row, _NAME) for row in chart.rows]
    columns = [words.word(column, longest) for column in chart.columns]
    grid: Spec = {"domain": False, "grid": True, "tickBand": "extent"}
    y = nominal("row", scale={"domain": rows}, axis={"title": None, **grid})
    x = nominal(
        "column",
        scale={"domain": columns},
        axis={
            "title": None,
            "orient": "top",
            "labelAngle": -45 if slanted else 0,
            "labelAlign": "left" if slanted else "center",
            **grid,
        },
    )
    cells = _cells(chart, words, rows, columns)
    rect: Spec = {"type": "rect", "stroke": paint("surface"), "strokeWidth": 1}
    text: Spec = {"type": "text", "baseline": "middle"}
    return sheet(
        [
            layer(cells, rect, x=x, y=y, color=role_scale("role"), description=nominal("tag")),
            layer(
                cells,
                text,
                x=nominal("column"),
                y=nominal("row"),
                text=nominal("text"),
                color=role_scale("on"),
            ),
        ],
        paper,
    )


def _cells(chart: Heat, words: Words, rows: Sequence[str], columns: Sequence[str]) -> list[Row]:
    most = max(map(max, chart.counts))
    cells: list[Row] = []
    for at, counts in enumerate(chart.counts):
        for across, count in enumerate(counts):
            if not count:
                continue
            # Few counts take the first shades one by one; many are spread over all of them.
            role = HEAT[ceil(count * len(HEAT) / max(most, len(HEAT))) - 1]
            link = chart.links[at][across] if chart.links else None
            tag = words.tag(f"{chart.rows[at]}, {chart.columns[across]}: {number(count)}", link)
            cells.append(
                {
                    "row": rows[at],
                    "column": columns[across],
                    "role": role,
                    "on": ON[role],
                    "tag": tag,
                    "text": words.word(number(count)),
                }
            )
    return cells
