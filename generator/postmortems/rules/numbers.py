"""Numbers in words, and the hedges that prose puts before a number."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
"""The words for 1 to 19."""
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
"""The words for 20 to 90."""
# The longest word first: `seven` must not take the beginning of `seventeen`.
IN_WORDS = (
    rf"(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES[:9])})\b)?"
    rf"|{'|'.join(sorted(ONES, key=len, reverse=True))}"
)
"""A pattern of the numbers from 1 to 99 in words; alternatives without a group around them."""

_VALUES = {word: number for number, word in enumerate(ONES, 1)} | {
    word: 10 * number for number, word in enumerate(TENS, 2)
}
_LEAST = (
    r"(?:well |just )?(?:over|above)|(?:more|longer|(?:no|not) (?:less|fewer)) than|at least"
    r"|upwards of|[>≥]"
)
_MOST = (
    r"(?:well |just )?(?:under|below)|(?:less|fewer|shorter|(?:no|not) (?:more|longer)) than"
    r"|at most|up to|as many as|within|[<≤]"
)
_ABOUT = r"about|around|roughly|approximately|some|almost|nearly|close to|circa|[~≈]"
# Looked for backwards from a number: before every character of a text it would take long.
_HEDGE = re.compile(
    rf"(?<![\w-])(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))"
    r"(?: (?:a|the) )?\s*\Z",
    re.IGNORECASE,
)
_REACH = 32


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words before a number that make it less exact: where they begin, and what they say."""

    start: int
    kind: str
    """`least`, `most` or `about`."""


def hedge_before(text: str, start: int) -> Hedge | None:
    """Return the hedge that stands right before a place in a text; None when there is none."""
    match = _HEDGE.search(text, max(0, start - _REACH), start)
    return Hedge(match.start(), str(match.lastgroup)) if match else None


def in_digits(words: str) -> int:
    """Return the value of a number in words."""
    return sum(_VALUES[part] for part in re.split(r"[- ]", words.lower()))
