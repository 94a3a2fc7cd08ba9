"""Sentences that are partly ours and partly the record's, so that each part is shown as it may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.clock import ANCHOR, moment
from postmortems.quantities import figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LONGEST = 160
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Value:
    """Text of a record or a file: one line, bounded. ``quoted`` texts are sentences or titles."""

    text: str
    quoted: bool = False


Phrase = tuple[str | Value, ...]
"""A sentence: what is plain text is ours, and holds nothing that a stranger wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is another in a record: the field's dotted name, and a sentence without a full stop."""

    field: str
    said: Phrase


def value(given: object) -> Value:
    """Return a recorded value as it is shown: times in UTC, numbers without needless decimals."""
    match given:
        case bool():
            return Value("yes" if given else "no")
        case datetime():
            return Value(moment(given.astimezone(ANCHOR.tzinfo)) + ("Z" if _dated(given) else ""))
        case date():
            return Value(given.isoformat())
        case int() | float():
            return Value(figure(given))
        case _:
            return Value(one_line(str(given)))


def _dated(at: datetime) -> bool:
    return not moment(at.astimezone(ANCHOR.tzinfo)).startswith("day ")


def title(text: str) -> Value:
    """Return a text that is shown in quotation marks."""
    return Value(one_line(text), quoted=True)


def one_line(text: str) -> str:
    """Make a text one line without any odd character, and no longer than anybody reads."""
    return printable(" ".join(text.split()), _LONGEST)


def count(many: int, one: str, more: str = "") -> str:
    """Say how many there are: ``two actions``, ``12 timeline entries``."""
    return f"{number(many)} {one if many == 1 else more or f'{one}s'}"


def number(many: int) -> str:
    """Write a number: a small one as a word."""
    return _NUMBERS[many] if many < len(_NUMBERS) else f"{many:,}"


def plain(said: Phrase) -> str:
    """Write a phrase as text for a terminal."""
    return written(said, lambda each: f"“{each.text}”" if each.quoted else each.text)


def written(said: Phrase, show: Callable[[Value], str]) -> str:
    """Write a phrase, each of its values by a function."""
    return "".join(each if isinstance(each, str) else show(each) for each in said)


def joined(parts: Iterable[Phrase], between: str = ", ") -> Phrase:
    """Put phrases behind each other."""
    found: list[str | Value] = []
    for each in parts:
        found += [between, *each] if found else each
    return tuple(found)
