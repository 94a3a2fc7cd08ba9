"""The review calendar: which write-ups, reviews, looks and reports are overdue, to come or done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.metrics.duties import duties
from postmortems.pages import addresses
from postmortems.pages.base import Page, incident_url
from postmortems.pages.commitments import lateness
from postmortems.pages.listing import Above
from postmortems.pages.paging import Pager, Place, sheets
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.metrics.due import Due
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library
    from postmortems.pages.listing import Shelf

ABOVE = Above(title="Reviews", url=addresses.REVIEWS)
_FIRST = 25  # duties of a section on the overview; all of them have a page
_NAMES = {
    "draft": "Postmortem drafted",
    "publication": "Postmortem published",
    "review": "Review meeting",
    "follow_up": "Follow-up",
    "second_look": "Second look, now that all actions are done",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty in a list.

    Days are ISO or empty; ``first`` opens a window that ``day`` closes; ``overdue`` says for how
    long; ``pending`` tells that it can still become overdue; ``agreed`` is False where only the
    policy asks for it.
    """

    name: str
    incident: str
    title: str
    url: str
    first: str
    day: str
    done: str
    finished: bool
    late: bool
    overdue: str
    pending: bool
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyStack:
    """A section of the calendar: the first of its duties, and where the rest is."""

    id: str
    title: str
    empty: str
    total: int
    duties: tuple[Duty, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsPage(Page):
    """The calendar at a glance; ``left_out`` pairs each reason with how many it keeps out."""

    template: ClassVar[str] = "reviews.md.j2"

    as_of: str
    definition: str
    left_out: tuple[tuple[str, int], ...]
    stacks: tuple[DutyStack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesPage(Page):
    """One page of a long section of the calendar."""

    template: ClassVar[str] = "duties.md.j2"

    heading: str
    summary: str
    above: Above
    duties: tuple[Duty, ...]
    pager: Pager | None


def pages(shelf: Shelf) -> Iterator[Page]:
    """Make the calendar, and the lists that it has no room for."""
    library = shelf.library
    metric = duties(library.incidents.values(), library.settings.policy, library.as_of)
    sections = (
        ("overdue", "Overdue", "Nothing is overdue.", metric.overdue),
        ("upcoming", "To come", "Nothing is to come.", metric.upcoming),
        ("done", "Done", "Nothing has been done yet.", metric.finished),
    )
    yield ReviewsPage(
        path="reviews/index.md",
        title="Reviews",
        search=False,
        as_of=library.as_of.strftime("%Y-%m-%d"),
        definition=metric.definition,
        left_out=tuple((each.reason, len(each.ids)) for each in metric.left_out),
        stacks=tuple(
            DutyStack(
                id=name,
                title=title,
                empty=empty,
                total=len(items),
                duties=tuple(duty(each, library) for each in items[:_FIRST]),
                more=_place(name).url() if len(items) > _FIRST else "",
            )
            for name, title, empty, items in sections
        ),
    )
    for name, title, _, items in sections:
        if len(items) > _FIRST:
            yield from _list(name, title, items, shelf)


def _place(name: str) -> Place:
    return Place(folder=f"{addresses.REVIEWS}{name}")


def _list(name: str, title: str, items: Sequence[Due], shelf: Shelf) -> Iterator[DutiesPage]:
    for sheet in sheets(_place(name), len(items), shelf.size):
        heading = f"Reviews: {title.lower()}{sheet.suffix}"
        yield DutiesPage(
            path=sheet.path,
            title=heading,
            search=False,
            heading=heading,
            summary=f"{count(len(items), 'entry', 'entries')}.",
            above=ABOVE,
            duties=tuple(duty(each, shelf.library) for each in sheet.of(items)),
            pager=sheet.pager,
        )


def duty(each: Due, library: Library) -> Duty:
    """Describe a duty for a list."""
    incident = library.incidents[each.incident]
    return Duty(
        name=named(each, incident),
        incident=incident.id,
        title=incident.title,
        url=incident_url(incident.id),
        first=each.first.isoformat() if each.first else "",
        day=each.day.isoformat() if each.day else "",
        done=each.done.isoformat() if each.done else "",
        finished=each.finished,
        late=each.done is not None and each.day is not None and each.done > each.day,
        overdue=lateness(each.day, library.as_of) if each.overdue else "",
        pending=not each.finished and each.agreed,
        agreed=each.agreed,
    )


def named(each: Due, incident: Incident) -> str:
    """Say what a duty is, in a few words."""
    if each.label:
        return each.label
    if each.kind == "update":
        return f"Update promised to {incident.communications[int(each.name) - 1].audience}"
    numbered = len(incident.follow_ups) > 1 or not each.agreed
    return _NAMES[each.kind] + (f" {each.name}" if each.name and numbered else "")
