"""Times in a document: where they stand, and what a time of day alone means in it.

A document says its day and its zone once and then writes `10:05`. Both are found first, and every
time is then read with them; what a document says nowhere is never filled in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from postmortems.importers.dates import DateError, When, clock, day_of, when
from postmortems.load.moments import ABBREVIATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.importers.dates import Order

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?,?\s+)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_DATE = (
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"
    r"|[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}"
    rf"|{_WEEKDAY}{_MONTH}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?\b(?!:)(?:,?\s+{_YEAR}\b)?"
    rf"|{_WEEKDAY}[0-9]{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}(?:,?[\s-]+{_YEAR}\b)?)"
)
_CLOCK = (
    r"(?:(?:[01]?[0-9]|2[0-3])[:hH][0-5][0-9](?::[0-5][0-9])?(?:[.,][0-9]{1,9})?"
    r"(?:\s?[AaPp]\.?[Mm]\b\.?)?|(?:1[0-2]|0?[1-9])\s?(?:[AP]\.?M\b\.?|[ap]\.?m\b\.?))"
)
_NAMED = "|".join(sorted(ABBREVIATIONS, key=len, reverse=True))
_ZONE = rf"(?:(?:UTC|GMT)[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?|(?:{_NAMED}|Z)\b)"
_OFFSET = r"[+-](?:0[0-9]|1[0-4])(?::?(?:00|15|30|45))?\b(?!:)"
_DAY = rf"(?<![\w/.-])(?P<date>{_DATE})(?![\w/]|\.[0-9])"
# `-06:54` behind a time of day is the end of a range, behind a date and a time it is an offset.
_TIME = (
    rf"(?<![\w:.,/$€£+-])(?:(?P<date>{_DATE})(?:[Tt]|(?:\s*+,)?\s++(?:at\s+|@\s*)?|\s*[-–—]\s+))?"
    rf"(?P<clock>{_CLOCK})(?![0-9]|:[0-9]|\.[0-9])"
    rf"(?:\s?\(?(?P<zone>{_ZONE}|(?(date){_OFFSET}|(?!))|\+[0-9]{{2}}:?[0-9]{{2}}\b)\)?)?"
)
DAY = re.compile(_DAY)
TIME = re.compile(_TIME)
_BEFORE = re.compile(r"[\s\[(*_`~>|•·–—-]*")
_RANGE = re.compile(
    rf"\s*(?:-|–|—|to|until)\s*(?P<until>{_CLOCK})(?:\s?\(?{_ZONE}\)?)?", re.IGNORECASE
)
_AFTER = re.compile(r"[\])*_`~]*\s*(?:[:|,–—=>-]+|(?=\s)|$)[*_`]*+\s*+")
_ALL_TIMES = re.compile(
    rf"\b(?:all\s+)?times?\b[^.\n]{{0,40}}?\b(?P<zone>{_NAMED}|[A-Z][a-z]+/[A-Z][A-Za-z_/]*[A-Za-z])(?![A-Za-z0-9])"
    rf"|\(\s*(?P<alone>{_NAMED})\s*\)",
)
_FIGURES = re.compile(
    r"(?<![0-9./-])([0-9]{1,2})([/-])([0-9]{1,2})\2(?:[0-9]{4}|[0-9]{2})(?![0-9./-])"
)
_MONTHS = 12
_YEARS = ("1990", "2100")
_BACK = timedelta(hours=6)
"""A time of day that is so much earlier than the one before is of the next day."""


@dataclass(frozen=True, slots=True)
class Said:
    """A time as it stands in a text; parts that are not said are empty."""

    clock: str
    date: str = ""
    zone: str = ""
    until: str = ""

    @property
    def text(self) -> str:
        """Return it as it was written, spaces evened out."""
        return " ".join(part for part in (self.date, self.clock, self.zone) if part)


def said(match: re.Match[str]) -> Said:
    """Return what a match of `TIME` says."""
    return Said(match["clock"], match["date"] or "", match["zone"] or "")


def leading(text: str) -> tuple[Said, str] | None:
    """Return the time with which a line begins, and the rest of the line; None without one.

    Of `10:05-10:20` the second is told as ``until``.
    """
    begin = _BEFORE.match(text)
    at = begin.end() if begin else 0
    match = TIME.match(text, at)
    if match is None:
        return None
    end, until = match.end(), ""
    if ranged := _RANGE.match(text, end):
        end, until = ranged.end(), ranged["until"]
    after = _AFTER.match(text, end)
    if after is None:
        return None
    found = said(match)
    return Said(found.clock, found.date, found.zone, until), text[after.end() :].strip()


def times(text: str) -> Iterator[tuple[int, int, Said]]:
    """Yield the times in a text with their beginnings and ends."""
    for match in TIME.finditer(text):
        yield match.start(), match.end(), said(match)


def order_of(text: str) -> tuple[Order | None, int]:
    """Return how a text writes days in figures, and the line that shows it.

    None where nothing shows it, with line 0, or where two lines show both orders, with the second.
    """
    found: Order | None = None
    line = 0
    for match in _FIGURES.finditer(text):
        first, second = int(match[1]), int(match[3])
        if (first > _MONTHS) == (second > _MONTHS):
            continue
        here: Order = "dmy" if first > _MONTHS else "mdy"
        at = text.count("\n", 0, match.start()) + 1
        if found not in {None, here}:
            return None, at
        found, line = here, line or at
    return found, line


@dataclass(slots=True, kw_only=True)
class Clockwork:
    """Reads the times of one document.

    ``day`` is the incident's, ISO, or empty while no date is known; ``spoken`` the zone that the
    document's other times carry, or if ``stated`` the one that it says all of them are in; ``zone``
    the IANA zone that whoever imports named. ``notes`` are
    collected on the way, each once: what had to be assumed for a time to be read.
    """

    day: str = ""
    zone: str | None = None
    spoken: str = ""
    stated: bool = False
    order: Order | None = None
    undated: bool = False
    notes: list[str] = field(default_factory=list)
    local: bool = False
    """Whether a time was read that needs the zone named in the record."""

    def read(self, what: Said, after: str = "") -> str:
        """Return a time as a record holds it. Raises DateError.

        ``after`` is the time before it, in the same form: a time of day alone takes its day, and
        the next one where it would run backwards.
        """
        hour = clock(what.clock.replace("H", ":").replace("h", ":"))
        if self.undated:
            return self._undated(hour, after)
        day = self._day(what.date) if what.date else after[:10] or self.day
        if not day:
            raise DateError("the time has no date", "write the day of the incident")
        found = self._when(day, hour, what.zone)
        if not what.date and after and (moved := self._next(found, after, hour, what.zone)):
            return moved
        return found

    def _next(self, found: str, after: str, hour: str, zone: str) -> str:
        gap = _instant(after) - _instant(found)
        if gap < _BACK:
            return ""
        self._note("a time earlier than the one before was read as the next day's")
        day = date.fromisoformat(after[:10]) + timedelta(days=1)
        return self._when(day.isoformat(), hour, zone)

    def _undated(self, hour: str, after: str) -> str:
        day = int(after.split()[1]) if after else 1
        if after and _minutes(after.split()[2]) - _minutes(hour) >= _BACK.total_seconds() / 60:
            day += 1
        return f"day {day} {hour}"

    def day_of(self, text: str) -> str:
        """Return a day as ISO; one without a year takes that of the incident. Raises DateError."""
        return self._day(text)

    def _day(self, text: str) -> str:
        bare = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)\b|\bof\b|,", " ", text).replace("/", "/")
        if re.search(r"[0-9]{4}", bare) or _FIGURES.search(text):
            return day_of(bare, order=self.order)
        if not self.day:
            raise DateError("the date has no year", "write all of it")
        self._note(f"dates without a year were read as {self.day[:4]}")
        return day_of(f"{bare} {self.day[:4]}", order=self.order)

    def _when(self, day: str, hour: str, zone: str) -> str:
        zone = _offset(zone)
        if not zone and self.spoken and (self.stated or not self.zone):
            if not self.stated:
                self._note(f"times without a zone were read as {self.spoken}, like the others")
            zone = _offset(self.spoken)
        found: When = when(f"{day} {hour} {zone}".strip(), zone=self.zone, order=self.order)
        if not _YEARS[0] <= found.text[:4] <= _YEARS[1]:
            raise DateError("no record holds this year", "look at the source")
        if found.doubt:
            self._note(found.doubt)
        self.local = self.local or not found.aware
        return found.text

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def zone_said(text: str) -> str:
    """Return the zone that a text says all of its times are in; empty where it says none."""
    match = _ALL_TIMES.search(text)
    return (match["zone"] or match["alone"] or "") if match else ""


def first_zone(texts: Iterable[str]) -> str:
    """Return the first zone that stands behind a time; empty where none does."""
    found = (each.zone for text in texts for _, _, each in times(text))
    return next((zone for zone in found if zone), "")


def minutes_between(start: str, end: str) -> float:
    """Return the minutes from one time of a record to another, both written alike."""
    return (_instant(end) - _instant(start)).total_seconds() / 60


def later(text: str, minutes: float) -> str:
    """Return a time of a record moved by minutes, in the same form; empty where none is left."""
    if text.startswith("day "):
        _, number, hour = text.split()
        whole = (int(number) - 1) * 1440 + _minutes(hour) + int(minutes)
        return f"day {whole // 1440 + 1} {whole % 1440 // 60:02}:{whole % 60:02}"
    stamp = re.match(r"[0-9-]{10} [0-9:]{5,8}", text)
    assert stamp is not None  # noqa: S101 - times of records are written so
    try:
        moved = datetime.fromisoformat(stamp.group()) + timedelta(minutes=minutes)
    except OverflowError:
        return ""
    seconds = ":%S" if moved.second else ""
    return moved.strftime(f"%Y-%m-%d %H:%M{seconds}") + text[stamp.end() :]


def instant(text: str) -> datetime:
    """Return a sortable time of a record's text; times without an offset count as UTC."""
    return _instant(text)


def _instant(text: str) -> datetime:
    if text.startswith("day "):
        _, number, hour = text.split()
        base = datetime(2001, 1, 1) + timedelta(days=int(number) - 1)  # noqa: DTZ001 - only compared
        return datetime.fromisoformat(f"{base:%Y-%m-%d} {hour}+00:00")
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else datetime.fromisoformat(f"{text}+00:00")


def _minutes(hour: str) -> int:
    return int(hour[:2]) * 60 + int(hour[3:5])


def _offset(zone: str) -> str:
    """Write `UTC+2` and `+0200` as offsets; names stay names."""
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?", zone)
    if match is None:
        return zone
    return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"
