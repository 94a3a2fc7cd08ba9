"""Services: what each is, who runs it, how it has been failing, and its incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from postmortems.metrics.actions import actions
from postmortems.metrics.recurrence import recurrence
from postmortems.pages import addresses, recurring
from postmortems.pages.base import Page, Row, length
from postmortems.pages.commitments import Commitment, action_list, commitment
from postmortems.pages.holders import said
from postmortems.pages.listing import Above, Named, Section
from postmortems.pages.paging import Pager, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.config.catalog import Catalog, Contact, Service
    from postmortems.metrics.actions import Item
    from postmortems.model.incident import Incident
    from postmortems.pages.listing import Shelf
    from postmortems.pages.recurring import Chain, Common

ABOVE = Above(title="Services", url=addresses.SERVICES)
_ACTIONS = 5  # unfinished actions on a profile before the rest have a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How many incidents had a level; ``url`` leads to them."""

    name: str
    role: str
    number: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """A service in the overview; ``team_url`` is empty where no team is named."""

    name: str
    url: str
    note: str
    team: str
    team_url: str
    tier: str
    total: int
    open: int
    overdue: int
    last: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """A procedure with those who are able to do it; ``alone`` where that is one name or none.

    ``written`` says whether it is written down, as far as the catalogue knows; ``runbook`` is empty
    or where.
    """

    name: str
    able: tuple[str, ...]
    alone: bool
    written: str
    runbook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesPage(Page):
    """All services: those with incidents, the most first, then the others by name."""

    template: ClassVar[str] = "services.md.j2"

    used: tuple[ServiceLine, ...]
    unused: tuple[ServiceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePage(Page):
    """The profile of a service, and the newest of its incidents.

    ``note`` is inline Markdown; ``team_url`` and ``actions_more`` are empty where there is nothing
    to lead to; ``filtered`` leads to its incidents in the list that can be filtered; ``worst`` is
    the incident of the highest severity, the longest of several; ``elsewhere`` are the latest that
    began in it and were felt in others only, of ``elsewhere_total``; ``callable`` tells whether
    this site says whom to call.
    """

    template: ClassVar[str] = "service.md.j2"

    heading: str
    note: str
    team: str
    team_url: str
    tier: str
    callable: bool
    contacts: tuple[Contact, ...]
    procedures: tuple[Ability, ...]
    total: int
    filtered: str
    open: int
    levels: tuple[Level, ...]
    worst: Row | None
    last: Row | None
    actions: tuple[Commitment, ...]
    actions_said: str
    actions_more: str
    categories: tuple[Common, ...]
    gaps: tuple[Common, ...]
    chains: tuple[Chain, ...]
    elsewhere: tuple[Row, ...]
    elsewhere_total: int
    summary: str
    caption: str
    sections: tuple[Section, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of one service, all lists newest first."""

    incidents: list[Incident]
    began: list[Incident]
    items: list[Item]
    chains: list[tuple[str, ...]]


def pages(shelf: Shelf) -> Iterator[Page]:
    """Make the overview, and each service's profile with its list of incidents."""
    services = shelf.library.settings.catalog.services
    known = _sort(shelf)
    lines = [_line(each, known[each.id], shelf) for each in services]
    yield ServicesPage(
        path="services/index.md",
        title="Services",
        search=False,
        used=tuple(sorted((each for each in lines if each.total), key=lambda each: -each.total)),
        unused=tuple(each for each in lines if not each.total),
    )
    for service in services:
        yield from _profile(service, known[service.id], shelf)


def _sort(shelf: Shelf) -> dict[str, _Known]:
    """Go through the incidents, actions and chains once, and give each to its services."""
    library = shelf.library
    known = {
        each.id: _Known(incidents=[], began=[], items=[], chains=[])
        for each in library.settings.catalog.services
    }
    for each in shelf.incidents:
        for name in dict.fromkeys(each.services):
            known[name].incidents.append(each)
        if each.origin_service is not None and each.origin_service not in each.services:
            known[each.origin_service].began.append(each)
    for item in actions(library.incidents.values(), library.as_of).unfinished:
        for name in dict.fromkeys(library.incidents[item.incident].services):
            known[name].items.append(item)
    for chain in recurrence(library.incidents).chains:
        names = (name for one in chain for name in library.incidents[one].services)
        for name in dict.fromkeys(names):
            known[name].chains.append(chain)
    return known


def _line(service: Service, known: _Known, shelf: Shelf) -> ServiceLine:
    rows = shelf.rows
    return ServiceLine(
        name=service.name,
        url=addresses.of_service(service.id),
        note=service.description or "",
        team=shelf.team_names.get(service.team or "", ""),
        team_url=addresses.profile_of_team(service.team) if service.team else "",
        tier=service.tier or "",
        total=len(known.incidents),
        open=sum(rows[each.id].open for each in known.incidents),
        overdue=sum(item.overdue for item in known.items),
        last=_last(known.incidents, shelf),
    )


def _last(incidents: Sequence[Incident], shelf: Shelf) -> Row | None:
    """Return the latest incident with a date; undated ones stand at the end of a list."""
    if incidents and (found := shelf.rows[incidents[0].id]).started:
        return found
    return None


def _worst(incidents: Sequence[Incident], shelf: Shelf) -> Row | None:
    scale = shelf.library.settings.severities
    worst = min(
        incidents,
        key=lambda each: (scale.rank(each.severity), -(length(each) or timedelta())),
        default=None,
    )
    return shelf.rows[worst.id] if worst else None


def _profile(service: Service, known: _Known, shelf: Shelf) -> Iterator[Page]:
    settings = shelf.library.settings
    address = addresses.of_service(service.id)
    named = Named(
        place=Place(folder=address.rstrip("/")),
        heading=service.name,
        note=service.description or "",
        incidents=known.incidents,
        filters=f"service={service.id}",
    )
    first, *rest = shelf.pages(named, ABOVE)
    more = Place(folder=f"{address}actions") if len(known.items) > _ACTIONS else None
    team = next((each for each in settings.catalog.teams if each.id == service.team), None)
    contacts = {each.id: each for each in settings.catalog.contacts}
    yield ServicePage(
        path=first.path,
        title=first.title,
        description=service.description or "",
        search=False,
        heading=service.name,
        note=service.description or "",
        team=team.name if team else "",
        team_url=addresses.profile_of_team(team.id) if team else "",
        tier=service.tier or "",
        callable=not shelf.library.lacks("contacts"),
        contacts=tuple(contacts[name] for name in team.contacts) if team else (),
        procedures=tuple(_abilities(service, settings.catalog)),
        total=len(known.incidents),
        filtered=addresses.filtered(f"service={service.id}"),
        open=sum(shelf.rows[each.id].open for each in known.incidents),
        levels=_levels(service, known.incidents, shelf),
        worst=_worst(known.incidents, shelf),
        last=_last(known.incidents, shelf),
        actions=tuple(commitment(item, shelf.library) for item in known.items[:_ACTIONS]),
        actions_said=said(known.items),
        actions_more=more.url() if more else "",
        categories=recurring.categories(known.incidents, settings),
        gaps=recurring.control_gaps(known.incidents, settings),
        chains=tuple(
            recurring.chain(ids, shelf.rows.__getitem__) for ids in known.chains[: recurring.MOST]
        ),
        elsewhere=tuple(shelf.rows[each.id] for each in known.began[: recurring.MOST]),
        elsewhere_total=len(known.began),
        summary=first.summary,
        caption=first.caption,
        sections=first.sections,
        pager=first.pager,
    )
    yield from rest
    if more:
        above = Above(title=service.name, url=address)
        heading = f"{service.name}: unfinished actions"
        yield from action_list(more, heading, said(known.items), known.items, shelf.library, above)


def _abilities(service: Service, catalog: Catalog) -> Iterator[Ability]:
    written = {True: "Written down", False: "Not written down", None: ""}
    for each in catalog.procedures:
        if service.id in each.services:
            able = catalog.able(each)
            yield Ability(
                name=each.name,
                able=able,
                alone=len(able) <= 1,
                written=written[each.documented],
                runbook=each.runbook or "",
            )


def _levels(service: Service, incidents: Sequence[Incident], shelf: Shelf) -> tuple[Level, ...]:
    counts: dict[str, int] = {}
    for each in incidents:
        counts[each.severity] = counts.get(each.severity, 0) + 1
    return tuple(
        Level(
            name=level.id,
            role=level.colour_role,
            number=counts.get(level.id, 0),
            url=f"{addresses.ALL}?service={service.id}&severity={level.id.lower()}",
        )
        for level in shelf.library.settings.severities.levels
    )
