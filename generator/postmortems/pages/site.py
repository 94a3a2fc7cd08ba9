"""Every page of the site: the overviews, and one page for each incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.pages import (
    actions,
    home,
    lists,
    playbook,
    reference,
    rulebook,
    search,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.pages.base import Library, Page
    from postmortems.pages.dashboard import Dashboards


def overview_pages(
    library: Library, drawn: Dashboards, wording: Mapping[str, tuple[str, str]]
) -> Iterator[Page]:
    """Yield every page that is not one incident's own.

    ``drawn`` are the library's dashboards, and ``wording`` is that of the playbook's messages.
    """
    yield from home.pages(library)
    yield from lists.pages(library)
    yield from actions.pages(library)
    yield from drawn.pages
    yield from playbook.pages(
        library.settings, wording, incidents=library.incidents, history=library.history
    )
    yield from reference.pages()
    yield from rulebook.pages(library.settings)
    yield from search.pages(library.settings)


def site_data(library: Library, drawn: Dashboards) -> dict[str, bytes]:
    """Return the data files that pages link to, by path in the docs tree."""
    return drawn.data | table.data(library)
