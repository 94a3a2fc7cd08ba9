"""How these numbers are made: each metric as its own code tells it, and where it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.metrics.base import FEWEST_FOR_PERCENTILES
from postmortems.metrics.registry import METRICS
from postmortems.pages import addresses
from postmortems.pages.base import Page
from postmortems.pages.dashboard.tabular import Data, number, to_csv, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.pages.base import Library
    from postmortems.pages.dashboard.chart import ChartView
    from postmortems.pages.dashboard.tabular import Cell

FILE = "data/numbers.csv"

_WEAKNESSES = ("What comes together", addresses.COMBINATIONS)
BESIDE = {
    "duties": ("Reviews", addresses.REVIEWS),
    "categories-together": _WEAKNESSES,
    "gaps-together": _WEAKNESSES,
    "unanswered": ("What no action answers", addresses.UNANSWERED),
}
"""Metrics that no chart draws: the title and the address of the page that shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a metric is shown, with the address from the site's root.

    ``board`` is the dashboard of a chart, empty for a page that is none.
    """

    title: str
    board: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A metric: ``definition`` and ``omissions`` are what its code says of itself."""

    id: str
    name: str
    definition: str
    omissions: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersPage(Page):
    """Every metric of the dashboards, and the conventions that they share."""

    template: ClassVar[str] = "numbers.md.j2"

    metrics: tuple[Made, ...]
    fewest: int
    means: bool
    as_of: str
    csv: str


def page(views: Sequence[tuple[str, str, tuple[ChartView, ...]]], library: Library) -> NumbersPage:
    """Make the page; ``views`` are the title, path and charts of each dashboard."""
    places: dict[str, list[Place]] = {entry.id: [] for entry in METRICS}
    for key, (title, url) in BESIDE.items():
        places[key].append(Place(title=title, board="", url=url))
    for board, path, charts in views:
        for view in charts:
            place = Place(
                title=view.title, board=board, url=f"{path.removesuffix('.md')}/#{view.id}"
            )
            for key, _ in view.metrics:
                places[key].append(place)
    return NumbersPage(
        path="dashboards/numbers.md",
        title="How these numbers are made",
        description="What each number on the dashboards counts, and what it leaves out.",
        metrics=tuple(
            Made(
                id=entry.id,
                name=entry.name,
                definition=entry.definition,
                omissions=entry.omissions,
                places=tuple(places[entry.id]),
            )
            for entry in METRICS
        ),
        fewest=FEWEST_FOR_PERCENTILES,
        means=library.settings.site.dashboards.means,
        as_of=library.as_of.strftime("%Y-%m-%d"),
        csv=FILE,
    )


def figures(views: Sequence[tuple[str, str, tuple[ChartView, ...]]]) -> dict[str, bytes]:
    """Return one CSV with each chart's n and what it leaves out, a reason a line."""
    return {
        FILE: to_csv(
            Data(
                columns=(
                    ("Chart", "chart"),
                    ("Metric", "metric"),
                    ("What", "what"),
                    ("Reason", "reason"),
                    ("Number", "number"),
                ),
                rows=tuple(_rows(views)),
            )
        )
    }


def _rows(views: Sequence[tuple[str, str, tuple[ChartView, ...]]]) -> Iterator[tuple[Cell, ...]]:
    for _, _, charts in views:
        for view in charts:
            for key, metric in view.metrics:
                chart = (words(view.id), words(key))
                yield (*chart, words("counted"), words(""), number(metric.n))
                for each in metric.left_out:
                    yield (*chart, words("left out"), words(each.reason), number(len(each.ids)))
