"""What happened and when, as the postmortem page tells it: when, how long, milestones, timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from postmortems.clock import duration
from postmortems.pages.base import When, when

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

_MILESTONES = (
    ("started", "Started"),
    ("detected", "Detected"),
    ("acknowledged", "Acknowledged"),
    ("declared", "Declared"),
    ("mitigated", "Mitigated"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
)

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_SPANS = (
    ("Harm lasted", "started", "mitigated", "mitigated − started"),
    ("Time to detect", "started", "detected", "detected − started"),
    ("Time to acknowledge", "detected", "acknowledged", "acknowledged − detected"),
    ("Time to mitigate", "detected", "mitigated", "mitigated − detected"),
    ("Time to verify", "mitigated", "resolved", "resolved − mitigated"),
)

_NOUNS = {"detected": "detection", "mitigated": "mitigation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A moment of the incident's life; ``when`` is None where it was not recorded.

    ``universal`` is the time in UTC where that is another than the record's own.
    """

    label: str
    when: When | None
    universal: str
    after: str
    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when to when it lasted.

    ``end_text`` leaves the day out where it is that of the beginning; ``universal`` is both in UTC
    where the record's own zone is another one.
    """

    begin: When | None
    end: When | None
    end_text: str
    zone: str
    universal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A named duration with its definition; ``text`` is empty where it cannot be computed.

    ``guessed`` tells that it begins with a start that was estimated; ``unmeasured`` says why a
    length of nothing is no measurement, and is empty for every other.
    """

    label: str
    text: str
    definition: str
    guessed: bool
    unmeasured: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the timeline. ``gap`` says how long nothing was written down before it.

    ``day`` is the day in words where a new one begins, else empty; ``universal`` is the time in
    UTC where that is another than the record's own, with the date where that differs too.
    """

    anchor: str
    when: When
    day: str
    universal: str
    offset: str
    phase: str
    phase_role: str
    text: str
    actor: str
    evidence: str
    key: bool
    gap: str


def milestones(incident: Incident) -> tuple[Milestone, ...]:
    """List the moments of the incident's life, recorded or not, with their time from the start."""
    times = incident.times
    begun = times.started if times else None
    found = []
    for name, label in _MILESTONES:
        moment: datetime | None = getattr(times, name) if times else None
        if name == "closed" and moment is None and incident.status != "closed":
            continue
        said = when(moment, incident)
        found.append(
            Milestone(
                label=label,
                when=said,
                universal=_universal(said) if said else "",
                after=_after(moment, begun),
                estimated=name == "started" and bool(times and times.started_estimated),
            )
        )
    return tuple(found)


def period(incident: Incident) -> Period | None:
    """Say from when to when it lasted; None where neither is recorded."""
    times = incident.times
    begin = when(times.started if times else None, incident)
    end = when(times.resolved if times else None, incident)
    known = [each for each in (begin, end) if each is not None]
    if not known:
        return None
    same_day = begin is not None and end is not None and begin.date == end.date
    universal = [each.universal.removesuffix(" UTC").split(" ") for each in known]
    if known[0].zone == "UTC" or not known[0].universal:
        universal = []
    elif all(
        part[0] == known[0].date == each.date for part, each in zip(universal, known, strict=True)
    ):
        universal = [part[1:] for part in universal]
    elif len(universal) == 2 and universal[0][0] == universal[1][0]:  # noqa: PLR2004 - both ends
        universal[1] = universal[1][1:]
    return Period(
        begin=begin,
        end=end,
        end_text=(end.clock if same_day else f"{end.date} {end.clock}") if end else "",
        zone=known[0].zone,
        universal=" – ".join(" ".join(each) for each in universal),
    )


def missing(incident: Incident) -> tuple[str, ...]:
    """Name the moments that the record lacks, the closing only where it says closed."""
    return tuple(each.label.lower() for each in milestones(incident) if each.when is None)


def _after(moment: datetime | None, begun: datetime | None) -> str:
    if moment is None or begun is None or moment <= begun:
        return ""
    return "+" + duration(moment - begun)


def spans(incident: Incident) -> tuple[Span, ...]:
    """Compute the stage durations."""
    times = incident.times
    found = []
    for label, start, end, definition in _SPANS:
        first: datetime | None = getattr(times, start) if times else None
        last: datetime | None = getattr(times, end) if times else None
        guessed = start == "started" and bool(times and times.started_estimated)
        lasted = last - first if first is not None and last is not None else None
        # A start put at the alert for want of a better one: dashboards leave it out, too.
        empty = guessed and lasted == timedelta()
        found.append(
            Span(
                label=label,
                text="" if lasted is None or empty else duration(lasted),
                definition=definition,
                guessed=guessed,
                unmeasured=f"not measured: start put at {_NOUNS[end]}" if empty else "",
            )
        )
    return tuple(found)


def entries(incident: Incident, settings: Settings) -> tuple[Entry, ...]:
    """List the timeline with day changes, distances and silences."""
    names = {each.id: each.name for each in settings.taxonomy.phases}
    limit = timedelta(minutes=settings.policy.timeline.gap_minutes)
    begun = incident.times.started if incident.times else None
    resolved = incident.times.resolved if incident.times else None
    found: list[Entry] = []
    seen: dict[str, int] = {}
    for index, entry in enumerate(incident.timeline):
        said = when(entry.at, incident)
        assert said is not None  # noqa: S101 - an entry always has its moment
        before = incident.timeline[index - 1].at if index else None
        silent = (
            before is not None
            and entry.at - before > limit
            and (resolved is None or before < resolved)
        )
        base = f"t-{said.date}-{said.clock}".replace(":", "").replace(" ", "-")
        seen[base] = seen.get(base, 0) + 1
        found.append(
            Entry(
                anchor=base if seen[base] == 1 else f"{base}-{seen[base]}",
                when=said,
                day=_day(said.date) if not found or found[-1].when.date != said.date else "",
                universal=_universal(said),
                offset=_after(entry.at, begun),
                phase=names.get(entry.phase or "", ""),
                phase_role=entry.phase or "none",
                text=entry.text,
                actor=entry.actor or "",
                evidence=entry.evidence or "",
                key=entry.key,
                gap=duration(entry.at - before) if silent and before is not None else "",
            )
        )
    return tuple(found)


def _day(day: str) -> str:
    """Say a calendar day with its weekday; a day of an undated record has none."""
    if day.startswith("day "):
        return day
    return f"{_WEEKDAYS[date.fromisoformat(day).weekday()]}, {day}"


def _universal(moment: When) -> str:
    if not moment.universal or moment.zone == "UTC":
        return ""
    day, _, rest = moment.universal.partition(" ")
    return rest if day == moment.date else f"{day} {rest}"


def keys(lines: tuple[Entry, ...]) -> str:
    """Say how many entries tell the story; empty where a choice of them would change nothing."""
    number = sum(each.key for each in lines)
    return f"{number} of {len(lines)}" if 0 < number < len(lines) else ""
