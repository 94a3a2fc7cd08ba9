"""Days that somebody waits for, as iCalendar files (RFC 5545).

Google, Outlook and Apple show events of calendars that people subscribe to, and drop tasks without
a word. So each due day is an all-day event that leaves the day free; the same actions come once
more as tasks, for programs that keep lists of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from icalendar import Calendar, Event, Timezone, TimezoneStandard, Todo

from postmortems.feeds.identity import urn
from postmortems.feeds.links import absolute, clean
from postmortems.metrics.actions import actions
from postmortems.metrics.duties import duties
from postmortems.pages import addresses
from postmortems.pages.base import incident_url
from postmortems.pages.reviews import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from postmortems.metrics.actions import Item
    from postmortems.metrics.agenda import Entry
    from postmortems.metrics.due import Due as Duty
    from postmortems.pages.base import Library

_PRODUCT = "-//postmortems//postmortems//EN"
_DUTIES = {
    "draft": "Due: draft of the postmortem",
    "publication": "Due: publication of the postmortem",
    "review": "Last day for the review of the postmortem",
    "follow_up": "Due: look whether the actions helped",
    "second_look": "Due: second look at the postmortem",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that is due on a day.

    ``key`` is what makes its id, ``url`` the place it is told at from the site's root; ``begun``
    says that somebody is at it.
    """

    key: tuple[str, ...]
    day: date
    title: str
    lines: tuple[str, ...]
    url: str
    begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """A calendar: ``name`` is its file without ending; ``left_out`` how many days were too many."""

    name: str
    title: str
    holds: str
    kind: Literal["event", "task"]
    days: tuple[Due, ...]
    left_out: int

    @property
    def url(self) -> str:
        """Return its address from the site's root."""
        return f"{addresses.CALENDARS}{self.name}.ics"


def diaries(library: Library) -> Iterator[Diary]:
    """Yield the calendars: actions as events and as tasks, those of each team, and reviews."""
    unfinished = [
        item
        for item in actions(library.incidents.values(), library.as_of).unfinished
        if item.action.due is not None
    ]
    teams = {each.id: each.name for each in library.settings.catalog.teams}
    every = [_action(item, library, teams) for item in unfinished]
    site = clean(library.settings.site.name)
    yield _diary(
        library, "actions", f"{site}: actions", "Every unfinished action, on its due day", every
    )
    yield _diary(
        library,
        "tasks",
        f"{site}: tasks",
        "The same actions as tasks, for programs that keep to-do lists",
        every,
        kind="task",
    )
    owed = duties(library.incidents.values(), library.settings.policy, library.as_of).items
    yield _diary(
        library,
        "reviews",
        f"{site}: reviews",
        "Drafts, publications, reviews, later looks, reports to regulators and promised updates, "
        "to come or overdue",
        [_duty(each, each.day, library) for each in owed if not each.finished and each.day],
    )
    by_team: dict[str, list[Due]] = {}
    for item, due in zip(unfinished, every, strict=True):
        if item.action.team is not None:
            by_team.setdefault(item.action.team, []).append(due)
    for team in library.settings.catalog.teams:
        yield _diary(
            library,
            f"teams/{team.id}",
            f"{site}: actions of {clean(team.name)}",
            f"Unfinished actions of {team.name}",
            by_team.get(team.id, []),
        )


def agenda(library: Library, entries: Iterable[Entry]) -> Diary:
    """Make a calendar of what a list of due things holds, with the ids of the site's own.

    What has no agreed day is in no calendar.
    """
    teams = {each.id: each.name for each in library.settings.catalog.teams}
    site = clean(library.settings.site.name)
    return _diary(
        library,
        "due",
        f"{site}: due",
        "What is due, each on its day",
        _days(library, entries, teams),
    )


def _days(library: Library, entries: Iterable[Entry], teams: Mapping[str, str]) -> Iterator[Due]:
    for each in entries:
        if each.day is None:
            continue
        if each.duty is not None:
            yield _duty(each.duty, each.day, library)
        elif each.action is not None:
            yield _action(each.action, library, teams)


def calendar(diary: Diary, library: Library) -> bytes:
    """Write a calendar, in the order of its days."""
    written = Calendar()
    written.add("prodid", _PRODUCT)
    written.add("version", "2.0")
    written.add("name", diary.title)
    written.add("x-wr-calname", diary.title)
    written.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for due in diary.days:
        written.add_component(_task(due, library) if diary.kind == "task" else _event(due, library))
    if not diary.days:
        # A calendar must not be empty, and a time zone shows nothing.
        written.add_component(_utc())
    content: bytes = written.to_ical()
    return content


def _diary(
    library: Library,
    name: str,
    title: str,
    holds: str,
    days: Iterable[Due],
    *,
    kind: Literal["event", "task"] = "event",
) -> Diary:
    """Keep the days nearest to today, as many as site.yml allows."""
    today = library.as_of.date()
    near = sorted(days, key=lambda each: (abs((each.day - today).days), each.day, each.key))
    most = library.settings.site.feeds.events
    kept = sorted(near[:most], key=lambda each: (each.day, each.key))
    return Diary(
        name=name,
        title=title,
        holds=holds,
        kind=kind,
        days=tuple(kept),
        left_out=len(near) - len(kept),
    )


def _action(item: Item, library: Library, teams: Mapping[str, str]) -> Due:
    action, incident = item.action, library.incidents[item.incident]
    assert action.due is not None  # noqa: S101 - the others were left out
    return Due(
        key=("action", incident.id, action.id),
        day=action.due,
        title=f"Due: {action.title} ({incident.id})",
        lines=(
            f"Owner: {action.owner or 'nobody is named'}",
            f"Team: {teams.get(action.team or '', 'none is named')}",
            f"Incident: {incident.id}, {incident.title}",
        ),
        url=f"{incident_url(incident.id)}#action-{action.id.lower()}",
        begun=action.status == "in_progress",
    )


def _duty(duty: Duty, day: date, library: Library) -> Due:
    incident = library.incidents[duty.incident]
    title = _DUTIES.get(duty.kind) or f"Due: {named(duty, incident)}"
    if duty.kind == "review" and incident.review is not None:
        title = "Review of the postmortem"
    moment = (f"At: {duty.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",) if duty.at else ()
    suggested = () if duty.agreed else ("The policy suggests this day; nobody has agreed on it.",)
    return Due(
        key=("duty", duty.id),
        day=day,
        title=f"{title} ({incident.id})",
        lines=(*moment, f"Incident: {incident.id}, {incident.title}", *suggested),
        url=incident_url(incident.id),
    )


def _event(due: Due, library: Library) -> Event:
    event = Event()
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # due that day, not busy that day
    _describe(event, due, library)
    return event


def _task(due: Due, library: Library) -> Todo:
    task = Todo()
    task.add("due", due.day)
    task.add("status", "IN-PROCESS" if due.begun else "NEEDS-ACTION")
    _describe(task, due, library)
    return task


def _describe(component: Event | Todo, due: Due, library: Library) -> None:
    kind = "task" if isinstance(component, Todo) else "event"
    component.add("uid", urn(library.settings.site.feeds.namespace, kind, *due.key))
    component.add("dtstamp", library.as_of)
    component.add("summary", clean(due.title))
    component.add("description", clean("\n".join(due.lines)))
    if (url := absolute(library, due.url)) is not None:
        component.add("url", url)


def _utc() -> Timezone:
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    standard.add("tzname", "UTC")
    zone.add_component(standard)
    return zone
