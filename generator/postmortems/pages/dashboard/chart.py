"""A chart as a page shows it: the drawing, a sentence that reads it, its terms and its data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.charts.palette import MARK_ROLES
from postmortems.clock import duration
from postmortems.pages.dashboard.tabular import MOST_NAMED, Cell, Data, Named, reference

if TYPE_CHECKING:
    from postmortems.config.severities import SeverityLevel
    from postmortems.metrics.base import LeftOut, Metric

UP = "../../"
"""The way from a page such as ``dashboards/severity/`` to the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """What a chart leaves out for one reason: the first few by name, ``more`` besides."""

    reason: str
    count: int
    named: tuple[Named, ...]
    more: int


def introduced(name: str, definition: str) -> str:
    """Put a name before a definition where a chart has several: ``Drafts: postmortems …``."""
    return f"{name}: {definition[:1].lower()}{definition[1:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """One chart of a dashboard.

    ``figure`` is None, or empty, where there is nothing to draw; then ``empty`` says why. ``n`` is
    a phrase such as ``15 incidents``. ``data`` is all of the table, ``rows`` what the page shows
    of it, and ``csv`` the address of the file with all of it.
    """

    id: str
    title: str
    sentence: str
    n: str
    definition: str
    left_out: tuple[Absent, ...]
    figure: charts.Chart | None
    data: Data
    csv: str
    empty: str
    most_rows: int

    @property
    def absent(self) -> int:
        """Count what is left out, for every reason together."""
        return sum(each.count for each in self.left_out)

    @property
    def drawn(self) -> bool:
        """Tell whether there is anything to draw."""
        return self.figure is not None and not self.figure.empty

    @property
    def svg(self) -> str:
        """Draw the chart; an empty text where there is nothing to draw."""
        return charts.svg(self.figure) if self.figure is not None and self.drawn else ""

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the rows that the page shows."""
        return self.data.rows[: self.most_rows]


def left_out(metric: Metric, prefix: str = "") -> tuple[Absent, ...]:
    """Describe what a metric leaves out; ``prefix`` says which of several metrics it is."""
    return tuple(_absent(each, prefix) for each in metric.left_out)


def _absent(each: LeftOut, prefix: str) -> Absent:
    named = tuple(Named(text=name, url=reference(name)) for name in each.ids[:MOST_NAMED])
    return Absent(
        reason=prefix + each.reason,
        count=len(each.ids),
        named=named,
        more=len(each.ids) - len(named),
    )


def colour(role: str) -> str:
    """Return a configured colour role that charts know, or else the one for the unknown."""
    return role if role in MARK_ROLES else "unknown"


def level_name(level: SeverityLevel) -> str:
    """Say a severity level with its name: ``P0 Critical``."""
    return f"{level.id} {level.name}"


def minutes(value: float) -> str:
    """Say a number of minutes as a duration."""
    return duration(timedelta(minutes=value))
