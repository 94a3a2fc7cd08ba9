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
    from collections.abc import Iterator

    from postmortems.pages.base import Library, Page


def pages(library: Library) -> Iterator[Page]:
    """Make every list, and an overview of each kind of list."""
    shelf = Shelf(library)
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
    yield from years.pages(shelf)
    levels = _severities(shelf)
    yield shelf.overview(levels)
    for named in levels.lists:
        yield from shelf.pages(named, levels.above)
    yield from services.pages(shelf)
    yield from teams.pages(shelf)
    yield from factors.pages(shelf)
    yield from gaps.pages(shelf)
    yield from unanswered.pages(shelf)
    yield from combinations.pages(shelf)
    yield from lessons.pages(shelf)
    yield from reviews.pages(shelf)


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
