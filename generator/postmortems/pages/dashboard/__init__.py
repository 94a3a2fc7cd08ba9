"""The dashboards: their charts in order, the data files behind them, and how numbers are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.errors import ConfigurationError
from postmortems.extended import added
from postmortems.pages.base import Page
from postmortems.pages.dashboard.additions import AddedChart
from postmortems.pages.dashboard.boards import BOARDS
from postmortems.pages.dashboard.numbers import figures, page
from postmortems.pages.dashboard.tabular import to_csv
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.pages.base import Library
    from postmortems.pages.dashboard.chart import ChartView


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A dashboard as the others link to it; ``current`` is the one that the reader is on."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardPage(Page):
    """Charts over all incidents; ``samples`` is how many of these were made up."""

    template: ClassVar[str] = "dashboard.md.j2"

    heading: str
    about: str
    tabs: tuple[Tab, ...]
    charts: tuple[ChartView, ...]
    total_said: str
    samples: int
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboards:
    """Every dashboard and the data files that they link to, worked out once a build."""

    pages: tuple[Page, ...]
    data: dict[str, bytes]


def dashboards(library: Library) -> Dashboards:
    """Work out all charts; they are drawn when their pages are rendered.

    Raises ConfigurationError for two charts of one name.
    """
    boards = tuple(_pages(library))
    ids = [view.id for each in boards for view in each.charts]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise ConfigurationError(f"the extensions add a chart {twice}, and there is one")
    views = tuple((each.title, each.path, each.charts) for each in boards)
    return Dashboards(
        pages=(*boards, page(views, library)),
        data={
            **{view.csv: to_csv(view.data) for each in boards for view in each.charts},
            **figures(views),
        },
    )


def _pages(library: Library) -> Iterator[DashboardPage]:
    for board in BOARDS:
        more = tuple(each.make for each in added(AddedChart) if each.board == board.id)
        yield DashboardPage(
            path=f"dashboards/{board.id}.md",
            title=board.title,
            search=False,
            heading=board.title,
            about=board.about,
            tabs=tuple(
                Tab(title=each.short, url=f"dashboards/{each.id}/", current=each is board)
                for each in BOARDS
            ),
            charts=tuple(chart(library) for chart in (*board.charts, *more)),
            total_said=count(len(library.incidents), "incident"),
            samples=sum(each.sample for each in library.incidents.values()),
            as_of=library.as_of.strftime("%Y-%m-%d"),
        )
