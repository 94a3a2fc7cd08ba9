"""Lists across incidents: all of them, the open ones, and by everything they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.pages import (
    combinations,
    factors,
    gaps,
    lessons,
    reviews,
    services,
    table,
    teams,
    unanswered,
    years,
)
from postmortems.pages.listing import Above, Kind, Named, Shelf
from postmortems.pages.paging import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from postmortems.pages.base import Library, Page


def pages(library: Library) -> Iterator[Page]:
    """Make every list, and an overview of each kind of list."""
    shelf = Shelf(library)
    for kind in KINDS.values():
        yield from kind(shelf)


def _incidents(shelf: Shelf) -> Iterator[Page]:
    every = Named(
        place=Place(folder="incidents", index=True),
        heading="All incidents",
        incidents=shelf.incidents,
        table=table.INDEX,
        empty="There are no incidents yet. The first page shows how to add one.",
    )
    running = Named(
        place=Place(folder="incidents/open"),
        heading="Open incidents",
        incidents=[each for each in shelf.incidents if shelf.rows[each.id].open],
        note="The response still runs: nobody has recorded them as resolved.",
        filters="status=open",
        empty="Nothing is open.",
    )
    yield from shelf.pages(every)
    yield from shelf.pages(running, Above(title=every.heading, url=every.place.url()))


def _by_severity(shelf: Shelf) -> Iterator[Page]:
    levels = _severities(shelf)
    yield shelf.overview(levels)
    for named in levels.lists:
        yield from shelf.pages(named, levels.above)


def _severities(shelf: Shelf) -> Kind:
    return Kind(
        folder="severities",
        heading="Incidents by severity",
        label="Severity",
        summary="By the level that each record holds now.",
        lists=[
            Named(
                place=Place(folder=f"severities/{level.id.lower()}"),
                heading=f"{level.id} {level.name}",
                note=level.definition,
                incidents=[each for each in shelf.incidents if each.severity == level.id],
                filters=f"severity={level.id.lower()}",
            )
            for level in shelf.library.settings.severities.levels
        ],
    )


KINDS: Mapping[str, Callable[[Shelf], Iterator[Page]]] = {
    "incidents": _incidents,
    "years": years.pages,
    "severities": _by_severity,
    "services": services.pages,
    "teams": teams.pages,
    "factors": factors.pages,
    "gaps": gaps.pages,
    "unanswered": unanswered.pages,
    "combinations": combinations.pages,
    "lessons": lessons.pages,
    "reviews": reviews.pages,
}
"""What sorts incidents into lists, in the order of the menu."""
