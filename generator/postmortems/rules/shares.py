"""Shares of people as prose states them: all, nobody, half, one in four, 85 %."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Counted by other figures than the share of users.
_OTHER_MEASURES = frozenset(
    ("request", "requests", "order", "orders", "payment", "payments", "traffic")
)
_ONES = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}
_FRACTIONS = {"half": 50, "a third": 100 / 3, "two thirds": 200 / 3, "a quarter": 25}
_FRACTIONS |= {"one third": 100 / 3, "one quarter": 25, "three quarters": 75}
_ABOUT = r"(?:about|around|roughly|approximately|some|almost|nearly|close to|practically|[~≈])"
_LEAST = r"(?:more than|over|at least|above)"
_MOST = r"(?:less than|fewer than|under|up to|at most|below)"
# Looked for backwards from a share: before every character of a text it would take long.
_HEDGE = re.compile(
    rf"(?:(?P<about>{_ABOUT})\s*|(?P<least>{_LEAST})\s+|(?P<most>{_MOST})\s+)\Z", re.IGNORECASE
)
_HEDGE_REACH = 32
_NEGATIVE = re.compile(r"(?:no|not|none)\b", re.IGNORECASE)
_COULD = re.compile(
    r"[^.]{0,40}?\b(?:could|was able|were able|reached|got through)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A stated share: where it stands in the text and the percentages that would make it true."""

    start: int
    end: int
    text: str
    least: float
    most: float

    def fits(self, percent: float) -> bool:
        """Tell whether a recorded percentage bears the statement out."""
        return self.least <= percent <= self.most


def shares(text: str, quantifiers: tuple[str, ...], nouns: tuple[str, ...]) -> Iterator[Share]:
    """Yield every stated share of people or of what they use, in the order of the text.

    ``quantifiers`` are words for everyone, ``nouns`` what is counted; shares of requests, orders,
    payments and traffic are not yielded.
    """
    counted = tuple(noun for noun in nouns if noun not in _OTHER_MEASURES)
    if not counted:
        return
    for match in _pattern(quantifiers, counted).finditer(text):
        hedge = _HEDGE.search(text, max(0, match.start() - _HEDGE_REACH), match.start())
        bounds = _bounds(match, text, hedge)
        if bounds is not None:
            start = hedge.start() if hedge else match.start()
            least, most = bounds
            yield Share(
                start=start, end=match.end(), text=text[start : match.end()], least=least, most=most
            )


@lru_cache(maxsize=8)
def _pattern(quantifiers: tuple[str, ...], nouns: tuple[str, ...]) -> re.Pattern[str]:
    noun = rf"(?:[\w'’-]+\s+){{0,2}}?{any_of(nouns).pattern}"
    number = rf"(?:\d{{1,3}}|{'|'.join(_ONES)})"
    return re.compile(
        r"\b(?:"
        rf"(?P<percent>(?<![\d.,])\d{{1,3}}(?:\.\d{{1,2}})?)\s?(?:%|percent|per cent)\s+of\s+{noun}"
        rf"|\b(?P<part>{number})\s+(?:(?:of\s+|out\s+of\s+)?{noun}\s+in|(?:in|out\s+of)(?=\s+{number}\s+{noun}))"
        rf"\s+(?P<whole>{number})(?:\s+{noun})?"
        rf"|\b(?P<fraction>{'|'.join(map(re.escape, _FRACTIONS))})\s+of\s+{noun}"
        rf"|(?P<everyone>everyone|everybody)\b"
        rf"|(?P<nobody>nobody|no one)\b"
        rf"|(?P<all>{any_of(quantifiers).pattern})\s+(?:of\s+)?{noun}"
        r")",
        re.IGNORECASE,
    )


def _bounds(
    match: re.Match[str], text: str, hedge: re.Match[str] | None
) -> tuple[float, float] | None:
    """Return the percentages between which the statement is true; None when it claims no share."""
    if match["percent"]:
        value = float(match["percent"])
        slack = 0.5 / 10 ** len(match["percent"].partition(".")[2])
    elif match["fraction"]:
        value, slack = _FRACTIONS[" ".join(match["fraction"].lower().split())], 4
    elif match["whole"]:
        part, whole = _count(match["part"]), _count(match["whole"])
        if not 0 < part <= whole:
            return None
        value, slack = 100 * part / whole, min(5, 50 / whole)
    else:
        return _everyone(match, text, hedge)
    if hedge is None:
        return value - slack, value + slack
    if hedge["least"]:
        return value - slack, 100
    if hedge["most"]:
        return 0, value + slack
    return value - slack - 5, value + slack + 5


def _everyone(
    match: re.Match[str], text: str, hedge: re.Match[str] | None
) -> tuple[float, float] | None:
    said = match["nobody"] or match["everyone"] or match["all"]
    if hedge is not None and hedge["most"]:
        return None
    # "No user could pay" claims everyone; "no user was affected" does not.
    denies = match["nobody"] or _NEGATIVE.match(said)
    if denies and not _COULD.match(text, match.end()):
        return None
    # Nearly all is most of them; all is all, to the precision of a percentage.
    return (80, 100) if hedge is not None and hedge["about"] else (99.95, 100)


def _count(said: str) -> int:
    return int(said) if said.isdigit() else _ONES[said.lower()]
