"""The building blocks of typed records: texts, moments, days, names and links.

Each is an ``Annotated`` type whose marker says how the text in a file is read, checked,
published in the JSON Schema and rendered. `postmortems.plan` reads the markers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import annotated_types as at

_YEAR_MONTH_DAY = (
    r"(?:(?:199[0-9]|20[0-9]{2}|2100)-"
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|(?:199[26]|20(?:[02468][048]|[13579][26]))-02-29)"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_OFFSET = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"

# Python's `$` also matches before a last line break; JavaScript's does not.
_END = r"(?!\n)$"
_ANY_MOMENT = f"{_YEAR_MONTH_DAY}[T ]{_CLOCK}{_OFFSET}?|day [1-9][0-9]? {_CLOCK}"

DAY_PATTERN = f"^{_YEAR_MONTH_DAY}{_END}"
"""A calendar day that exists, from 1990 to 2100."""
MOMENT_PATTERN = f"^(?:{_ANY_MOMENT}){_END}"
"""ISO 8601 with or without an offset, or ``day 2 02:15`` in a record whose date is unknown."""
SHORT_MOMENT_PATTERN = f"^(?:{_CLOCK}|{_ANY_MOMENT}){_END}"
"""As above, or a clock time alone: it takes its date from the entry before."""
URL_PATTERN = rf'^https://[^\s<>"\\^`{{|}}\x00-\x20\x7f]+{_END}'
"""An https address without spaces or characters that end an attribute."""
ID_PATTERN = rf"^[A-Za-z0-9][A-Za-z0-9_-]{{0,63}}{_END}"
"""ASCII letters, digits, hyphens and underscores."""
ZONE_PATTERN = rf"^(?:UTC|[A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+){{1,2}}){_END}"
"""An IANA zone by area and place, or UTC: never an abbreviation, a path or the machine's own."""
LINE_PATTERN = rf"^\S(?:[^\r\n]*\S)?{_END}"
"""One line that neither begins nor ends with a space."""


class Record:
    """Base of every record: unknown keys are refused, never dropped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text marker: its greatest length in characters, its pattern, and how it is rendered.

    ``form`` says in words what the pattern asks for; ``examples`` are texts of this form.
    """

    limit: int
    pattern: str | None = None
    kind: str = "plain"
    form: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeText:
    """A time marker: the pattern its text must have before anything tries to read it.

    ``form`` says it in words; ``examples`` are texts of this form.
    """

    pattern: str
    short: bool = False
    form: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name marker: the value must be one of those that the configuration lists under a kind.

    Kinds: ``severity``, ``service``, ``team``, ``tier``, ``phase``, ``audience``, ``category``,
    ``control_gap``, ``signal``, ``rule``.
    """

    kind: str


@dataclass(frozen=True, slots=True)
class Example:
    """A marker with values that a field may well hold, shown to whoever writes it."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meanings:
    """A marker on a choice of words: what each of them means, as one sentence of Markdown."""

    by_word: tuple[tuple[str, str], ...]


def means(**by_word: str) -> Meanings:
    """Say what each word of a choice means."""
    return Meanings(tuple(by_word.items()))


@dataclass(frozen=True, slots=True)
class Short:
    """A shorthand marker: a bare scalar stands for a mapping with only this key.

    With ``words``, only these words (and numbers) may stand bare.
    """

    key: str
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NoneAllowed:
    """A marker on lists: the word ``none`` states that there was nothing, which is not silence."""


_ONE_LINE = "one line that neither begins nor ends with a space"
_KEY = "ASCII letters, digits, hyphens and underscores; a letter or digit first"
_DAY = "a day that exists, such as 2026-03-31"
_MOMENT = (
    "a time such as 2026-03-01 09:12 or 2026-03-01T09:12:00+01:00, "
    "or `day 1 09:12` where the date is unknown"
)
_MOMENTS = ("2026-03-01 09:12", "2026-03-01T09:12:00+01:00", "day 1 09:12")

Line = Annotated[str, Text(200, LINE_PATTERN, form=_ONE_LINE)]
"""One line of plain text, such as a title."""
Label = Annotated[str, Text(120, LINE_PATTERN, form=_ONE_LINE)]
"""A short plain text, such as a person's name or a channel."""
Sentence = Annotated[str, Text(4_000, kind="inline")]
"""One paragraph of inline Markdown."""
Prose = Annotated[str, Text(50_000, kind="prose")]
"""Markdown of any length within reason."""
Url = Annotated[
    str,
    Text(
        2_000,
        URL_PATTERN,
        form="an https address without spaces",
        examples=("https://tracker.example.com/PAY-101",),
    ),
]
"""An https link."""
Key = Annotated[str, Text(64, ID_PATTERN, form=_KEY)]
"""An identifier inside one record: ASCII letters, digits, ``-`` and ``_``."""
IncidentId = Annotated[str, Text(64, ID_PATTERN, form=_KEY, examples=("INC-20260301-0912",))]
"""The id of an incident."""
Zone = Annotated[
    str,
    Text(
        60,
        ZONE_PATTERN,
        form="an IANA zone such as Europe/Berlin, or UTC",
        examples=("Europe/Berlin", "America/New_York", "UTC"),
    ),
]
"""The IANA name of a time zone."""
Moment = Annotated[datetime, TimeText(MOMENT_PATTERN, form=_MOMENT, examples=_MOMENTS)]
"""An instant: aware, with the offset that the file wrote or that its zone had."""
ShortMoment = Annotated[
    datetime,
    TimeText(
        SHORT_MOMENT_PATTERN,
        short=True,
        form=f"{_MOMENT}, or a clock time alone, such as 09:12",
        examples=("09:12", *_MOMENTS),
    ),
]
"""An instant of a timeline entry, where the date may be left out."""
Day = Annotated[date, TimeText(DAY_PATTERN, form=_DAY, examples=("2026-03-31",))]
"""A calendar day."""
Count = Annotated[int, at.Ge(0), at.Le(10**15)]
Quantity = Annotated[float, at.Ge(0), at.Le(10**15)]
Percent = Annotated[float, at.Ge(0), at.Le(100)]
Minutes = Annotated[int, at.Ge(0), at.Le(60 * 24 * 366)]
