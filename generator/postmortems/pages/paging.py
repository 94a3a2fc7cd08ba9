"""Long lists cut into pages, each with its address and its way to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

_AROUND = 2  # neighbours shown on either side of the current page


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A link to one page of a list; ``gap`` stands for those left out before it."""

    number: int
    url: str
    current: bool
    gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page stands in its list: rows ``first`` to ``last`` of ``total``.

    ``previous`` and ``next`` are addresses from the site's root, empty at the ends.
    """

    number: int
    count: int
    first: int
    last: int
    total: int
    previous: str
    next: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a list begins: ``years/2025`` for years/2025.md, or the index of its folder."""

    folder: str
    index: bool = False

    def path(self, number: int) -> str:
        """Return the Markdown file of a page of the list, counted from 1."""
        if number > 1:
            return f"{self.folder}/page/{number}.md"
        return f"{self.folder}/index.md" if self.index else f"{self.folder}.md"

    def url(self, number: int = 1) -> str:
        """Return the address of a page of the list from the site's root."""
        return f"{self.folder}/page/{number}/" if number > 1 else f"{self.folder}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page's share of a list; ``pager`` is None where there is only this page."""

    path: str
    number: int
    start: int
    stop: int
    pager: Pager | None

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """Return this page's items."""
        return items[self.start : self.stop]

    @property
    def suffix(self) -> str:
        """Return what tells its title from the first page's: nothing, or ``, page 2 of 9``."""
        if self.pager is None or self.number == 1:
            return ""
        return f", page {self.number} of {self.pager.count}"


def sheets(place: Place, total: int, size: int) -> Iterator[Sheet]:
    """Cut a list of ``total`` rows into pages of ``size``; an empty list has one page, too."""
    count = max(1, -(-total // size))
    for number in range(1, count + 1):
        start = (number - 1) * size
        stop = min(total, start + size)
        pager = None
        if count > 1:
            pager = Pager(
                number=number,
                count=count,
                first=start + 1,
                last=stop,
                total=total,
                previous=place.url(number - 1) if number > 1 else "",
                next=place.url(number + 1) if number < count else "",
                leaves=_leaves(place, number, count),
            )
        yield Sheet(path=place.path(number), number=number, start=start, stop=stop, pager=pager)


def _leaves(place: Place, current: int, count: int) -> tuple[Leaf, ...]:
    near = range(max(1, current - _AROUND), min(count, current + _AROUND) + 1)
    shown = sorted({1, *near, count})
    return tuple(
        Leaf(
            number=number,
            url=place.url(number),
            current=number == current,
            gap=index > 0 and number > shown[index - 1] + 1,
        )
        for index, number in enumerate(shown)
    )
