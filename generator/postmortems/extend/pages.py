"""A page of one's own: a function from the library to pages, with a template or as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.extend.guarding import guarded_each
from postmortems.pages.additions import AddedPages, TablePage
from postmortems.pages.base import Library, Page, incident_url
from postmortems.pages.dashboard.tabular import Cell, Data, names, number, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "AddedPages",
    "Cell",
    "Data",
    "Library",
    "Page",
    "TablePage",
    "incident_url",
    "names",
    "number",
    "pages",
    "words",
]


def pages(make: Callable[[Library], Iterator[Page]]) -> AddedPages:
    """Have the site show the pages that a function yields.

    A page is a `TablePage`, or a frozen dataclass below `Page` whose ``template`` names a file of
    the repository under ``templates/pages/``.
    """
    name = f"{make.__code__.co_filename}:{make.__name__}"
    return AddedPages(name=name, make=guarded_each(make))
