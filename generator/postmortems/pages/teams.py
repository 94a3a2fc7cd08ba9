"""Teams: whom to call, what each runs, what it took part in, and what it still has to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.metrics.actions import actions
from postmortems.pages import addresses
from postmortems.pages.base import Page, Row
from postmortems.pages.commitments import Commitment, commitment
from postmortems.pages.listing import Above
from postmortems.pages.paging import Pager, Place, sheets
from postmortems.pages.recurring import Common

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.catalog import Contact, Team
    from postmortems.metrics.actions import Item
    from postmortems.pages.listing import Shelf


ABOVE = Above(title="Teams", url=addresses.TEAMS)
_ACTIONS = 10  # unfinished actions on a team's page; all of them have a page
_TOOK_PART = "took part"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """A team in the overview; ``note`` is inline Markdown."""

    name: str
    url: str
    note: str
    services: int
    incidents: int
    unfinished: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsPage(Page):
    """All teams of the catalogue, in its order."""

    template: ClassVar[str] = "teams.md.j2"

    teams: tuple[TeamLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """An incident with the team's part in it, such as ``took part; runs Web shop``."""

    row: Row
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage(Page):
    """One page of a team: all that is known of it on the first, the list of incidents on all.

    ``note`` is inline Markdown; ``services`` carry how many incidents each had; ``actions_url``
    is empty where the team has nothing left to do; ``filtered`` leads to those in which it took
    part, in the list that can be filtered, and is empty where there are none; ``callable`` tells
    whether this site says whom to call.
    """

    template: ClassVar[str] = "team.md.j2"

    heading: str
    above: Above
    first: bool
    note: str
    callable: bool
    contacts: tuple[Contact, ...]
    services: tuple[Common, ...]
    unfinished: int
    overdue: int
    actions: tuple[Commitment, ...]
    actions_url: str
    total: int
    filtered: str
    incidents: tuple[Involved, ...]
    pager: Pager | None


@dataclass(slots=True)
class _Known:
    """What is known of one team; ``incidents`` maps ids, newest first, to the team's part."""

    services: list[Common]
    incidents: dict[str, str]
    items: list[Item]


def pages(shelf: Shelf) -> Iterator[Page]:
    """Make the overview and a page for each team."""
    teams = shelf.library.settings.catalog.teams
    known = _sort(shelf)
    yield TeamsPage(
        path="teams/index.md",
        title="Teams",
        search=False,
        teams=tuple(_line(team, known[team.id]) for team in teams),
    )
    for team in teams:
        yield from _team(team, known[team.id], shelf)


def _sort(shelf: Shelf) -> dict[str, _Known]:
    """Go through the incidents and actions once, and give each to its teams."""
    library = shelf.library
    catalog = library.settings.catalog
    known = {each.id: _Known(services=[], incidents={}, items=[]) for each in catalog.teams}
    runs = {each.id: each for each in catalog.services}
    felt: dict[str, int] = {}
    for each in shelf.incidents:
        hit: dict[str, list[str]] = {}
        for name in dict.fromkeys(each.services):
            felt[name] = felt.get(name, 0) + 1
            if owner := runs[name].team:
                hit.setdefault(owner, []).append(runs[name].name)
        for team in dict.fromkeys((*each.teams, *hit)):
            parts = [_TOOK_PART] if team in each.teams else []
            parts += [f"runs {', '.join(hit[team])}"] if team in hit else []
            known[team].incidents[each.id] = "; ".join(parts)
    for service in catalog.services:
        if service.team:
            known[service.team].services.append(
                Common(
                    name=service.name,
                    number=felt.get(service.id, 0),
                    url=addresses.of_service(service.id),
                )
            )
    for item in actions(library.incidents.values(), library.as_of).unfinished:
        if item.action.team:
            known[item.action.team].items.append(item)
    return known


def _line(team: Team, known: _Known) -> TeamLine:
    return TeamLine(
        name=team.name,
        url=addresses.profile_of_team(team.id),
        note=team.description or "",
        services=len(known.services),
        incidents=len(known.incidents),
        unfinished=len(known.items),
        overdue=sum(item.overdue for item in known.items),
    )


def _team(team: Team, known: _Known, shelf: Shelf) -> Iterator[TeamPage]:
    contacts = {each.id: each for each in shelf.library.settings.catalog.contacts}
    ids = tuple(known.incidents)
    took_part = any(part.startswith(_TOOK_PART) for part in known.incidents.values())
    place = Place(folder=addresses.profile_of_team(team.id).rstrip("/"))
    for sheet in sheets(place, len(ids), shelf.size):
        heading = f"{team.name}{sheet.suffix}"
        yield TeamPage(
            path=sheet.path,
            title=heading,
            description=team.description or "",
            search=False,
            heading=heading,
            above=ABOVE,
            first=sheet.number == 1,
            note=team.description or "",
            callable=not shelf.library.lacks("contacts"),
            contacts=tuple(contacts[name] for name in team.contacts),
            services=tuple(known.services),
            unfinished=len(known.items),
            overdue=sum(item.overdue for item in known.items),
            actions=tuple(commitment(item, shelf.library) for item in known.items[:_ACTIONS]),
            actions_url=addresses.of_team(team.id) if known.items else "",
            total=len(ids),
            filtered=addresses.filtered(f"team={team.id}") if took_part else "",
            incidents=tuple(
                Involved(row=shelf.rows[name], part=known.incidents[name]) for name in sheet.of(ids)
            ),
            pager=sheet.pager,
        )
