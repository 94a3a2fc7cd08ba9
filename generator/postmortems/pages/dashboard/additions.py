"""What extensions add to the dashboards: charts of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from postmortems.pages.base import Library
from postmortems.pages.dashboard.chart import ChartView


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedChart:
    """What makes a chart of the library, at the end of the dashboard ``board``."""

    board: str
    make: Callable[[Library], ChartView]
