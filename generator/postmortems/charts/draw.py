"""Draws a chart of any kind, and tells whether a drawing made before would still be the same."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from postmortems import __version__

if TYPE_CHECKING:
    from postmortems.charts.figures import Chart


def svg(chart: Chart) -> str:
    """Return the chart as an `<svg>` element on one line, ready to stand in a page.

    The same chart gives the same text on every machine. The first call of a process takes about a
    second, which loads the drawing library and its engine, the next ones about 0.1 s. Threads may
    call it; a process forked after the first call may not, as the engine's thread is not in it.
    Raises `ValueError` when there is nothing to draw (`chart.empty`).
    """
    if chart.empty:
        raise ValueError(
            f"chart {chart.name} has nothing to draw: say on the page that there is none"
        )
    # Half a second to import, so only those who draw do.
    from postmortems.charts.library import draw  # noqa: PLC0415

    return draw(chart)


def fingerprint(chart: Chart) -> str:
    """Return 64 hexadecimal digits that are others whenever `svg(chart)` may be another text.

    Who keeps drawings under them need not draw again. The library is not imported for it.
    """
    content = {
        "kind": type(chart).__name__,
        "chart": asdict(chart),
        "versions": _versions(),
    }
    text = json.dumps(content, sort_keys=True, allow_nan=False)
    return sha256(text.encode("ascii")).hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    from importlib.metadata import version  # noqa: PLC0415 - 20 ms, for those who ask

    return (__version__, version("vl-convert-python"))
