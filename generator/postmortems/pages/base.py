"""What all pages share: where a page stands, how it names moments, incidents and links."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from whenever import Instant

from postmortems.advice.clocks import is_running
from postmortems.clock import day_number, duration
from postmortems.load.history import UNKNOWN, History
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.config.audiences import Edition, Setting
    from postmortems.config.settings import Settings
    from postmortems.findings import Finding
    from postmortems.model.incident import Incident

NOT_RECORDED = "not recorded"
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the site.

    ``path`` is its Markdown file in the docs tree; ``title`` and ``description`` go to the front
    matter, ``search`` says whether the built-in search reads it, ``scripts`` are JavaScript modules
    that this page needs beside what all pages have, from the site's root. ``preview`` is what a
    page is to sites that show a preview of a link: `website`, or `article` for a text with a story
    of its own. ``part`` is the month to whose part of the search index a page belongs, such as
    ``2026-03``; empty where it belongs to none. The template receives the page under the name
    ``page`` and nothing else.
    """

    template: ClassVar[str]
    preview: ClassVar[str] = "website"

    path: str
    title: str
    description: str = ""
    search: bool = True
    scripts: tuple[str, ...] = ()
    part: str = ""

    @property
    def root(self) -> str:
        """Return the relative way from this page's address up to the site's root."""
        *folders, name = self.path.split("/")
        return "../" * (len(folders) + (name != "index.md"))


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment as pages show it.

    ``utc`` is ISO 8601 for machines, empty for undated records; ``clock`` is the time of day in
    the record's zone, ``date`` the calendar day or ``day 2``; ``zone`` is the zone's name or
    offset, ``universal`` the time in UTC in words.
    """

    utc: str
    date: str
    clock: str
    zone: str
    universal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An incident in a list."""

    id: str
    url: str
    title: str
    severity: str
    severity_role: str
    status: str
    open: bool
    services: tuple[str, ...]
    date: str
    started: str
    duration: str
    minutes: int | None
    kind: str
    postmortem: str
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything pages are made from.

    ``incidents`` are the readable records by id, in id order; ``files`` the file of each,
    relative to the repository; ``findings`` those of each file; ``as_of`` is now, in UTC;
    ``history`` is how the settings came to be what they are. ``edition`` is what the site leaves
    out; records and settings are already without it. None where everything is shown.
    """

    settings: Settings
    incidents: Mapping[str, Incident]
    files: Mapping[str, str]
    as_of: datetime
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    history: History = UNKNOWN
    edition: Edition | None = None

    @property
    def whole(self) -> bool:
        """Tell whether records are shown as they are, and so may their files."""
        return self.edition is None or self.edition.whole

    def conceals(self, field: str) -> bool:
        """Tell whether records may say more under a field than pages show: then it is no gap."""
        return self.edition is not None and self.edition.conceals(field)

    def lacks(self, setting: Setting) -> bool:
        """Tell whether settings are left out, which is not the same as that there are none."""
        return self.edition is not None and setting in self.edition.hides_settings

    def has(self, url: str) -> bool:
        """Tell whether the site has the page at an address from its root."""
        return self.edition is None or self.edition.has(url)


def incident_url(incident_id: str) -> str:
    """Return the address of an incident's page, from the site's root: it never changes."""
    return f"incidents/{incident_id}/"


def started(incident: Incident) -> datetime | None:
    """Return when the incident began, or else when it was noticed; None when undated."""
    if incident.date_unknown is not None or incident.times is None:
        return None
    return incident.times.started or incident.times.detected or incident.times.declared


def length(incident: Incident) -> timedelta | None:
    """Return resolved − started where both are recorded."""
    times = incident.times
    if times is None or times.started is None or times.resolved is None:
        return None
    return times.resolved - times.started


def when(moment: datetime | None, incident: Incident) -> When | None:
    """Describe a moment in the record's own zone and in UTC."""
    if moment is None:
        return None
    if incident.date_unknown is not None:
        return When(
            utc="",
            date=f"day {day_number(moment)}",
            clock=_clock(moment),
            zone="zone not recorded",
            universal="",
        )
    universal = moment.astimezone(UTC)
    if incident.timezone is None:
        return _said(moment, universal, moment.strftime("%Z") or "UTC")
    return _in_zone(universal, incident.timezone)


@lru_cache(maxsize=4096)
def _in_zone(universal: datetime, zone: str) -> When:
    """Describe a moment in a zone; a page names the same ones again and again.

    It is given in UTC, since the two moments of an hour that comes twice would count as one.
    """
    return _said(Instant(universal).to_tz(zone).to_stdlib(), universal, zone)


def _said(local: datetime, universal: datetime, zone: str) -> When:
    at_zero = local.utcoffset() == _NOTHING
    day, clock = universal.date().isoformat(), _clock(universal)
    return When(
        utc=f"{day}T{universal.hour:02d}:{universal.minute:02d}:{universal.second:02d}Z",
        date=day if at_zero else local.date().isoformat(),
        clock=clock if at_zero else _clock(local),
        zone="UTC" if at_zero else zone,
        universal=f"{day} {clock} UTC",
    )


def _clock(moment: datetime) -> str:
    # strftime takes four times as long, and a page holds a hundred moments
    clock = f"{moment.hour:02d}:{moment.minute:02d}"
    return f"{clock}:{moment.second:02d}" if moment.second else clock


def row(incident: Incident, settings: Settings) -> Row:
    """Describe an incident for a list."""
    begun = when(started(incident), incident)
    span = length(incident)
    level = next(each for each in settings.severities.levels if each.id == incident.severity)
    names = {each.id: each.name for each in settings.catalog.services}
    return Row(
        id=incident.id,
        url=incident_url(incident.id),
        title=incident.title,
        severity=incident.severity,
        severity_role=level.colour_role,
        status=incident.status,
        open=is_running(incident),
        services=tuple(names.get(each, each) for each in incident.services),
        date=begun.date if begun else ("date unknown" if incident.date_unknown else NOT_RECORDED),
        started=begun.utc if begun else "",
        duration=duration(span)
        if span is not None
        else ("ongoing" if is_running(incident) else NOT_RECORDED),
        minutes=int(span.total_seconds() // 60) if span is not None else None,
        kind=spoken(incident.kind),
        postmortem=spoken(incident.postmortem.status),
        sample=incident.sample,
    )


def newest_first(incidents: list[Incident]) -> list[Incident]:
    """Order by start, newest first; undated ones last; ties by id."""
    return sorted(incidents, key=lambda each: (_start_key(each), each.id), reverse=True)


def _start_key(incident: Incident) -> float:
    moment = started(incident)
    return moment.timestamp() if moment else 0.0


def publishable(incident: Incident) -> bool:
    """Tell whether the record's own file may lie on the site.

    Not with internal notes, nor with what another tool or author said and nobody has looked at.
    """
    kept = incident.imported.kept if incident.imported else ()
    return incident.internal is None and not kept
