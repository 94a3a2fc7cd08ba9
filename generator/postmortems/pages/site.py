"""Every page of the site that is not one incident's own, by family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.extended import added
from postmortems.pages import (
    actions,
    guide,
    home,
    lists,
    playbook,
    reference,
    rulebook,
    search,
)
from postmortems.pages.additions import AddedPages
from postmortems.pages.listing import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from postmortems.config.settings import Settings
    from postmortems.pages.base import Library, Page

    Family = Callable[[Library], Iterable[Page]]
    Wording = Mapping[str, tuple[str, str]]


def families(
    wording: Callable[[Settings], Wording], guides: Mapping[str, str] | None = None
) -> dict[str, Family]:
    """Return what makes the pages of each family; those of the dashboards stand by themselves.

    A family is made as a whole or not at all, so it has the pages that hang on the same things.
    ``wording`` gives that of the playbook's messages under some settings; ``guides`` are the texts
    of the guide by name.
    """
    return {
        "home": home.pages,
        **{f"lists/{name}": _lists(kind) for name, kind in lists.KINDS.items()},
        "actions": actions.pages,
        "playbook": lambda library: playbook.pages(
            library.settings,
            wording(library.settings),
            incidents=library.incidents,
            history=library.history,
        ),
        "reference": _reference,
        **{f"added/{each.name}": each.make for each in added(AddedPages)},
        "guide": lambda library: guide.pages(guides or {}, library.settings.site.guide.first),
    }


def _lists(kind: Callable[[Shelf], Iterator[Page]]) -> Family:
    return lambda library: kind(Shelf(library))


def _reference(library: Library) -> Iterator[Page]:
    yield from reference.pages()
    yield from rulebook.pages(library.settings)
    yield from search.pages(library.settings)
