"""Days and times as people and programs write them, to times as a record holds them.

Unusual spellings are read by dateutil; what it would have to guess is not left to it: the order
of day and month, two-digit years, zones by abbreviation, dates filled up from today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

from dateutil import parser as dateutil
from whenever import PlainDateTime, RepeatedTime, SkippedTime

from postmortems.load.moments import ABBREVIATIONS

Order = Literal["dmy", "mdy"]
"""How a file writes days in figures: day first, or month first."""

_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]+)?"
    r" ?(Z|z|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?"
)
_FIGURES = re.compile(r"(?<![0-9])([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})(?![0-9])")
_CLOCK = re.compile(
    r"(?<![0-9:])(2[0-3]|[01]?[0-9])(?:[:h.]([0-5][0-9])(?::([0-5][0-9]))?)?\s*([AaPp]\.?[Mm]\b\.?)?"
)
_ZONE = re.compile(r"(?<![A-Za-z])([A-Z]{2,5})(?![A-Za-z])")
_HALF_DAYS = {"AM", "PM"}
_MOST_OFFSET_HOURS, _MINUTES = 18, 60
_MOST_SECONDS = 4_102_444_800
"""The first second of 2100: larger epochs are milliseconds, or worse."""


@dataclass(frozen=True)
class DateError(Exception):
    """A text that names no single time: why, and what to do."""

    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A time in the form that records hold, and what is doubtful about it."""

    text: str
    doubt: str = ""

    @property
    def aware(self) -> bool:
        """Tell whether it carries an offset of its own."""
        return self.text.endswith("Z") or self.text[-6] in "+-"


def when(said: str | float, *, zone: str | None = None, order: Order | None = None) -> When:
    """Read a date with a time.

    ``zone`` is the IANA zone that times without an offset are in: they stay local, for a record
    that names the zone. Numbers are seconds since 1970, or milliseconds. Raises DateError for what
    has no date, no time, no zone, or more than one meaning.
    """
    if isinstance(said, int | float):
        return _epoch(said)
    text = " ".join(said.split())
    if match := _ISO.fullmatch(text):
        return _iso(match, zone)
    return _spelled(text, zone, order)


def day_of(said: str, *, order: Order | None = None) -> str:
    """Read a day, and return it as ``2026-03-31``. Raises DateError."""
    text = " ".join(said.split())
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return _real(text).date().isoformat()
    return _parsed(text, order).date().isoformat()


def clock(said: str) -> str:
    """Read a time of day, such as ``3:47 P.M.``, and return it as ``15:47``. Raises DateError."""
    match = _CLOCK.search(said)
    if match is None or not (match.group(2) or match.group(4)):
        raise DateError("this is no time of day", "write it like 15:47")
    hour, minute, second, half = match.groups()
    number = int(hour)
    if half:
        if not 1 <= number <= 12:  # noqa: PLR2004 - hours of a half day
            raise DateError("no clock shows this", "write it like 15:47")
        number = number % 12 + (12 if half[0] in "Pp" else 0)
    return f"{number:02}:{minute or '00'}" + (f":{second}" if second and second != "00" else "")


def offset_of(abbreviation: str, local: datetime) -> str | None:
    """Return the one offset that an abbreviation stands for at a local time; None where several.

    Of the zones that use it, only those count that are at it on that day: EST in July is nobody's.
    """
    if abbreviation in {"UTC", "GMT", "Z"}:
        return "Z"
    found = set()
    for zone in ABBREVIATIONS.get(abbreviation, ()):
        try:
            placed = PlainDateTime(local).assume_tz(zone, disambiguation="raise")
        except (SkippedTime, RepeatedTime):
            continue
        there = placed.to_stdlib()
        if there.tzname() == abbreviation:
            found.add(there.utcoffset())
    return _offset(found.pop()) if len(found) == 1 else None


