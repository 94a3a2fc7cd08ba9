"""Lengths of time as prose states them, in digits or words, with how exact the statement is."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from postmortems.rules.numbers import IN_WORDS, hedge_before, in_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = rf"(?:\d{{1,5}}(?:\.\d{{1,2}})?|{IN_WORDS})"
_HOUR = r"(?:hours?|hrs?|h)"
_MINUTE = r"(?:minutes?|mins?)"

# A quick look for a unit, before the long pattern tries every word.
_UNIT = re.compile(
    r"(?<![a-z])(?:h|m|hr|hour|min|minute|day|half|quarter)s?(?![a-z])", re.IGNORECASE
)
_UNITS = frozenset(
    f"{unit}{s}".encode()
    for unit in ("h", "m", "hr", "hour", "min", "minute", "day", "half", "quarter")
    for s in ("", "s")
)

# Whoever says "two hours" has rounded to the hour, who says "42 minutes" to the minute.
_EXACT = 1
_QUARTER = 5
_HALF = 15
_WHOLE_HOUR = 30
_WHOLE_DAY = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A stated length: where it stands in the text and the minutes that would make it true."""

    start: int
    end: int
    text: str
    least: float
    most: float

    @property
    def exact(self) -> bool:
        """Tell whether a length is given, not only a bound such as `less than an hour`."""
        return math.isfinite(self.least) and math.isfinite(self.most)

    def fits(self, minutes: float) -> bool:
        """Tell whether a recorded length bears the statement out."""
        return self.least <= minutes <= self.most


def units_among(words: frozenset[bytes]) -> list[str]:
    """Return the units among the words of a text; without one it states no length."""
    return [unit.decode() for unit in sorted(_UNITS & words)]


def lengths(text: str) -> Iterator[Length]:
    """Yield every stated length of a minute or more, in the order of the text.

    Understood are `42 minutes`, `1 h 02`, `1h5m`, `10:28 h`, `2 hours and 15 minutes`,
    `eighteen hours`, `half an hour`, `two and a half hours`, `15-30 minutes`, each with words
    such as `about`, `more than` or `up to` before it.
    """
    if _UNIT.search(text) is None:
        return
    for match in _length().finditer(text):
        low, high, slack = _read(match)
        if high < 1:
            continue
        least, most = low - slack, high + slack
        hedge = hedge_before(text, match.start())
        start = hedge.start if hedge else match.start()
        if hedge is None:
            pass
        elif hedge.kind == "about":
            # Whoever says "about 40 minutes" has rounded to five or ten.
            least, most = least - max(2, low / 10), most + max(2, high / 10)
        elif hedge.kind == "least":
            most = math.inf
        else:
            least = -math.inf
        yield Length(
            start=start,
            end=match.end(),
            text=text[start : match.end()],
            least=least,
            most=most,
        )


@cache
def _length() -> re.Pattern[str]:
    """Return the pattern of a length, compiled when a text first names a unit: that takes long."""
    return re.compile(
        r"(?<![\w.:,/$€£-])(?=[\daefhnoqst])"
        r"(?:"
        rf"(?P<clock>\d{{1,3}}:[0-5]\d)[ ]?{_HOUR}"
        r"|(?P<quarters>half an hour|(?:an? |one )?half[- ]hour|(?:an? )?quarter of an hour"
        r"|three quarters of an hour)"
        rf"|(?P<halved>an|{_NUMBER})[- ]{_HOUR} and a half"
        rf"|(?P<plus_half>{_NUMBER}) and a half[- ]{_HOUR}"
        rf"|(?P<hours>an|{_NUMBER})[ -]?{_HOUR},?[ ]?(?:and )?"
        rf"(?P<and_minutes>{_NUMBER})[ -]?(?:{_MINUTE}|m)"
        r"|(?P<short>\d{1,3}[ ]?h[ ]?[0-5]\d)"
        rf"|(?:(?P<low>\d{{1,5}}(?=[ ]?[-–])|{_NUMBER}(?= (?:to|or) ))[ ]?(?:[-–]|to|or)[ ]?)?"
        rf"(?P<number>an|{_NUMBER})[ -]?"
        rf"(?:(?P<hour>{_HOUR})|(?P<minute>{_MINUTE})|(?P<day>days?))"
        r"|(?P<one_day>a day)"
        r")(?![\w:]|-(?!long|outage|down|inter|delay|gap|wait|inc|deg|dis|window))",
        re.IGNORECASE,
    )


def _read(match: re.Match[str]) -> tuple[float, float, float]:
    """Return the lower and upper minutes as stated, and what the rounding allows either way."""
    if match["clock"]:
        hours, _, minutes = match["clock"].partition(":")
        return _exact(int(hours), int(minutes))
    if match["short"]:
        hours, _, minutes = match["short"].lower().partition("h")
        return _exact(int(hours), int(minutes))
    if match["quarters"]:
        said = match["quarters"].lower()
        value: float = 45 if said.startswith("three") else 15 if "quarter" in said else 30
        return value, value, _QUARTER
    if match["halved"] or match["plus_half"]:
        value = 60 * _number(match["halved"] or match["plus_half"]) + 30
        return value, value, _HALF
    if match["and_minutes"]:
        return _exact(_number(match["hours"]), _number(match["and_minutes"]))
    if match["one_day"]:
        return 1440, 1440, _WHOLE_DAY
    return _one_unit(match)


def _one_unit(match: re.Match[str]) -> tuple[float, float, float]:
    high = _number(match["number"])
    low = _number(match["low"]) if match["low"] else high
    if match["minute"]:
        return low, high, _EXACT
    if match["day"]:
        return 1440 * low, 1440 * high, _WHOLE_DAY
    decimals = len(match["number"].partition(".")[2])
    slack = _WHOLE_HOUR / 10**decimals if decimals else _WHOLE_HOUR
    return 60 * low, 60 * high, max(slack, _EXACT)


def _exact(hours: float, minutes: float) -> tuple[float, float, float]:
    value = 60 * hours + minutes
    return value, value, _EXACT


def _number(text: str) -> float:
    said = text.lower()
    if said[0].isdigit():
        return float(said)
    if said == "an":
        return 1
    return in_digits(said)
