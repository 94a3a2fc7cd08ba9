"""Counts of people and things as prose states them, in digits or words, with their precision."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from postmortems.rules.numbers import IN_WORDS, TENS, hedge_before, in_digits
from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
# Groups of three digits, or digits that may have decimals if a scale follows.
_DIGITS = r"\d{1,3}(?:,\d{3}|[ \u00a0\u202f]\d{3}){1,4}(?!\d)|\d{1,12}(?:\.\d{1,3})?"
_NUMBER = rf"(?:(?:{_DIGITS}|(?:{IN_WORDS})(?!\w))(?:[ \u00a0]?(?:{'|'.join(_SCALES)})(?!\w))?)"
_PARTS = re.compile(rf"(?P<number>.+?)(?:\s?(?P<scale>{'|'.join(_SCALES)}))?", re.IGNORECASE)
# What follows one of these is no count: an addition, a rate, a name, the end of a longer number.
_NO_COUNT_AFTER = frozenset(
    (
        *("another", "further", "additional", "other", "first", "last", "next", "remaining"),
        *("these", "those", "every", "each", "plus", "minus", "half", "dozen", "http", "error"),
        *("code", "status", "port", "version", "day", "step", "phase", "stage", "tier", "region"),
        *("zone", "cluster", "level", "batch", "shard", "node", "number", "no.", "hundred"),
        *("thousand", "million", *TENS),
    )
)
# Nor what follows these, which end with one of the words.
_LINKS = frozenset(("of", "the", "our", "all", "its", "in", "and"))
_PART_OF = re.compile(
    r"(?:(?:%|(?<!\w)(?:percent|per cent|half|thirds?|quarters?|most|none|some|many|few|any|part"
    r"|majority|share|fraction|rest|remainder|each|every|one))\s+of(?:\s+(?:the|our|all|its))*"
    rf"|(?<!\w){_NUMBER}\s+in|(?<!\w)(?:hundred|thousand|million)\s+and)\s+\Z",
    re.IGNORECASE,
)
# `in 2024 users could not` names a year.
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|until|by|from|before|after|of|early|late|January|February|March|April|May|June"
    r"|July|August|September|October|November|December)\s+\Z"
)
_BETWEEN = re.compile(r"\bbetween\s+\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
# What stands behind may loosen the number or make it a rate, and is not read any further.
_LOOSE = re.compile(
    r"\s+or (?:so|more|fewer|less)\b|,?\s+at (?:least|most)\b|\s*/|\s+(?:a|an|every|per) \w+"
    r"|['\u2019]|-",
    re.IGNORECASE,
)
_REACH = 40
_ROUND = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A stated count: where it stands in the text, of what, and the numbers that make it true."""

    start: int
    end: int
    text: str
    noun: str
    value: float
    """The number itself, of a range the upper end, of a part in a whole the part."""
    bounds: tuple[tuple[float, float], ...]
    """The least and the greatest number that bear it out; two pairs for `12 of 40`."""

    def fits(self, least: float, most: float) -> bool:
        """Tell whether any number between the two bears the statement out."""
        return any(low <= most and least <= high for low, high in self.bounds)


def counts(text: str, nouns: tuple[str, ...]) -> Iterator[Count]:
    """Yield every stated count of two or more of what the nouns name, in the order of the text.

    Understood are `12 clients`, `1,200`, `1 200`, `1.2 k`, `1.2 million`, `twelve`, `10 to 15`,
    `between 10 and 15`, `12 of 40`, each with words such as `about`, `more than` or `up to`.
    """
    if not nouns:
        return
    for match in _pattern(nouns).finditer(text):
        start = match.start()
        hedge = hedge_before(text, start)
        start = hedge.start if hedge else start
        before = text[max(0, start - _REACH) : start]
        if _no_count_after(before) or _LOOSE.match(text, match.end()):
            continue
        if _YEAR.fullmatch(match["number"]) and _BEFORE_YEAR.search(before):
            continue
        if match["and"] and not _BETWEEN.search(before):
            continue
        high, slack = _read(match["number"])
        low, low_slack = _read(match["low"]) if match["low"] else (high, slack)
        if not 1 < high >= low > 0 or not (high.is_integer() and low.is_integer()):
            continue
        kind = "least" if match["more"] else hedge.kind if hedge else ""
        bounds: tuple[tuple[float, float], ...]
        if match["of"]:
            # Either the part or the whole may be what was recorded.
            bounds = (
                _widened(low - low_slack, low + low_slack, kind),
                _widened(high - slack, high + slack, ""),
            )
        else:
            bounds = (_widened(low - low_slack, high + slack, kind),)
        yield Count(
            start=start,
            end=match.end(),
            text=text[start : match.end()],
            noun=match["noun"],
            value=low if match["of"] else high,
            bounds=bounds,
        )


@lru_cache(maxsize=8)
def _pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w.:,/$€£#+-])(?=[\defnost])"
        rf"(?:(?P<low>{_NUMBER})(?:(?<=[\dk])[ ]?[-–][ ]?(?=\d)|\s+(?:to|or)\s+"
        r"|(?P<of>\s+(?:out\s+)?of\s+(?:(?:the|our|its|all)\s+){0,2})"
        r"|(?P<and>\s+and\s+)))?"
        rf"(?P<number>{_NUMBER})(?P<more>\+|\s+or\s+more|\s+and\s+more)?\s+"
        r"(?:of\s+(?:our|the|its|their)\s+|our\s+|different\s+|distinct\s+|individual\s+"
        r"|unique\s+|affected\s+)?"
        rf"(?P<noun>{any_of(nouns).pattern})",
        re.IGNORECASE,
    )


def _no_count_after(before: str) -> bool:
    """Tell whether the words before a number make it something else than a count."""
    last = before[before.rstrip().rfind(" ") + 1 :].strip().lower()
    if last in _LINKS:
        return _PART_OF.search(before) is not None
    return last in _NO_COUNT_AFTER


def _widened(least: float, most: float, kind: str) -> tuple[float, float]:
    """Return the numbers between which a statement with a hedge of this kind is true."""
    if kind == "about":
        # Whoever says "about 40" has rounded to five or ten.
        return least - max(2, least / 10), most + max(2, most / 10)
    return 0 if kind == "most" else least, math.inf if kind == "least" else most


def _read(said: str) -> tuple[float, float]:
    """Return a number, and what its rounding allows either way."""
    parts = _PARTS.fullmatch(said)
    assert parts is not None  # noqa: S101 - the pattern takes every text that is not empty
    number = parts["number"]
    digits = re.sub(r"[,\s]", "", number) if number[0].isdigit() else str(in_digits(number))
    value = float(digits)
    if parts["scale"]:
        scale = _SCALES[parts["scale"].lower()]
        decimals = len(digits.partition(".")[2])
        return round(value * scale, 3), scale / 10**decimals / 2
    zeros = len(digits) - len(digits.rstrip("0"))
    return value, 10**zeros / 2 if value >= _ROUND and zeros else 0
