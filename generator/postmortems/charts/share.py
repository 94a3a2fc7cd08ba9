"""Draws `Share`: rows of 100 %, split into parts that carry their counts."""

from __future__ import annotations

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
    role_scale,
    sheet,
)
from postmortems.charts.palette import ON, paint
from postmortems.charts.words import number, width

if TYPE_CHECKING:
    from postmortems.charts.figures import Share
    from postmortems.charts.words import Words

_NAME = 240  # the longest label beside a row
_ROW = 36
_BAR = 24


def draw(chart: Share, words: Words) -> Spec:
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
    y = nominal("row", scale={"domain": tokens}, axis={"title": None, "domain": False})
    x = quantity(
        "start",
        scale={"domain": [0, 1], "nice": False},
        axis={"title": None, "tickCount": 4, "format": "%", "domain": False},
    )
    bar: Spec = {
        "type": "bar",
        "orient": "horizontal",
        "size": _BAR,
        "stroke": paint("surface"),
        "strokeWidth": 1,
    }
    inside: Spec = {"type": "text", "baseline": "middle"}
    beside: Spec = {**inside, "fill": paint("ink"), "align": "left", "dx": GAP}
    across, said = nominal("row"), nominal("text")
    return sheet(
        [
            layer(
                parts,
                bar,
                y=y,
                x=x,
                x2=other_end("end"),
                fill=key.fill(paper),
                description=nominal("tag"),
            ),
            layer(parts, inside, y=across, x=quantity("middle"), text=said, color=role_scale("on")),
            layer(ends, beside, y=across, x={"value": paper.width}, text=said),
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
