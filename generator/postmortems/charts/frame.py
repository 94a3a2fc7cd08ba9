"""What the drawings share: the paper, the axes' looks, the scale of colours and its legend."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import altair as alt

from postmortems.charts.palette import ROLES, paint, symbol
from postmortems.charts.words import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.charts.words import Words

WIDTH = 640
"""How wide a drawing is, in px: a column of text on a desktop. Only a heat map may be wider."""

TEXT = 13
LINE = 20
GAP = 6
_SYMBOL = 36  # a legend's symbol with the room around it and around its text

Row = dict[str, Any]
"""A line of inline data, its fields named by the drawing, its values numbers and tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The size of the plot and the room around it, in px."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


class Key:
    """Series names and their roles as scales for fill and symbol, with a legend if there is need.

    `tokens` stand for the series in inline data. The legend has the top left corner of the drawing;
    `height` is the px it needs there, 0 without one.
    """

    def __init__(
        self, series: Sequence[tuple[str, str]], words: Words, *, legend: bool = True
    ) -> None:
        room = WIDTH - 2 * GAP
        self.tokens = [words.word(name, room / 2 - _SYMBOL) for name, _ in series]
        self._roles = [role for _, role in series]
        self._entry = max(width(words.words[token].shown) for token in self.tokens)
        self._columns = int(room // (self._entry + _SYMBOL))
        self.height = LINE * ceil(len(series) / self._columns) if legend and len(series) > 1 else 0

    def fill(self, paper: Paper) -> alt.Fill:
        """Return the channel that colours a mark by its field `series`."""
        colours = [paint(role) for role in self._roles]
        return alt.Fill(
            "series:N",
            scale=alt.Scale(domain=self.tokens, range=colours),
            legend=self._legend(paper),
        )

    def shape(self, paper: Paper) -> alt.Shape:
        """Return the channel that gives a dot its symbol by its field `series`."""
        symbols = [symbol(role)[0] for role in self._roles]
        return alt.Shape(
            "series:N",
            scale=alt.Scale(domain=self.tokens, range=symbols),
            legend=self._legend(paper),
        )

    def _legend(self, paper: Paper) -> alt.Legend | None:
        if not self.height:
            return None
        return alt.Legend(
            title=None,
            orient="none",
            legendX=GAP - paper.left,
            legendY=GAP - paper.top,
            direction="horizontal",
            columns=self._columns,
            # The library measures tokens; the room for the words has to be added.
            columnPadding=self._entry,
            rowPadding=LINE - TEXT,
            symbolSize=100,
            symbolStrokeWidth=0,
        )


def role_scale(field: str) -> alt.Color:
    """Return the channel that colours a mark by a field which holds the name of a role."""
    names = [role.name for role in ROLES]
    scale = alt.Scale(domain=names, range=[paint(name) for name in names])
    return alt.Color(f"{field}:N", scale=scale, legend=None)


def data(rows: Sequence[Row]) -> alt.InlineData:
    """Wrap lines of data for a layer."""
    return alt.InlineData(values=list(rows))


def sheet(layers: Sequence[alt.Chart], paper: Paper) -> alt.LayerChart:
    """Lay the layers over each other on a paper, with the looks that all charts share."""
    drawing: alt.LayerChart = (
        alt.layer(*layers)
        .properties(
            width=paper.width,
            height=paper.height,
            padding={
                "left": paper.left,
                "right": paper.right,
                "top": paper.top,
                "bottom": paper.bottom,
            },
            # All room is reckoned here, so that no measured text can move anything.
            autosize=alt.AutoSizeParams(type="none"),
        )
        .configure(
            # Bundled with vl-convert, and only measured with: what is seen is the font of the page.
            font="Liberation Sans",
            view=alt.ViewConfig(stroke=None),
            text=alt.MarkConfig(fontSize=TEXT),
            legend=alt.LegendConfig(labelColor=paint("ink"), labelFontSize=TEXT, labelLimit=0),
            axis=alt.AxisConfig(
                domainColor=paint("muted"),
                gridColor=paint("grid"),
                labelColor=paint("muted"),
                labelFlush=False,
                labelFontSize=TEXT,
                labelLimit=0,
                labelOverlap=False,
                labelPadding=GAP,
                ticks=False,
                titleColor=paint("ink"),
                titleFontSize=TEXT,
                titleFontWeight="normal",
                titleLimit=0,
            ),
        )
    )
    return drawing
