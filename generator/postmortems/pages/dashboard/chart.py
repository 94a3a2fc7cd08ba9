"""A chart as a page shows it: the drawing, a sentence that reads it, its terms and its data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems import charts
from postmortems.charts.palette import MARK_ROLES
from postmortems.clock import duration
from postmortems.metrics.base import mean
from postmortems.metrics.registry import BY_ID
from postmortems.pages.dashboard.tabular import MOST_NAMED, Cell, Data, Named, reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.config.severities import SeverityLevel
    from postmortems.metrics.base import Lasting, LeftOut, Metric
    from postmortems.metrics.registry import Entry
    from postmortems.pages.base import Library

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
    a phrase such as ``15 incidents``. ``metrics`` are the ids of the metrics behind it, as the page
    about the numbers names them, each with its result; ``means`` are sentences, if the settings ask
    for means. ``data`` is all of the table, ``rows`` what the page shows
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
    metrics: tuple[tuple[str, Metric], ...]
    means: tuple[str, ...] = ()

    @property
    def counted(self) -> str:
        """Return the n of each metric behind it for machines, such as ``duration=13``."""
        return " ".join(f"{key}={metric.n}" for key, metric in self.metrics)

    @property
    def made(self) -> tuple[Entry, ...]:
        """Return the metrics as the page about the numbers tells them."""
        return tuple(BY_ID[key] for key, _ in self.metrics)

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
    every = tuple(dict.fromkeys(each.ids))  # one incident may be left out of several judgements
    named = tuple(Named(text=name, url=reference(name)) for name in every[:MOST_NAMED])
    return Absent(
        reason=prefix + each.reason,
        count=len(each.ids),
        named=named,
        more=len(every) - len(named),
    )


def link(ids: Sequence[str], several: str) -> str | None:
    """Return where a mark leads: to its one incident or action, or to the list that holds all."""
    if not ids:
        return None
    return UP + reference(ids[0]) if len(ids) == 1 else several


def incident_name(key: str, library: Library) -> str:
    """Say an incident beside a bar: what happened, and its id."""
    return f"{library.incidents[key].title} ({key})"


def cut(shown: int, every: int, noun: str) -> str:
    """Say that a drawing does not show all, as a sentence after others; empty where it does."""
    if shown == every:
        return ""
    return f" The drawing shows the first {shown:,} of {every:,} {noun}, the CSV has all."


def told_mean(name: str, said: str, points: Sequence[Lasting], library: Library) -> tuple[str, ...]:
    """Say a mean with its definition and n, where the settings ask for means."""
    value = mean(points)
    if value is None or not library.settings.site.dashboards.means:
        return ()
    return (f"{name}, arithmetic mean of {said} over n = {len(points):,}: {minutes(value)}.",)


def colour(role: str) -> str:
    """Return a configured colour role that charts know, or else the one for the unknown."""
    return role if role in MARK_ROLES else "unknown"


def level_name(level: SeverityLevel) -> str:
    """Say a severity level with its name: ``P0 Critical``."""
    return f"{level.id} {level.name}"


def minutes(value: float) -> str:
    """Say a number of minutes as a duration."""
    return duration(timedelta(minutes=value))
