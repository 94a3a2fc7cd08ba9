"""Times of one source, all read alike: its days in figures, its zone, its clock times alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from postmortems.importers.dates import DateError, When, clock, offset_in_figures, when

if TYPE_CHECKING:
    from postmortems.importers.dates import Order

_FIGURES = re.compile(r"(?<![\w/.-])([0-9]{1,2})([/-])([0-9]{1,2})\2[0-9]{4}(?![\w/])")
_CLOCK = re.compile(
    r"([0-9]{1,2}(?:[:.h][0-9]{2}(?::[0-9]{2})?)?)(?:[.,][0-9]+)?( ?[AaPp]\.?[Mm]\.?)?"
    r" ?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
)
_EPOCH = re.compile(r"[0-9]{9,19}(?:\.[0-9]+)?")
_MONTHS = 12
_LONGEST = 100
_MILLISECONDS, _MICROSECONDS, _NANOSECONDS = 10**11, 10**14, 10**17


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """How the times of a source are read.

    ``zone`` is what times without an offset are in, None where nobody has said. ``mixed`` tells
    that the source writes days in figures both ways.
    """

    zone: str | None = None
    order: Order | None = None
    mixed: bool = False

    def of(self, text: str) -> Stamps:
        """Return how to read a source of this text: one day that is clear settles all others."""
        found = {
            "dmy" if int(first) > _MONTHS else "mdy"
            for first, _, second in _FIGURES.findall(text)
            if (int(first) > _MONTHS) is not (int(second) > _MONTHS)
        }
        if self.order is not None:
            return self
        if len(found) == 1:
            return replace(self, order="dmy" if "dmy" in found else "mdy")
        return replace(self, mixed=len(found) > 1)

    def read(self, said: object) -> When:
        """Read a time: a text, or seconds since 1970; a clock time may stand alone.

        Raises DateError for whatever names no single time.
        """
        if isinstance(said, bool) or not isinstance(said, str | int | float):
            raise DateError("it has no time")
        if isinstance(said, int | float):
            return _epoch(Decimal(repr(said)))
        text = " ".join(said.split())
        if not text:
            raise DateError("it has no time")
        if len(text) > _LONGEST:
            raise DateError("this is no date", "write it like 2026-03-01 09:12")
        if _EPOCH.fullmatch(text):
            return _epoch(Decimal(text))
        if match := _CLOCK.fullmatch(text):
            return When(clock(f"{match[1]}{match[2] or ''}") + _offset(match[3]))
        self._refuse(text)
        read = when(text, zone=self.zone or "", order=self.order)
        if read.doubt and not self.zone:
            raise DateError("its zone is ambiguous", "say which with --timezone")
        return read

    def _refuse(self, text: str) -> None:
        """Raise DateError for a day in figures that goes against the order of the others."""
        match = _FIGURES.search(text)
        if match is None:
            return
        first, second = int(match[1]), int(match[3])
        if self.mixed:
            said = "this source writes some days first and some months first"
            raise DateError(said, "say which is right with --dates dmy or mdy")
        month = {"dmy": second, "mdy": first}.get(self.order or "", 1)
        if month > _MONTHS:
            raise DateError(f"there is no month {month}", "look at the source, or at --dates")


def _epoch(number: Decimal) -> When:
    if not number.is_finite() or number < 0:
        raise DateError("no time that exists", "write the date and time")
    for least, part in ((_NANOSECONDS, 10**9), (_MICROSECONDS, 10**6), (_MILLISECONDS, 10**3)):
        if number >= least:
            number /= part
            break
    if number >= _MILLISECONDS:
        raise DateError("no time that exists", "write the date and time")
    return when(int(number))


def _offset(said: str | None) -> str:
    if not said:
        return ""
    if said in {"Z", "UTC", "GMT"}:
        return "Z"
    return offset_in_figures(said)
