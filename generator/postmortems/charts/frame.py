"""What the drawings share: the paper, the axes' looks, the scale of colours and its legend."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

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
Spec = dict[str, Any]
"""A part of a drawing in the words of Vega-Lite, the grammar that the drawing library reads."""


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

    def fill(self, paper: Paper) -> Spec:
        """Return the channel that colours a mark by its field `series`."""
        return self._channel([paint(role) for role in self._roles], paper)

    def shape(self, paper: Paper) -> Spec:
        """Return the channel that gives a dot its symbol by its field `series`."""
        return self._channel([symbol(role)[0] for role in self._roles], paper)

    def _channel(self, looks: Sequence[str], paper: Paper) -> Spec:
        scale = {"domain": self.tokens, "range": looks}
        return nominal("series", scale=scale, legend=self._legend(paper))

    def _legend(self, paper: Paper) -> Spec | None:
        if not self.height:
            return None
        return {
            "title": None,
            "orient": "none",
            "legendX": GAP - paper.left,
            "legendY": GAP - paper.top,
            "direction": "horizontal",
            "columns": self._columns,
            # The library measures tokens; the room for the words has to be added.
            "columnPadding": self._entry,
            "rowPadding": LINE - TEXT,
            "symbolSize": 100,
            "symbolStrokeWidth": 0,
        }


def nominal(field: str, **more: Any) -> Spec:  # noqa: ANN401 - any property of a channel
    """Return the channel that shows a field as one of some names."""
    return {"field": field, "type": "nominal", **more}


def quantity(field: str, **more: Any) -> Spec:  # noqa: ANN401 - any property of a channel
    """Return the channel that shows a field as a number on a scale."""
    return {"field": field, "type": "quantitative", **more}


def other_end(field: str) -> Spec:
    """Return the channel of a mark's other end, which is on the scale of the first."""
    return {"field": field}


def role_scale(field: str) -> Spec:
    """Return the channel that colours a mark by a field which holds the name of a role."""
    names = [role.name for role in ROLES]
    scale = {"domain": names, "range": [paint(name) for name in names]}
    return nominal(field, scale=scale, legend=None)


def layer(rows: Sequence[Row], mark: Spec, **channels: Spec) -> Spec:
    """Return a mark for each line of data, looking as the channels say; `type` is its kind."""
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": channels}


def sheet(layers: Sequence[Spec], paper: Paper) -> Spec:
    """Lay the layers over each other on a paper, with the looks that all charts share."""
    return {
        "layer": list(layers),
        "width": paper.width,
        "height": paper.height,
        "padding": {
            "left": paper.left,
            "right": paper.right,
            "top": paper.top,
            "bottom": paper.bottom,
        },
        # All room is reckoned here, so that no measured text can move anything.
        "autosize": {"type": "none"},
        "config": {
            # Bundled with vl-convert, and only measured with: what is seen is the page's font.
            "font": "Liberation Sans",
            "view": {"stroke": None},
            "text": {"fontSize": TEXT},
            "legend": {"labelColor": paint("ink"), "labelFontSize": TEXT, "labelLimit": 0},
            "axis": {
                "domainColor": paint("muted"),
                "gridColor": paint("grid"),
                "labelColor": paint("muted"),
                "labelFlush": False,
                "labelFontSize": TEXT,
                "labelLimit": 0,
                "labelOverlap": False,
                "labelPadding": GAP,
                "ticks": False,
                "titleColor": paint("ink"),
                "titleFontSize": TEXT,
                "titleFontWeight": "normal",
                "titleLimit": 0,
            },
        },
    }
