"""Unfinished actions by who holds them: one list for each owner and each team."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from postmortems.pages import addresses
from postmortems.pages.commitments import action_list
from postmortems.pages.paging import Place
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.metrics.actions import Actions, Held, Item
    from postmortems.pages.base import Library
    from postmortems.pages.commitments import ActionListPage

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


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


def slug(name: str) -> str:
    """Return a folder's name for a person: readable, and different for different names."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    readable = _NOT_PLAIN.sub("-", plain).strip("-")[:40].strip("-")
    return f"{readable or 'owner'}-{sha256(name.encode()).hexdigest()[:16]}"


def of_owner(name: str) -> str:
    """Return the address of an owner's unfinished actions; "" stands for no owner."""
    return f"{addresses.ACTIONS}owners/{slug(name) if name else addresses.NO_OWNER}/"


def owners(metric: Actions) -> tuple[Holder, ...]:
    """Describe the owners, those with the most overdue actions first."""
    return tuple(
        _holder(held, held.name or "No owner", of_owner(held.name)) for held in metric.by_owner
    )


def teams(metric: Actions, library: Library) -> tuple[Holder, ...]:
    """Describe the teams, those with the most overdue actions first."""
    names = {each.id: each.name for each in library.settings.catalog.teams}
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


def pages(metric: Actions, library: Library) -> Iterator[ActionListPage]:
    """Make the lists of everyone who has something left to do."""
    by_owner: dict[str, list[Item]] = {}
    by_team: dict[str, list[Item]] = {}
    for item in metric.unfinished:
        by_owner.setdefault(item.action.owner or "", []).append(item)
        by_team.setdefault(item.action.team or "", []).append(item)
    names = {each.id: each.name for each in library.settings.catalog.teams}
    for name, items in sorted(by_owner.items()):
        yield from _pages(name or "Actions without an owner", of_owner(name), items, library)
    for team, items in sorted(by_team.items()):
        heading = names.get(team, "Actions without a team")
        yield from _pages(heading, addresses.of_team(team), items, library)


def _pages(heading: str, url: str, items: list[Item], library: Library) -> Iterator[ActionListPage]:
    overdue = sum(item.overdue for item in items)
    said = f"{count(len(items), 'unfinished action').capitalize()}, {overdue:,} of them overdue."
    return action_list(Place(folder=url.rstrip("/")), heading, said, items, library)
