"""Hands a chart to the drawing library: Altair for the grammar, vl-convert for the SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import vl_convert

from postmortems.charts import bars, dots, heat, share
from postmortems.charts.figures import Bars, Dots, Heat
from postmortems.charts.markup import finish
from postmortems.charts.words import Words

if TYPE_CHECKING:
    from postmortems.charts.figures import Chart

_GRAMMAR = ".".join(alt.SCHEMA_VERSION.split(".")[:2])


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
    raw = vl_convert.vegalite_to_svg(drawing.to_dict(), vl_version=_GRAMMAR, allowed_base_urls=[])
    return finish(raw, chart, words)
