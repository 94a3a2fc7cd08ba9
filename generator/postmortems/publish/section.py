"""Under which tab, and beside which menu, a page stands that the navigation does not name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.structure.nav import Navigation, Section


class Sections:
    """The sections of a navigation by the addresses of its pages."""

    def __init__(self, nav: Navigation) -> None:
        self._sections: dict[str, Section | None] = {page.url: page.parent for page in nav.pages}

    def of(self, url: str) -> Section | None:
        """Return the section of the nearest page above that the navigation has."""
        while (url := url.rstrip("/").rpartition("/")[0]) and f"{url}/" not in self._sections:
            pass
        return self._sections.get(f"{url}/") if url else None
