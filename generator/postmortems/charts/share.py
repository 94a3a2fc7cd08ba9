"""Draws `Share`: rows of 100 %, split into parts that carry their counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from postmortems.charts.frame import GAP, LINE, WIDTH, Key, Paper, Row, data, role_scale, sheet
from postmortems.charts.palette import ON, paint
from postmortems.charts.words import number, width

if TYPE_CHECKING:
    from postmortems.charts.figures import Share
    from postmortems.charts.words import Words

_NAME = 240  # the longest label beside a row
_ROW = 36
_BAR = 24


def draw(chart: Share, words: Words) -> alt.LayerChart:
    """Return the drawing of a chart that is not empty."""
    key = Key([(part.name, part.colour) for part in chart.parts], words)
    totals = [sum(values) for values in zip(*(part.values for part in chart.parts), strict=True)]
    counts = [f"n = {number(total)}" for total in totals]
    left = min(_NAME, max(map(width, chart.rows))) + 2 * GAP
    right = max(map(width, counts)) + 2 * GAP
    paper = Paper(
        width=WIDTH - left - right,
        height=_ROW * len(chart.rows),
        left=left,
        right=right,
        top=key.height + GAP,
        bottom=LINE + GAP,
    )
    tokens = [words.word(row, _NAME) for row in chart.rows]
    ends = [
        {"row": token, "text": words.word(count)}
        for token, count in zip(tokens, counts, strict=True)
    ]
    parts: list[Row] = []
    for at, (row, token, total) in enumerate(zip(chart.rows, tokens, totals, strict=True)):
        start: float = 0
        for part, colour in zip(chart.parts, key.tokens, strict=True):
            value = part.values[at]
            if not value:
                continue
            share = percent(value, total)
            tag = words.tag(
                f"{row}, {part.name}: {number(value)} ({share})",
                part.links[at] if part.links else None,
            )
            end = start + value
            text = _fitting(value, share, paper.width * value / total)
            parts.append(
                {
                    "row": token,
                    "series": colour,
                    "start": start / total,
                    "middle": (start + end) / 2 / total,
                    "end": end / total,
                    "tag": tag,
                    "text": words.word(text),
                    "on": ON[part.colour],
                }
            )
            start = end
    y = alt.Y("row:N", scale=alt.Scale(domain=tokens), axis=alt.Axis(title=None, domain=False))
    x = alt.X(
        "start:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(title=None, tickCount=4, format="%", domain=False),
    )
    return sheet(
        [
            alt.Chart(data(parts))
            .mark_bar(orient="horizontal", size=_BAR, stroke=paint("surface"), strokeWidth=1)
            .encode(y=y, x=x, x2="end:Q", fill=key.fill(paper), description="tag:N"),
            alt.Chart(data(parts))
            .mark_text(baseline="middle")
            .encode(y="row:N", x="middle:Q", text="text:N", color=role_scale("on")),
            alt.Chart(data(ends))
            .mark_text(fill=paint("ink"), align="left", baseline="middle", dx=GAP)
            .encode(y="row:N", x=alt.value(paper.width), text="text:N"),
        ],
        paper,
    )


def percent(value: float, total: float) -> str:
    """Write a share in whole per cent; only nothing is 0 % and only all is 100 %."""
    share = 100 * value / total
    if 0 < share < 1:
        return "<1%"
    if 99 < share < 100:  # noqa: PLR2004
        return ">99%"
    return f"{share:.0f}%"


def _fitting(value: float, share: str, room: float) -> str:
    for text in (f"{number(value)} ({share})", number(value)):
        if width(text) + GAP <= room:
            return text
    return ""
