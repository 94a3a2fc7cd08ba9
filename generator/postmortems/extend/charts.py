"""A chart of one's own: a function from the library to a drawing with its sentence and its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.charts import Bars, Chart, Dots, Group, Heat, Lane, Mark, Point, Series, Share
from postmortems.errors import ConfigurationError
from postmortems.extend.guarding import guarded
from postmortems.pages.base import Library
from postmortems.pages.dashboard.additions import AddedChart
from postmortems.pages.dashboard.boards import BOARDS
from postmortems.pages.dashboard.chart import Absent, ChartView
from postmortems.pages.dashboard.tabular import Cell, Data, names, number, words

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Absent",
    "AddedChart",
    "Bars",
    "Cell",
    "ChartView",
    "Data",
    "Dots",
    "Group",
    "Heat",
    "Lane",
    "Library",
    "Mark",
    "Point",
    "Series",
    "Share",
    "chart",
    "names",
    "number",
    "view",
    "words",
]


def chart(*, board: str) -> Callable[[Callable[[Library], ChartView]], AddedChart]:
    """Put the chart that a function makes at the end of a dashboard, such as ``services``.

    Raises ConfigurationError for a dashboard that there is not.
    """
    known = [each.id for each in BOARDS]
    if board not in known:
        raise ConfigurationError(f"there is no dashboard {board!r}; there are {', '.join(known)}")

    def made(make: Callable[[Library], ChartView]) -> AddedChart:
        return AddedChart(board=board, make=guarded(make))

    return made


def view(
    library: Library,
    figure: Chart,
    data: Data,
    *,
    n: str,
    definition: str,
    empty: str,
    left_out: tuple[Absent, ...] = (),
) -> ChartView:
    """Set a drawing on a page, with all that is said around it.

    Its name, title and description are those of ``figure``. ``n`` is a phrase such as ``15
    incidents``, ``definition`` says what is counted, ``empty`` what is said where nothing can be
    drawn, and ``left_out`` what is not counted and why.
    """
    return ChartView(
        id=figure.name,
        title=figure.title,
        sentence=figure.description,
        n=n,
        definition=definition,
        left_out=left_out,
        figure=figure,
        data=data,
        csv=f"data/{figure.name}.csv",
        empty=empty,
        most_rows=library.settings.site.dashboards.table_rows,
        metrics=(),
    )
