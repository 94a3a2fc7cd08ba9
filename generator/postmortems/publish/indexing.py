"""Which parts of the search index have to be made again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.publish.parts import PRIMARY, plan
from postmortems.publish.search import INDEX, make, place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from postmortems.publish.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What an index is made of: for each page of the site, its month and what is read of it."""

    months: dict[str, str]
    searched: dict[str, str]

    def changed(self, last: State | None, files: Collection[str]) -> frozenset[str] | None:
        """Return the parts that differ from those of the last build, None when the index stays.

        ``files`` are those of the site, what is left of the last index among them.
        """
        parts = plan(self.months)
        if last is None:
            return frozenset(parts)
        months = dict.fromkeys(last.searched, "")
        months |= {page.file: page.month for page in last.pages.values() if page.file in months}
        before = plan(months)
        lost = {_part(path) for path in last.files if _indexed(path) and path not in files}
        changed = frozenset(
            part
            for part, pages in parts.items()
            if part in lost or before.get(part) != pages or self._differ(pages, last.searched)
        )
        return changed if changed or before.keys() != parts.keys() or lost else None

    def make(self, site: Path, changed: Collection[str]) -> None:
        """Make these parts, of the pages that are in the site. Raises `PublishError`."""
        make(site, site, plan(self.months), changed)

    def _differ(self, pages: Collection[str], before: Mapping[str, str]) -> bool:
        return any(before.get(page) != self.searched[page] for page in pages)


def _indexed(path: str) -> bool:
    return path.startswith(f"{INDEX}/")


def _part(path: str) -> str:
    """Return the part of the index that a file of it belongs to."""
    above = place("x").removesuffix("x")
    return path.removeprefix(above).split("/")[0] if path.startswith(above) else PRIMARY