def _offset(delta: timedelta | None) -> str:
    minutes = int((delta or timedelta()).total_seconds() // 60)
    if not minutes:
        return "Z"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _epoch(said: float) -> When:
    seconds = said / 1000 if abs(said) > _MOST_SECONDS else said
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise DateError("no time that exists", "write the date and time") from None
    return When(_written(moment.replace(tzinfo=None), "Z"))


def _iso(match: re.Match[str], zone: str | None) -> When:
    day, at, offset = match.groups()
    local = datetime.combine(_real(day).date(), _time(at))
    if offset is None:
        return _local(local, zone)
    if offset in "Zz" or set(offset) <= set("+-0:"):
        return When(_written(local, "Z"))
    return When(_written(local, offset_in_figures(offset)))


def offset_in_figures(said: str) -> str:
    """Return an offset such as ``+02`` or ``-0530`` as ``-05:30``. Raises DateError beyond 18 h."""
    digits = said[1:].replace(":", "").ljust(4, "0")
    if int(digits[:2]) > _MOST_OFFSET_HOURS or int(digits[2:]) >= _MINUTES:
        raise DateError(f"no zone is at {said}", "look at the source")
    return f"{said[0]}{digits[:2]}:{digits[2:]}"


def _time(text: str) -> time:
    hour, *rest = text.split(":")
    try:
        return datetime.fromisoformat(f"2000-01-01T{int(hour):02}:{':'.join(rest)}").time()
    except ValueError:
        raise DateError("no clock shows this time", "look at the source") from None


def _real(day: str) -> datetime:
    try:
        return datetime.fromisoformat(day)
    except ValueError:
        raise DateError(f"{day} is no day of the calendar", "look at the source") from None


def _local(local: datetime, zone: str | None) -> When:
    if zone is None:
        raise DateError("the time has no zone", "say which with --timezone, such as Europe/Berlin")
    return When(_written(local, ""))


def _written(local: datetime, offset: str) -> str:
    # `strftime` would not fill up the year 204.
    return local.isoformat(" ", "seconds" if local.second else "minutes") + offset


def _spelled(text: str, zone: str | None, order: Order | None) -> When:
    if not re.search(r"[0-9]:[0-9]{2}|[0-9] ?[AaPp]\.?[Mm]", text):
        raise DateError("a day without a time of day", "write the time, too")
    names = [each for each in _ZONE.findall(text) if each not in _HALF_DAYS and _known(each)]
    bare = text
    for each in names:
        bare = bare.replace(each, " ")
    moment = _parsed(bare, order)
    local = moment.replace(tzinfo=None, microsecond=0)
    if moment.tzinfo is not None:
        return When(_written(local, _offset(moment.utcoffset())))
    if not names:
        return _local(local, zone)
    offset = offset_of(names[0], local)
    if offset is None and zone is not None:
        return When(_written(local, ""), f"`{names[0]}` names no single zone; {zone} was taken")
    if offset is None:
        zones = ", ".join(ABBREVIATIONS.get(names[0], ()))
        raise DateError(f"`{names[0]}` names no single zone ({zones})", "say which with --timezone")
    return When(_written(local, offset))


def _known(name: str) -> bool:
    return name in ABBREVIATIONS or name == "Z"


def _offset_alone(name: str | None, seconds: int | None) -> tzinfo | None:
    """Take an offset for what it is; by a name alone, dateutil would ask the machine's own zone."""
    del name
    return None if seconds is None else timezone(timedelta(seconds=seconds))


def _parsed(text: str, order: Order | None) -> datetime:
    figures = _FIGURES.search(text)
    first_is_day = False  # dateutil would turn 2026-03-04 round, too
    if figures:
        first, sign, second, year = figures.groups()
        if len(year) == 2:  # noqa: PLR2004 - digits
            raise DateError(f"{figures.group()} has a year of two digits", "write all four")
        both = int(first) <= 12 and int(second) <= 12 and first != second  # noqa: PLR2004 - months
        if both and sign != "." and order is None:
            raise DateError(
                f"{figures.group()} can be read in two ways", "say which with --dates dmy or mdy"
            )
        first_is_day = int(first) > 12 or (both and (sign == "." or order == "dmy"))  # noqa: PLR2004
    plain = re.sub(r"\b([ap])\.m\.?", r"\1m", text, flags=re.IGNORECASE)
    readings: list[datetime] = []
    # Two fillings: what differs between them was not in the text.
    for filling in (datetime(2001, 2, 3), datetime(2004, 5, 6)):  # noqa: DTZ001 - never shown
        try:
            reading = dateutil.parse(
                plain, default=filling, dayfirst=first_is_day, tzinfos=_offset_alone
            )
            readings.append(reading)
        except (ValueError, ArithmeticError, LookupError, TypeError):  # of odd figures, any of them
            raise DateError("this is no date", "write it like 2026-03-01 09:12") from None
    if readings[0].replace(tzinfo=None) != readings[1].replace(tzinfo=None):
        raise DateError("the date is not whole", "write year, month and day")
    return readings[0]
