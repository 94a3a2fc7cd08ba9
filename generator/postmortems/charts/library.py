"""Hands a chart to the drawing library: a specification in Vega-Lite, drawn by vl-convert."""

from __future__ import annotations

from typing import TYPE_CHECKING

import vl_convert

from postmortems.charts import bars, dots, heat, share
from postmortems.charts.figures import Bars, Dots, Heat
from postmortems.charts.markup import finish
from postmortems.charts.words import Words

if TYPE_CHECKING:
    from postmortems.charts.figures import Chart

_GRAMMAR = "6.4"
"""The version of Vega-Lite that the specifications are written in."""


def draw(chart: Chart) -> str:
    """Return the finished SVG of a chart that is not empty."""
    words = Words()
    match chart:
        case Bars():
            drawing = bars.draw(chart, words)
        case Dots():
            drawing = dots.draw(chart, words)
        case Heat():
            drawing = heat.draw(chart, words)
        case _:
            drawing = share.draw(chart, words)
    # Nothing is fetched, whatever a specification may say.
    raw = vl_convert.vegalite_to_svg(drawing, vl_version=_GRAMMAR, allowed_base_urls=[])
    return finish(raw, chart, words)
