"""Lessons across incidents: what others should know, by audience, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.pages import addresses
from postmortems.pages.base import Page, Row
from postmortems.pages.holders import slug
from postmortems.pages.listing import Above
from postmortems.pages.paging import Pager, Place, sheets
from postmortems.pages.recurring import Common
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.model.followup import Lesson
    from postmortems.pages.listing import Shelf

ABOVE = Above(title="Lessons", url=addresses.LESSONS)
_AUDIENCES = f"{addresses.LESSONS}audiences"
_FIRST = 12  # audiences above the list; all of them have a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A lesson for an audience; ``text`` is inline Markdown, ``audience`` empty for everyone."""

    text: str
    audience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """An incident with its lessons."""

    row: Row
    lessons: tuple[Learned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsPage(Page):
    """One page of lessons, those of the newest incident first.

    ``audiences`` are the first of ``audiences_total``, on the first page of the list of all.
    """

    template: ClassVar[str] = "lessons.md.j2"

    heading: str
    summary: str
    above: Above | None
    audiences: tuple[Common, ...] = ()
    audiences_total: int = 0
    entries: tuple[Lessons, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiencesPage(Page):
    """One page of everyone for whom there are lessons, those with the most first."""

    template: ClassVar[str] = "audiences.md.j2"

    heading: str
    above: Above
    audiences: tuple[Common, ...]
    pager: Pager | None


def pages(shelf: Shelf) -> Iterator[Page]:
    """Make the list of all lessons, the overview of audiences, and a list for each."""
    every: dict[str, list[Lesson]] = {}
    by_audience: dict[str, dict[str, list[Lesson]]] = {}
    for each in shelf.incidents:
        for lesson in each.lessons or ():
            every.setdefault(each.id, []).append(lesson)
            if lesson.audience:
                theirs = by_audience.setdefault(lesson.audience, {})
                theirs.setdefault(each.id, []).append(lesson)
    audiences = sorted(
        (
            Common(name=name, number=_total(theirs), url=_of_audience(name))
            for name, theirs in by_audience.items()
        ),
        key=lambda each: (-each.number, each.name.casefold(), each.name),
    )
    place = Place(folder=addresses.LESSONS.rstrip("/"), index=True)
    yield from _list(place, "Lessons", None, every, shelf, audiences)
    for sheet in sheets(Place(folder=_AUDIENCES, index=True), len(audiences), shelf.size):
        heading = f"Lessons by audience{sheet.suffix}"
        yield AudiencesPage(
            path=sheet.path,
            title=heading,
            search=False,
            heading=heading,
            above=ABOVE,
            audiences=tuple(sheet.of(audiences)),
            pager=sheet.pager,
        )
    for name, theirs in sorted(by_audience.items()):
        place = Place(folder=_of_audience(name).rstrip("/"))
        yield from _list(place, f"Lessons for {name}", ABOVE, theirs, shelf, ())


def _of_audience(name: str) -> str:
    return f"{_AUDIENCES}/{slug(name, 'audience')}/"


def _total(lessons: dict[str, list[Lesson]]) -> int:
    return sum(len(each) for each in lessons.values())


def _list(
    place: Place,
    title: str,
    above: Above | None,
    lessons: dict[str, list[Lesson]],
    shelf: Shelf,
    audiences: Sequence[Common],
) -> Iterator[LessonsPage]:
    total = _total(lessons)
    summary = "No lessons are recorded yet."
    if total:
        said = count(total, "lesson")
        summary = f"{said} from {count(len(lessons), 'incident')}, newest first."
    names = tuple(lessons)
    for sheet in sheets(place, len(names), shelf.size):
        heading = title + sheet.suffix
        first = sheet.number == 1
        yield LessonsPage(
            path=sheet.path,
            title=heading,
            search=False,
            heading=heading,
            summary=summary,
            above=above if first or above else ABOVE,
            audiences=tuple(audiences[:_FIRST]) if first else (),
            audiences_total=len(audiences),
            entries=tuple(
                Lessons(
                    row=shelf.rows[name],
                    lessons=tuple(
                        Learned(text=each.text, audience=each.audience or "")
                        for each in lessons[name]
                    ),
                )
                for name in sheet.of(names)
            ),
            pager=sheet.pager,
        )
