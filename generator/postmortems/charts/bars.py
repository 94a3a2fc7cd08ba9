"""Draws `Bars`: stacked columns or rows, each with its total."""

from __future__ import annotations

from datetime import timedelta
from math import ceil, floor, log10
from typing import TYPE_CHECKING

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
    sheet,
)
from postmortems.charts.palette import paint
from postmortems.charts.words import number, width
from postmortems.clock import duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.charts.figures import Bars
    from postmortems.charts.words import Words

_HEIGHT = 240
_WIDEST = 48  # of a column
_LABEL = 96  # the longest label under a column
_NAME = 240  # the longest label beside a row
_ROW = 28
# People read months by these steps; any other would put the labels on arbitrary ones.
_STEPS = (1, 2, 3, 4, 6, 12, 24, 36, 60)
_FIRST = ("-01", "-Q1")  # how the first month or quarter of a year ends
_TICKS = 5  # how many steps the axis of values has, more or less


def draw(chart: Bars, words: Words) -> Spec:
    """Return the drawing of a chart that is not empty."""
    return _rows(chart, words) if chart.horizontal else _columns(chart, words)


def _columns(chart: Bars, words: Words) -> Spec:
    key = Key([(series.name, series.colour) for series in chart.series], words)
    steps = ticks(max(_totals(chart)), whole=_whole(chart))
    left = LINE + max(width(number(step)) for step in steps) + 2 * GAP
    widest = max(min(width(category), _LABEL) for category in chart.categories)
    right = max(GAP, widest / 2)
    paper = Paper(
        width=WIDTH - left - right,
        height=_HEIGHT,
        left=left,
        right=right,
        top=key.height + LINE + GAP,
        bottom=2 * LINE + GAP,
    )
    slot = paper.width / len(chart.categories)
    tokens = [words.word(category, _LABEL) for category in chart.categories]
    labelled = [tokens[at] for at in thinned(chart.categories, slot, widest + 2 * GAP)]
    x = nominal(
        "category",
        scale={"domain": tokens},
        axis={
            "title": words.word(chart.category_title, WIDTH / 2) if chart.category_title else None,
            "values": labelled,
            "zindex": 1,  # the bars have edges, which would cut the line
            "labelAngle": 0,
            "titleY": 2 * LINE,
            "titleBaseline": "bottom",
        },
    )
    y = quantity(
        "start",
        scale=_scale(steps),
        axis={
            **_values(chart, words, steps),
            "titleX": GAP - left,
            "titleY": _HEIGHT / 2,
            "titleBaseline": "top",
        },
    )
    bar: Spec = {
        "type": "bar",
        "orient": "vertical",
        "size": min(_WIDEST, slot * 0.8),
        "stroke": paint("surface"),
        "strokeWidth": min(1, round(slot / 12, 2)),
    }
    rows = _parts(chart, words, tokens, key)
    tag = nominal("tag")
    parts = layer(rows, bar, x=x, y=y, y2=other_end("end"), fill=key.fill(paper), description=tag)
    sums = _totals(chart)
    if max(width(_say(chart, total)) for total in sums) > slot:
        return sheet([parts], paper)
    text: Spec = {"type": "text", "fill": paint("ink"), "baseline": "bottom", "dy": -GAP / 2}
    rows = [row for row in _labels(chart, words, tokens) if row["start"]]
    totals = layer(rows, text, x=nominal("category"), y=quantity("start"), text=nominal("text"))
    return sheet([parts, totals], paper)


