"""What keeps a text from being a time, and the same time as it is written here."""

from __future__ import annotations

import re

# A day of whatever form, then a clock time of whatever form; seconds and offsets may follow.
_CLOCK = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])?"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?:Z|[+-][0-9:]{4,6})?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})(?:[T ,].*)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})(?P<clock>[T ,].*)?")
_YEAR_COMES_FIRST = "the year comes first"
_NOON = 12
_HOURS = 24
_MINUTES = 60
_MONTHS = 12
_DAYS = 31


def clock_fault(text: str, *, short: bool) -> tuple[str, str] | None:
    """Return what is wrong with the form of a time and how to mend it; None for anything else.

    ``short`` tells whether a clock time may stand without its day.
    """
    match = _CLOCK.fullmatch(text)
    if match is None:
        return day_fault(text, timed=True)
    hour, minute, day = int(match["hour"]), int(match["minute"]), match["day"] or ""
    if minute >= _MINUTES:
        return f"there is no minute {minute}", "write a minute from 00 to 59"
    if match["half"]:
        if not 1 <= hour <= _NOON:
            return f"there is no hour {hour} on a clock of 12 hours", "write the hour from 00 to 23"
        hour = hour % _NOON + (_NOON if match["half"] in "Pp" else 0)
        return "times are written on 24 hours", _write(day, hour, minute, short=short)
    if hour >= _HOURS:
        message = f"there is no hour {hour}; a day ends at 23:59"
        if hour >= 2 * _HOURS:
            return message, "write the hour from 00 to 23"
        later = f"`{hour - _HOURS:02}:{minute:02}`"
        return message, f"write {later}" + (" on the day after" if day or not short else "")
    if len(match["hour"]) == 1:
        return "the hour has one digit", _write(day, hour, minute, short=short)
    if not day and not short:
        return "the day is missing", f"write it too: `2024-01-21 {hour:02}:{minute:02}`"
    return None


def day_fault(text: str, *, timed: bool) -> tuple[str, str] | None:
    """Return what is wrong with the form of a day and how to mend it; None for anything else.

    ``timed`` tells whether a clock time has to follow it.
    """
    then = ", then the time" if timed else ""
    if match := _YEAR_LAST.fullmatch(text):
        first, _, second, year = match.groups()
        readings = {
            f"`{year}-{month:02}-{day:02}`": None
            for month, day in ((int(first), int(second)), (int(second), int(first)))
            if 1 <= month <= _MONTHS and 1 <= day <= _DAYS
        }
        said = "nobody can tell the day from the month" if len(readings) > 1 else _YEAR_COMES_FIRST
        return (said, f"write {' or '.join(readings)}{then}") if readings else None
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()[:3]
        written = f"{year}-{int(month):02}-{int(day):02}"
        if timed and not match["clock"]:
            return "the time of day is missing", f"write it too: `{written} 15:47`"
        if not text.startswith(written):
            return f"a day is written `{written}`", f"write `{written}`{then}"
    return None


def _write(day: str, hour: int, minute: int, *, short: bool) -> str:
    if day or short:
        return f"write `{day}{hour:02}:{minute:02}`"
    return f"write the day and `{hour:02}:{minute:02}`: `2024-01-21 {hour:02}:{minute:02}`"
