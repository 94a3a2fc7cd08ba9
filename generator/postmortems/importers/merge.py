"""Events of several sources and the entries of a record as one timeline, nothing twice."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.clock import ANCHOR
from postmortems.importers.events.event import Skipped
from postmortems.load.moments import Clock, MomentError, instant, wall

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.importers.events.event import Event
    from postmortems.importers.events.gather import Source
    from postmortems.model.incident import Incident
    from postmortems.model.response import TimelineEntry

_CLOCK = re.compile(r"([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2})?")
_DAY = timedelta(days=1)
_EXCERPT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An event at its instant; ``said`` is the time as the record is to write it."""

    event: Event
    at: datetime
    said: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """An event that says what stands there already; ``of`` says where, as people read it."""

    event: Event
    at: datetime
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What is new, in the order of its instants; what was told twice; what could not be placed."""

    new: tuple[Placed, ...]
    duplicates: tuple[Duplicate, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How times without a date or an offset become instants.

    ``zone`` is the zone of the sources, ``own`` that of the record. ``start`` is the instant near
    which a clock time without a date is sought at first. Events before ``since`` and after
    ``until`` are left out.
    """

    zone: str | None
    own: str | None
    undated: bool
    start: datetime | None
    backwards: timedelta
    since: datetime | None = None
    until: datetime | None = None


def merge(sources: Sequence[Source], incident: Incident, calendar: Calendar) -> Merged:
    """Put the events of all sources in order, and leave out what is told twice.

    Twice is told what has the source's own id of another event, or the same words in the same
    minute, in another event or in an entry of the record. An entry that names the source, the actor
    and the second of an event stands for it, too, however people have worded it since.
    """
    placed: list[Placed] = []
    skipped: list[Skipped] = []
    for source in sources:
        for each in _placed(source.events, calendar):
            if isinstance(each, Placed):
                placed.append(each)
            else:
                skipped.append(each)
    placed.sort(key=lambda each: each.at)
    new, duplicates = _once(placed, incident.timeline)
    return Merged(new=tuple(new), duplicates=tuple(duplicates), skipped=tuple(skipped))


def _once(
    placed: Iterable[Placed], entries: Sequence[TimelineEntry]
) -> tuple[list[Placed], list[Duplicate]]:
    said = {(_minute(each.at), words(each.text)): index for index, each in enumerate(entries)}
    # An entry stands for one event only: two messages of one second are two.
    free = Counter((each.at, each.evidence, each.actor or "") for each in entries if each.evidence)
    keys: dict[str, Placed] = {}
    texts: dict[tuple[datetime, str], Placed] = {}
    new: list[Placed] = []
    duplicates: list[Duplicate] = []
    rest: list[Placed] = []
    for each in placed:
        event, told = each.event, (_minute(each.at), words(each.event.text))
        other = (keys.get(event.key) if event.key else None) or texts.get(told)
        if other is not None:
            spot = other.event.spot
            of = f"{printable(other.event.source)}, {spot.name or f'line {spot.line}'}"
            duplicates.append(Duplicate(event=event, at=each.at, of=of))
            continue
        if event.key:
            keys[event.key] = each
        texts[told] = each
        if told in said:
            duplicates.append(_recorded(each, said[told]))
            free[each.at, event.evidence, event.actor] -= 1
        else:
            rest.append(each)
    where = {(each.at, each.evidence, each.actor or ""): i for i, each in enumerate(entries)}
    for each in rest:
        place = (each.at, each.event.evidence, each.event.actor)
        if free[place] > 0:
            free[place] -= 1
            duplicates.append(_recorded(each, where[place]))
        else:
            new.append(each)
    return new, sorted(duplicates, key=lambda each: each.at)


def _recorded(each: Placed, index: int) -> Duplicate:
    return Duplicate(event=each.event, at=each.at, of=f"timeline[{index}] of the record")


def words(text: str) -> str:
    """Return what a text says without its marks, spaces and capitals, for comparing."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain)) or plain


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _placed(events: Sequence[Event], calendar: Calendar) -> Iterable[Placed | Skipped]:
    previous: datetime | None = None
    for each in events:
        doubts = list(each.doubts)
        try:
            said = each.time
            if match := _CLOCK.fullmatch(said):
                said, doubt = _dated(match[1], match[2] or "", previous, calendar)
                doubts += [doubt] if doubt else []
            at = instant(said, Clock(zone=calendar.zone, undated=calendar.undated), short=False)
        except MomentError as error:
            reason = f"{error.message}; {error.fix}" if error.fix else error.message
            yield Skipped(
                source=each.source,
                spot=each.spot,
                excerpt=printable(f"{each.time} {each.text}", _EXCERPT),
                reason=_for_sources(error, reason),
            )
            continue
        previous = at
        if outside := _outside(at, calendar):
            excerpt = printable(f"{each.time} {each.text}", _EXCERPT)
            yield Skipped(
                source=each.source, spot=each.spot, excerpt=excerpt, reason=outside, fault=False
            )
            continue
        own = said if calendar.zone == calendar.own or _says_zone(said) else f"{said}{_offset(at)}"
        yield Placed(event=each, at=at, said=own, doubts=tuple(doubts))


def _outside(at: datetime, calendar: Calendar) -> str:
    if calendar.since is not None and at < calendar.since:
        return "it is before what was asked for"
    if calendar.until is not None and at > calendar.until:
        return "it is after what was asked for"
    return ""


def _for_sources(error: MomentError, reason: str) -> str:
    """Say a fault of a time as one of somebody else's file, which nobody is to edit."""
    if error.rule == "zone-missing":
        return "its time has no zone; say which with --timezone, such as Europe/Berlin"
    if error.rule == "mixed-dates":
        return "it has a date, and the record's date is unknown"
    return reason


def _dated(
    clock: str, offset: str, previous: datetime | None, calendar: Calendar
) -> tuple[str, str]:
    """Give a clock time its date: that of the event before, at first the one nearest the start."""
    reference = previous or calendar.start
    if reference is None:
        raise MomentError(
            "date-missing",
            "a clock time alone has no date to take",
            fix="record `times.started`, or use a source with dates",
        )
    near = _wall(reference, offset, calendar)
    local = datetime.combine(near.date(), time.fromisoformat(clock))
    doubt = ""
    if previous is None:
        local = min((local - _DAY, local, local + _DAY), key=lambda each: (abs(each - near), each))
        doubt = "its date is the one nearest to the incident's start"
    elif local < near - calendar.backwards:
        local += _DAY
        doubt = "it is taken for the day after, since the line above it is later"
    elif local - near >= _DAY - calendar.backwards:
        local -= _DAY
    if calendar.undated:
        number = (local.date() - ANCHOR.date()).days + 1
        return f"day {max(number, 1)} {clock}", doubt
    return f"{local:%Y-%m-%d} {clock}{offset}", doubt


def _wall(moment: datetime, offset: str, calendar: Calendar) -> datetime:
    if offset:
        zone = datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo
        return moment.astimezone(zone).replace(tzinfo=None)
    return wall(moment, Clock(zone=calendar.zone, undated=calendar.undated))


def _says_zone(said: str) -> bool:
    return said.startswith("day ") or said.endswith("Z") or said[-6] in "+-"


def _offset(at: datetime) -> str:
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    if not minutes:
        return "Z"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
