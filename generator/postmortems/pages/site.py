"""Every page of the site: the overviews, and one page for each incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.pages import (
    actions,
    dashboard,
    home,
    lists,
    playbook,
    reference,
    rulebook,
    search,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.pages.base import Library, Page


def overview_pages(library: Library) -> Iterator[Page]:
    """Yield every page that is not one incident's own."""
    yield from home.pages(library)
    yield from lists.pages(library)
    yield from actions.pages(library)
    yield from dashboard.pages(library)
    yield from playbook.pages(library.settings)
    yield from reference.pages()
    yield from rulebook.pages(library.settings)
    yield from search.pages(library.settings)


def site_data(library: Library) -> dict[str, bytes]:
    """Return the data files that pages link to, by path in the docs tree."""
    return dashboard.data(library) | table.data(library)
