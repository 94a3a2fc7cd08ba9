"""Times that are written in another form than ours and can mean only one thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortems.fields import TimeText

_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?P<second>:[0-9]{2})?(?:[.,]0+)?"
_OFFSET = (
    r"(?P<offset>[Zz]|[Uu][Tt][Cc]|(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::?(?P<rest>[0-9]{2}))?)"
)
_DATED = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    rf"(?:(?P<between>[Tt]|\ +){_CLOCK}(?:\ *{_OFFSET})?)?"
)
_COUNTED = re.compile(rf"[Dd]ay\ +(?P<number>[1-9][0-9]?),?\ +{_CLOCK}")
_CLOCK_ONLY = re.compile(_CLOCK)


def normal(text: str, time: TimeText) -> str | None:
    """Write a time in the form that its field accepts; None when that could change what it says.

    Zeros are filled in, spaces and fractions of no length dropped, and offsets written `Z` or
    `+02:00`. Nothing is guessed: a time without a zone stays without one.
    """
    stripped = text.strip(" ")
    if match := _DATED.fullmatch(stripped):
        made = f"{match['year']}-{match['month']:0>2}-{match['day']:0>2}"
        if match["between"]:
            made += " " if match["between"].startswith(" ") else "T"
            made += _clock(match) + _offset(match)
    elif match := _COUNTED.fullmatch(stripped):
        made = f"day {match['number']} {_clock(match)}"
    elif match := _CLOCK_ONLY.fullmatch(stripped):
        made = _clock(match)
    else:
        return None
    return made if made != text and re.fullmatch(time.pattern, made) else None


def _clock(match: re.Match[str]) -> str:
    return f"{match['hour']:0>2}:{match['minute']}{match['second'] or ''}"


def _offset(match: re.Match[str]) -> str:
    if not match["offset"]:
        return ""
    if not match["sign"]:
        return "Z"
    return f"{match['sign']}{match['hours']:0>2}:{match['rest'] or '00'}"
