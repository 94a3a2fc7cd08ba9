"""The whole way of the command `timeline`: from files and a record to what is proposed for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.importers.merge import Calendar, merge
from postmortems.importers.outlook import outlook
from postmortems.importers.phases import Entry, propose

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.importers.events.event import Skipped
    from postmortems.importers.events.gather import Gathered, Source
    from postmortems.importers.merge import Duplicate, Placed
    from postmortems.importers.outlook import Outlook
    from postmortems.importers.phases import Proposal
    from postmortems.model.incident import Incident
    from postmortems.model.response import TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry of the whole timeline: recorded already, or placed from a source."""

    entry: Entry
    proposal: Proposal
    recorded: TimelineEntry | None
    placed: Placed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A timeline as it would be, and everything that did not become part of it."""

    incident: Incident
    zone: str | None
    lines: tuple[Line, ...]
    outlook: Outlook
    sources: tuple[Source, ...]
    duplicates: tuple[Duplicate, ...]
    skipped: tuple[Skipped, ...]

    @property
    def new(self) -> tuple[Line, ...]:
        """Return the entries that the record does not hold yet."""
        return tuple(each for each in self.lines if each.placed is not None)


def _begin(incident: Incident) -> datetime | None:
    """Return a moment of the incident's day: its start, or the first that its timeline tells."""
    times = incident.times
    first = incident.timeline[0].at if incident.timeline else None
    return ((times.started or times.detected) if times else None) or first


def draw(
    incident: Incident,
    settings: Settings,
    gathered: Gathered,
    zone: str | None,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Drawn:
    """Merge what was gathered with a record's timeline; ``zone`` is that of the sources.

    Events before ``since`` and after ``until`` are left out, and told.
    """
    by = settings.timeline
    times = incident.times
    calendar = Calendar(
        zone=zone,
        own=incident.timezone,
        undated=incident.date_unknown is not None,
        start=_begin(incident),
        backwards=timedelta(minutes=by.backwards_minutes),
        since=since,
        until=until,
    )
    merged = merge(gathered.sources, incident, calendar)
    both = [
        *(
            (Entry(at=each.at, text=each.text, index=index, recorded=each.phase or ""), each, None)
            for index, each in enumerate(incident.timeline)
        ),
        *(
            (
                Entry(
                    at=each.at,
                    text=each.event.text,
                    kind=each.event.kind,
                    said=each.event.phase,
                ),
                None,
                each,
            )
            for each in merged.new
        ),
    ]
    both.sort(key=lambda each: each[0].at)
    entries = [each[0] for each in both]
    phases = settings.taxonomy.phases
    proposals = propose(entries, by, phases)
    return Drawn(
        incident=incident,
        zone=zone,
        lines=tuple(
            Line(entry=entry, proposal=proposal, recorded=recorded, placed=placed)
            for (entry, recorded, placed), proposal in zip(both, proposals, strict=True)
        ),
        outlook=outlook(entries, proposals, by, phases, times),
        sources=gathered.sources,
        duplicates=merged.duplicates,
        skipped=(*gathered.skipped, *merged.skipped),
    )
