"""The numbers that a sentence of a page says."""

from __future__ import annotations

import html
import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from support.recount.sentences import Said

_NAMES = re.compile(r"INC-[\w-]+(?:#A\d+)?|\d{4}-(?:\d\d-\d\d|\d\d|Q\d)|\bP\d\b|\bL\d\b")
_NUMBER = re.compile(
    r"(?P<percent>[\d,.]+) %|(?P<time>\d[\d,]* (?:d|h|min|s)\b(?: \d+ (?:h|min|s)\b)*)"
    r"|(?P<count>\d[\d,]*(?:\.\d+)?)"
)
_UNITS: dict[str, Fraction] = {
    "d": Fraction(24 * 60),
    "h": Fraction(60),
    "min": Fraction(1),
    "s": Fraction(1, 60),
}


def plain(markup: str) -> str:
    """The text of a piece of a page."""
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def said(sentence: str, names: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The numbers of a sentence with their kinds; those inside names do not count."""
    for name in sorted(names, key=len, reverse=True):
        sentence = sentence.replace(name, "…")
    return [
        (kind, found[kind])
        for found in _NUMBER.finditer(_NAMES.sub("…", sentence))
        for kind in ("percent", "time", "count")
        if found[kind]
    ]


def agrees(told: list[tuple[str, str]], counted: Said) -> bool:
    """Whether a sentence says these numbers in this order, each as exact as it is told."""
    return len(told) == len(counted) and all(map(_same, told, counted))


def _same(told: tuple[str, str], counted: int | Fraction) -> bool:
    kind, text = told
    text = text.replace(",", "")
    if kind == "count":
        return isinstance(counted, int) and Fraction(text) == counted
    if kind == "percent":
        places = len(text.partition(".")[2])
        off = abs(Fraction(text) - counted)
        # Only none is 0 % and only all is 100 %, so what lies between may be off by nearly one.
        return off <= Fraction(1, 2 * 10**places) or (text in {"1", "99"} and off < 1)
    parts = re.findall(r"(\d+) (\w+)", text)
    value = sum((Fraction(number) * _UNITS[unit] for number, unit in parts), Fraction())
    return abs(value - counted) < _UNITS[parts[-1][1]]