def _rows(chart: Bars, words: Words) -> Spec:
    key = Key([(series.name, series.colour) for series in chart.series], words)
    sums = _totals(chart)
    steps = ticks(max(sums), whole=_whole(chart))
    left = min(_NAME, max(map(width, chart.categories))) + 2 * GAP
    right = max(width(_say(chart, total)) for total in (*sums, steps[-1])) + 2 * GAP
    paper = Paper(
        width=WIDTH - left - right,
        height=_ROW * len(chart.categories),
        left=left,
        right=right,
        top=key.height + GAP,
        bottom=2 * LINE + GAP,
    )
    tokens = [words.word(category, _NAME) for category in chart.categories]
    y = nominal("category", scale={"domain": tokens}, axis={"title": None, "zindex": 1})
    x = quantity(
        "start",
        scale=_scale(steps),
        axis={**_values(chart, words, steps), "titleY": 2 * LINE, "titleBaseline": "bottom"},
    )
    bar: Spec = {
        "type": "bar",
        "orient": "horizontal",
        "size": _ROW - 10,
        "stroke": paint("surface"),
        "strokeWidth": 1,
    }
    rows = _parts(chart, words, tokens, key)
    tag = nominal("tag")
    parts = layer(rows, bar, y=y, x=x, x2=other_end("end"), fill=key.fill(paper), description=tag)
    text: Spec = {
        "type": "text",
        "fill": paint("ink"),
        "align": "left",
        "baseline": "middle",
        "dx": GAP,
    }
    rows = _labels(chart, words, tokens)
    totals = layer(rows, text, y=nominal("category"), x=quantity("start"), text=nominal("text"))
    return sheet([parts, totals], paper)


def thinned(labels: Sequence[str], slot: float, room: float) -> range:
    """Return the places of the labels that fit, `room` px each where a place takes `slot` px.

    They stand at steps that people count months by, and on the first of a year where there is one.
    """
    needed = room / slot
    step = next((step for step in _STEPS if step >= needed), len(labels))
    first = next((at for at, label in enumerate(labels) if label.endswith(_FIRST)), 0)
    return range(first % step, len(labels), step)


def ticks(highest: float, *, whole: bool) -> list[float]:
    """Return some five round numbers from 0 to at least `highest`; whole ones for counts.

    The drawing library's own would halve an incident.
    """
    rough = highest / _TICKS
    power = floor(log10(rough))
    step = next(
        factor * 10.0**power for factor in (1, 2, 5, 10) if factor * 10.0**power >= rough * 0.999
    )
    if whole:
        step = max(1, round(step))
    return [round(at * step, max(0, 1 - power)) for at in range(ceil(highest / step - 1e-9) + 1)]


def _whole(chart: Bars) -> bool:
    return all(float(value).is_integer() for series in chart.series for value in series.values)


def _scale(steps: Sequence[float]) -> Spec:
    return {"domain": [0, steps[-1]], "nice": False}


def _values(chart: Bars, words: Words, steps: Sequence[float]) -> Spec:
    """Return what the axis of values is like in both directions."""
    return {
        "title": words.word(chart.value_title, WIDTH / 2),
        "values": list(steps),
        "format": ",.2~f",
        "domain": False,
    }


def _totals(chart: Bars) -> list[float]:
    return [sum(values) for values in zip(*(each.values for each in chart.series), strict=True)]


def _labels(chart: Bars, words: Words, tokens: Sequence[str]) -> list[Row]:
    return [
        {"category": token, "start": total, "text": words.word(_say(chart, total))}
        for token, total in zip(tokens, _totals(chart), strict=True)
    ]


def _say(chart: Bars, value: float) -> str:
    return duration(timedelta(minutes=value)) if chart.minutes else number(value)


def _parts(chart: Bars, words: Words, tokens: Sequence[str], key: Key) -> list[Row]:
    # Category by category, so that the keyboard walks through the months, not through the colours.
    rows: list[Row] = []
    for at, (category, token) in enumerate(zip(chart.categories, tokens, strict=True)):
        start: float = 0
        for series, colour in zip(chart.series, key.tokens, strict=True):
            value = series.values[at]
            if not value:
                continue
            tag = words.tag(
                f"{category}, {series.name}: {_say(chart, value)}",
                series.links[at] if series.links else None,
            )
            end = start + value
            rows.append(
                {"category": token, "series": colour, "start": start, "end": end, "tag": tag}
            )
            start = end
    return rows
