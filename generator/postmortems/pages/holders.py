"""Unfinished actions by who holds them: a list for each owner and team, and the teams' together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

from postmortems.pages import addresses
from postmortems.pages.base import Page
from postmortems.pages.commitments import ABOVE, Commitment, action_list, commitment
from postmortems.pages.listing import Above
from postmortems.pages.paging import Pager, Place, sheets
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.metrics.actions import Actions, Held, Item
    from postmortems.pages.base import Library
    from postmortems.pages.commitments import ActionListPage

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_TEAMS = 20  # teams on one page of all teams' actions
_EACH = 10  # actions of a team there
_OWNERS = Above(title="Actions by owner", url=addresses.OWNERS)
_BY_TEAM = Above(title="Actions by team", url=addresses.TEAM_ACTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An owner or a team with counts; ``url`` is empty where nothing is left to do."""

    name: str
    url: str
    overdue: int
    open: int
    in_progress: int
    done: int
    wont_do: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldersPage(Page):
    """One page of everyone who ever owned an action."""

    template: ClassVar[str] = "owners.md.j2"

    heading: str
    summary: str
    above: Above
    holders: tuple[Holder, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamStack:
    """The first of a team's unfinished actions; ``more`` is empty where they are all there.

    ``profile`` is the address of the team's own page, empty for actions without a team.
    """

    anchor: str
    name: str
    summary: str
    profile: str
    actions: tuple[Commitment, ...]
    total: int
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsActionsPage(Page):
    """What every team still has to do, on one page that can be sent around."""

    template: ClassVar[str] = "actions_by_team.md.j2"

    heading: str
    as_of: str
    above: Above
    stacks: tuple[TeamStack, ...]
    pager: Pager | None


def slug(name: str, kind: str = "owner") -> str:
    """Return a file's name for a free text: readable, and different for different texts.

    It begins with ``kind`` where nothing of the text can be read.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    readable = _NOT_PLAIN.sub("-", plain).strip("-")[:40].strip("-")
    return f"{readable or kind}-{sha256(name.encode()).hexdigest()[:16]}"


def of_owner(name: str) -> str:
    """Return the address of an owner's unfinished actions; "" stands for no owner."""
    return f"{addresses.OWNERS}{slug(name) if name else addresses.NO_OWNER}/"


def owners(metric: Actions) -> tuple[Holder, ...]:
    """Describe the owners, those with the most overdue actions first."""
    return tuple(
        _holder(held, held.name or "No owner", of_owner(held.name)) for held in metric.by_owner
    )


def teams(metric: Actions, library: Library) -> tuple[Holder, ...]:
    """Describe the teams, those with the most overdue actions first."""
    names = _names(library)
    return tuple(
        _holder(held, names.get(held.name, "No team"), addresses.of_team(held.name))
        for held in metric.by_team
    )


def _holder(held: Held, name: str, url: str) -> Holder:
    return Holder(
        name=name,
        url=url if held.unfinished else "",
        overdue=held.overdue,
        open=held.open,
        in_progress=held.in_progress,
        done=held.done,
        wont_do=held.wont_do,
    )


def pages(metric: Actions, library: Library) -> Iterator[Page]:
    """Make the overviews, and the lists of everyone who has something left to do."""
    by_owner: dict[str, list[Item]] = {}
    by_team: dict[str, list[Item]] = {}
    for item in metric.unfinished:
        by_owner.setdefault(item.action.owner or "", []).append(item)
        by_team.setdefault(item.action.team or "", []).append(item)
    names = _names(library)
    yield from _all_owners(owners(metric), library)
    yield from _all_teams(metric, by_team, library)
    for name, items in sorted(by_owner.items()):
        heading = name or "Actions without an owner"
        yield from _pages(heading, of_owner(name), items, library, _OWNERS)
    for team, items in sorted(by_team.items()):
        heading = names.get(team, "Actions without a team")
        yield from _pages(heading, addresses.of_team(team), items, library, _BY_TEAM)


def _names(library: Library) -> dict[str, str]:
    return {each.id: each.name for each in library.settings.catalog.teams}


def _pages(
    heading: str, url: str, items: Sequence[Item], library: Library, above: Above
) -> Iterator[ActionListPage]:
    return action_list(Place(folder=url.rstrip("/")), heading, said(items), items, library, above)


def said(items: Sequence[Item]) -> str:
    """Say how much is unfinished, and how much of it overdue."""
    overdue = sum(item.overdue for item in items)
    unfinished = count(len(items), "unfinished action").capitalize()
    return f"{unfinished}, {overdue:,} of them overdue." if items else f"{unfinished}."


def _all_owners(every: Sequence[Holder], library: Library) -> Iterator[HoldersPage]:
    place = Place(folder=addresses.OWNERS.rstrip("/"), index=True)
    for sheet in sheets(place, len(every), library.settings.site.lists.rows_per_page):
        heading = f"Actions by owner{sheet.suffix}"
        yield HoldersPage(
            path=sheet.path,
            title=heading,
            search=False,
            heading=heading,
            summary="Who has the most overdue actions comes first, then who has most to do.",
            above=ABOVE,
            holders=tuple(sheet.of(every)),
            pager=sheet.pager,
        )


def _all_teams(
    metric: Actions, by_team: dict[str, list[Item]], library: Library
) -> Iterator[TeamsActionsPage]:
    names = _names(library)
    busy = [held for held in metric.by_team if held.unfinished]
    place = Place(folder=addresses.TEAM_ACTIONS.rstrip("/"), index=True)
    for sheet in sheets(place, len(busy), _TEAMS):
        heading = f"Actions by team{sheet.suffix}"
        yield TeamsActionsPage(
            path=sheet.path,
            title=heading,
            search=False,
            heading=heading,
            as_of=library.as_of.strftime("%Y-%m-%d"),
            above=ABOVE,
            stacks=tuple(
                TeamStack(
                    anchor=f"team-{held.name or addresses.NO_TEAM}",
                    name=names.get(held.name, "No team"),
                    summary=said(by_team[held.name]),
                    profile=addresses.profile_of_team(held.name) if held.name else "",
                    actions=tuple(commitment(item, library) for item in by_team[held.name][:_EACH]),
                    total=held.unfinished,
                    more=addresses.of_team(held.name) if held.unfinished > _EACH else "",
                )
                for held in sheet.of(busy)
            ),
            pager=sheet.pager,
        )
