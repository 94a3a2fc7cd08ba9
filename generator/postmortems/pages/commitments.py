"""Actions and ideas as lists show them, with their way to the incident they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.clock import days
from postmortems.metrics.actions import UNFINISHED
from postmortems.pages import addresses
from postmortems.pages.base import Page, incident_url, newest_first
from postmortems.pages.listing import Above
from postmortems.pages.paging import Pager, Place, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from postmortems.metrics.actions import Item
    from postmortems.pages.base import Library

ABOVE = Above(title="Actions", url=addresses.ACTIONS)
_STATUS = {"open": "open", "in_progress": "in progress", "done": "done", "wont_do": "won't do"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """An action in a list.

    ``url`` leads to it on its incident's page; days are ISO or empty; ``overdue`` says for how long
    it has been, such as ``12 days overdue``, and is empty when it is not; ``unfinished`` tells
    whether it can still become overdue; ``reason`` is inline Markdown.
    """

    id: str
    title: str
    url: str
    incident: str
    incident_title: str
    owner: str
    team: str
    due: str
    done_at: str
    status: str
    status_role: str
    overdue: str
    unfinished: bool
    reason: str
    tracker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """Something that might be done; ``text`` is inline Markdown."""

    text: str
    url: str
    incident: str
    incident_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionListPage(Page):
    """One page of a long list of actions, or of ideas."""

    template: ClassVar[str] = "action_list.md.j2"

    heading: str
    summary: str
    above: Above
    actions: tuple[Commitment, ...] = ()
    ideas: tuple[Idea, ...] = ()
    pager: Pager | None


def action_list(
    place: Place,
    heading: str,
    summary: str,
    items: Sequence[Item],
    library: Library,
    above: Above = ABOVE,
) -> Iterator[ActionListPage]:
    """Cut a list of actions into pages."""
    for sheet in sheets(place, len(items), library.settings.site.lists.rows_per_page):
        yield ActionListPage(
            path=sheet.path,
            title=heading + sheet.suffix,
            search=False,
            heading=heading + sheet.suffix,
            summary=summary,
            above=above,
            actions=tuple(commitment(item, library) for item in sheet.of(items)),
            pager=sheet.pager,
        )


def commitment(item: Item, library: Library) -> Commitment:
    """Describe an action for a list."""
    action, incident = item.action, library.incidents[item.incident]
    teams = {each.id: each.name for each in library.settings.catalog.teams}
    return Commitment(
        id=action.id,
        title=action.title,
        url=f"{incident_url(incident.id)}#action-{action.id.lower()}",
        incident=incident.id,
        incident_title=incident.title,
        owner=action.owner or "",
        team=teams.get(action.team or "", ""),
        due=action.due.isoformat() if action.due else "",
        done_at=action.done_at.isoformat() if action.done_at else "",
        status=_STATUS[action.status],
        status_role=action.status,
        overdue=lateness(action.due, library.as_of) if item.overdue else "",
        unfinished=action.status in UNFINISHED,
        reason=action.reason or "",
        tracker=action.tracker or "",
    )


def lateness(day: date | None, as_of: datetime) -> str:
    """Say for how long something has been overdue: ``1 day overdue``; empty when it is not."""
    late = (as_of.date() - day).days if day else 0
    return f"{days(late)} overdue" if late > 0 else ""


def ideas(library: Library) -> tuple[Idea, ...]:
    """List the ideas of all incidents, those of the newest incident first."""
    return tuple(
        Idea(
            text=text,
            url=f"{incident_url(each.id)}#ideas",
            incident=each.id,
            incident_title=each.title,
        )
        for each in newest_first(list(library.incidents.values()))
        for text in each.ideas
    )
