"""The texts of times to instants: zones, short clock times, midnight, and days with no calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from whenever import (
    Instant,
    PlainDateTime,
    RepeatedTime,
    SkippedTime,
    TimeZoneNotFoundError,
    ZonedDateTime,
)

from postmortems.characters import printable
from postmortems.clock import ANCHOR
from postmortems.fields import DAY_PATTERN, MOMENT_PATTERN, SHORT_MOMENT_PATTERN
from postmortems.load.clock_faults import clock_fault

_MOMENT = re.compile(MOMENT_PATTERN)
_SHORT = re.compile(SHORT_MOMENT_PATTERN)
_DAY = re.compile(DAY_PATTERN)
_ABBREVIATION = re.compile(r"^(.*[0-9]) ?([A-Za-z]{2,5})$")

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "BST": ("Europe/London", "Asia/Dhaka"),
    "CDT": ("America/Chicago", "America/Havana"),
    "CEST": ("Europe/Berlin", "Europe/Paris"),
    "CET": ("Europe/Berlin", "Africa/Algiers"),
    "CST": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "EDT": ("America/New_York", "America/Toronto"),
    "EET": ("Europe/Helsinki", "Africa/Cairo"),
    "EST": ("America/New_York", "America/Toronto", "America/Panama"),
    "GMT": ("Europe/London", "Africa/Abidjan", "Etc/UTC"),
    "HST": ("Pacific/Honolulu",),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "JST": ("Asia/Tokyo",),
    "MDT": ("America/Denver",),
    "MSK": ("Europe/Moscow",),
    "MST": ("America/Denver", "America/Phoenix"),
    "PDT": ("America/Los_Angeles",),
    "PST": ("America/Los_Angeles", "Asia/Manila"),
    "SAST": ("Africa/Johannesburg",),
    "UTC": ("Etc/UTC",),
    "WET": ("Europe/Lisbon",),
}
"""What the abbreviations that people write can mean; none of them names one zone."""


@dataclass(frozen=True)
class MomentError(Exception):
    """A text that names no single instant, with the rule it breaks and what to do."""

    rule: str
    message: str
    why: str = ""
    fix: str = ""


@dataclass(slots=True)
class Clock:
    """What a file says about its times, and the entry that a short clock time follows.

    ``zone`` is the file's IANA name, ``undated`` whether its calendar date is unknown;
    ``previous`` is the time of the entry before: aware, or without a zone when it was written by
    the file's own clock.
    """

    zone: str | None = None
    undated: bool = False
    previous: datetime | None = None


def is_day(text: str) -> bool:
    """Tell whether the text is a calendar day that exists, 1990 to 2100."""
    return _DAY.fullmatch(text) is not None


@lru_cache(maxsize=512)
def zone_exists(name: str) -> bool:
    """Tell whether the time-zone database knows the name; never looks at the disk by path."""
    try:
        ZonedDateTime(2024, 1, 1, tz=name)
    except (TimeZoneNotFoundError, ValueError):
        return False
    return True


def instant(text: str, clock: Clock, *, short: bool) -> datetime:
    """Read one time: an aware datetime with the offset that was written or that the zone had.

    A short clock time follows ``clock.previous``, on the same day or after midnight on the next;
    ``clock.previous`` then moves on. Raises MomentError for anything ambiguous.
    """
    if not (_SHORT if short else _MOMENT).fullmatch(text):
        raise _unreadable(text, short=short)
    if text.startswith("day "):
        return _undated(text, clock, short=short)
    if text[2] == ":":
        return _short(text, clock)
    if clock.undated:
        raise MomentError(
            "mixed-dates",
            "a calendar date stands in a record whose date is unknown",
            "a record either knows its dates or does not",
            "write `day 1 15:47`, or remove `date_unknown`",
        )
    local = datetime.fromisoformat(text)
    result = local if local.tzinfo is not None else _place(local, clock)
    if short:
        clock.previous = local
    return result


def wall(moment: datetime, clock: Clock) -> datetime:
    """Return the wall-clock time that a short time after this moment continues from."""
    if clock.zone is not None and not clock.undated:
        return _wall(moment, clock.zone).replace(tzinfo=None)
    return moment.replace(tzinfo=None)


def _undated(text: str, clock: Clock, *, short: bool) -> datetime:
    if not clock.undated:
        raise MomentError(
            "mixed-dates",
            "`day N` is only for records whose date is unknown",
            "a record either knows its dates or does not",
            "write the calendar date, or say `date_unknown: …` with what is known",
        )
    _, number, time = text.split(" ")
    hours = datetime.fromisoformat(f"2000-01-01T{time}")
    local = ANCHOR + timedelta(
        days=int(number) - 1, hours=hours.hour, minutes=hours.minute, seconds=hours.second
    )
    if short:
        clock.previous = local.replace(tzinfo=None)
    return local


def _short(text: str, clock: Clock) -> datetime:
    if clock.previous is None:
        raise MomentError(
            "date-missing",
            "a clock time alone has no date to take",
            "the first entry takes its date from `times.started`",
            "write the whole date here, or record `times.started`",
        )
    time = datetime.fromisoformat(f"2000-01-01T{text}").time()
    # Only now: most entries say their own date, and the zone's clock takes long to ask.
    previous = clock.previous if clock.previous.tzinfo is None else wall(clock.previous, clock)
    local = datetime.combine(previous.date(), time)
    if local < previous:
        local += timedelta(days=1)
    clock.previous = local
    if clock.undated:
        return local.replace(tzinfo=UTC)
    return _place(local, clock)


def _place(local: datetime, clock: Clock) -> datetime:
    """Put a local time on the file's zone, refusing times that did not happen or did twice."""
    if clock.zone is None:
        raise MomentError(
            "zone-missing",
            "the time has no zone",
            "without one, nobody can tell when this was",
            f"write `timezone:` once for the file, or an offset: `{local.isoformat(' ')}Z`",
        )
    plain = PlainDateTime(local)
    try:
        zoned = plain.assume_tz(clock.zone, disambiguation="raise")
    except SkippedTime:
        raise MomentError(
            "nonexistent-local-time",
            f"{local:%H:%M} did not happen on {local:%Y-%m-%d} in {clock.zone}: "
            "clocks went forward",
            "a time that did not happen cannot be ordered or subtracted",
            "check the time, or write it with an offset",
        ) from None
    except RepeatedTime:
        early, late = (
            plain.assume_tz(clock.zone, disambiguation=which).to_fixed_offset().to_stdlib()
            for which in ("earlier", "later")
        )
        raise MomentError(
            "ambiguous-local-time",
            f"{local:%H:%M} happened twice on {local:%Y-%m-%d} in {clock.zone}: clocks went back",
            "the two are an hour apart",
            f"write which: `{early.isoformat(' ', 'minutes')}` "
            f"or `{late.isoformat(' ', 'minutes')}`",
        ) from None
    return zoned.to_fixed_offset().to_stdlib()


def _wall(moment: datetime, zone: str) -> datetime:
    return Instant(moment).to_tz(zone).to_stdlib()


def _unreadable(text: str, *, short: bool) -> MomentError:
    match = _ABBREVIATION.match(text)
    if match and (zones := ABBREVIATIONS.get(match.group(2).upper())):
        if zones == ("Etc/UTC",):
            fix = f"write `{printable(match.group(1).strip())}Z`"
        else:
            others = f" (or {', '.join(zones[1:])})" if zones[1:] else ""
            fix = f"write `timezone: {zones[0]}` for the file{others} or an offset"
        return MomentError(
            "zone-abbreviation",
            f"`{match.group(2)}` does not name one time zone",
            "the same letters stand for different zones in different places",
            fix,
        )
    if fault := clock_fault(text, short=short):
        return MomentError("invalid-time", fault[0], "", fault[1])
    forms = ["`2024-01-21 15:30`", "`2024-01-21T15:30:00-05:00`"]
    if short:
        forms.append("in a timeline, `15:47`")
    return MomentError(
        "invalid-time",
        "this is not a time that exists between 1990 and 2100",
        "",
        f"write it like {', '.join(forms[:-1])} or {forms[-1]}",
    )
