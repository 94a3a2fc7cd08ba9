"""What a page is built of, whatever it says: few of many pages show all that a checker can see."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from support.sites import Site

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
"""What HTML closes by itself."""

MEANT = {"role", "scope", "type", "rel", "lang", "dir", "tabindex", "colspan", "rowspan"}
MEANT |= {"aria-hidden", "aria-current", "aria-sort", "aria-live", "aria-expanded", "open"}
"""Attributes whose values mean something to a checker; of others, whether there is any."""

_LEADS = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Shape(NamedTuple):
    """An element with all it stands in, and whether text stands in it at all and of its own."""

    path: str
    attributes: tuple[tuple[str, str | bool], ...]
    says: bool
    itself: bool


class _Open:
    """An element that is not closed yet."""

    def __init__(self, path: str, attributes: tuple[tuple[str, str | bool], ...]) -> None:
        self.path = path
        self.attributes = attributes
        self.says = False
        self.itself = False

    def shape(self) -> Shape:
        return Shape(self.path, self.attributes, self.says, self.itself)


class Reading(HTMLParser):
    """One page: the shapes in it, and what can be told to be wrong without a browser."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.shapes: set[Shape] = set()
        self._levels: list[int] = []
        self._ids: set[str] = set()
        self._led: set[str] = set()
        self._open: list[_Open] = []
        self.feed(file.read_text("utf-8"))
        self.close()
        while self._open:
            self._finish()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs)
        if tag in VOID:
            self._finish()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs)
        self._finish()

    def handle_endtag(self, tag: str) -> None:
        if any(each.path.rpartition(">")[2].partition(".")[0] == tag for each in self._open):
            while self._finish() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self._open[-1].itself = self._open[-1].says = True

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        classes = ".".join(sorted(said.pop("class", "").split()))
        above = self._open[-1].path if self._open else ""
        kept = ((name, value if name in MEANT else bool(value)) for name, value in said.items())
        self._open.append(_Open(f"{above}>{tag}.{classes}", tuple(sorted(kept))))
        if tag in _HEADINGS:
            self._levels.append(_HEADINGS[tag])
        self._ids.add(said.get("id", ""))
        self._led.update(name for each in _LEADS for name in said.get(each, "").split())

    def _finish(self) -> str:
        done = self._open.pop()
        self.shapes.add(done.shape())
        if self._open:
            self._open[-1].says |= done.says
        return done.path.rpartition(">")[2].partition(".")[0]

    def faults(self) -> Iterator[str]:
        """What depends on the whole page and not on its elements one by one."""
        if self._levels.count(1) != 1:
            yield f"{self._levels.count(1)} headings of the first level"
        for above, below in zip(self._levels, self._levels[1:], strict=False):
            if below > above + 1:
                yield f"a heading of level {below} follows one of level {above}"
        for name in sorted(self._led - self._ids):
            if name.startswith("__"):
                continue  # the theme's labels, of which some stand on pages without their field
            yield f"there is no element {name} that another one names"


def telling(site: Site, pages: Iterable[str]) -> list[str]:
    """Those of the pages that together hold every shape that any of them holds, the longest first.

    A page left out is built, element by element, of what stands in a chosen page in the same
    surroundings, with the same classes and attributes: a checker that judges elements by these
    finds nothing in it that it does not find there. What it judges by the page as a whole, the ids
    and the order of headings, is for `Reading.faults` and `publish.links` to tell of every page.
    """
    seen: set[Shape] = set()
    chosen = []
    for page in sorted(pages, key=lambda page: (-site.file(page).stat().st_size, page)):
        shapes = Reading(site.file(page)).shapes
        if not shapes <= seen:
            chosen.append(page)
            seen |= shapes
    return sorted(chosen)
