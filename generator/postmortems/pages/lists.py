"""Lists of incidents: all of them, the open ones, by severity and by service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.pages import factors, table, years
from postmortems.pages.listing import Above, Kind, Named, Shelf
from postmortems.pages.paging import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library, Page


def pages(library: Library) -> Iterator[Page]:
    """Make every list, and an overview of each kind of list."""
    shelf = Shelf(library)
    every = Named(
        place=Place(folder="incidents", index=True),
        heading="All incidents",
        incidents=shelf.incidents,
        table=table.INDEX,
    )
    running = Named(
        place=Place(folder="incidents/open"),
        heading="Open incidents",
        incidents=[each for each in shelf.incidents if shelf.rows[each.id].open],
        note="The response still runs: nobody has recorded them as resolved.",
        filters="status=open",
    )
    yield from shelf.pages(every)
    yield from shelf.pages(running, Above(title=every.heading, url=every.place.url()))
    yield from years.pages(shelf)
    for kind in (_severities(shelf), _services(shelf)):
        yield shelf.overview(kind)
        for named in kind.lists:
            yield from shelf.pages(named, kind.above)
    yield from factors.pages(shelf)


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


def _services(shelf: Shelf) -> Kind:
    members: dict[str, list[Incident]] = {}
    for each in shelf.incidents:
        for service in dict.fromkeys(each.services):
            members.setdefault(service, []).append(each)
    return Kind(
        folder="services",
        heading="Incidents by service",
        label="Service",
        summary="By the services in which people felt it; an incident may stand under several.",
        lists=[
            Named(
                place=Place(folder=f"services/{service.id}"),
                heading=service.name,
                note=service.description or "",
                incidents=members.get(service.id, []),
                filters=f"service={service.id}",
            )
            for service in shelf.library.settings.catalog.services
        ],
    )
