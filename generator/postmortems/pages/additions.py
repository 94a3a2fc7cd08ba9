"""What extensions add to the site: pages of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from postmortems.pages.base import Library, Page
from postmortems.pages.dashboard.tabular import Data


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedPages:
    """What makes pages of the library; ``name`` tells it from others."""

    name: str
    make: Callable[[Library], Iterator[Page]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage(Page):
    """A page with one table, for those who need no template of their own.

    ``lead`` is a sentence or two of inline Markdown; ``empty`` is said where there is no row.
    """

    template: ClassVar[str] = "table.md.j2"

    lead: str
    data: Data
    empty: str
