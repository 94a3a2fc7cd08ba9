"""Later looks at whether it helped, which documents count from the incident."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from postmortems.importers.draft import Spot
from postmortems.importers.reading import flat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.importers.outline import Unit
    from postmortems.importers.reading import Reading

_SPAN = re.compile(
    r"(?P<number>[0-9]{1,3}|an?|one|two|three|six)[\s-]+(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6}


def place(reading: Reading, units: Iterable[Unit]) -> None:
    """Place later looks that are so far after the incident: `1 month: see whether it helped`."""
    counted = False
    for unit in units:
        for line in unit.lines():
            text = flat(line.text)
            spot = Spot(line.line, 1, "follow-ups")
            span = _SPAN.match(text.lstrip(" *_+"))
            reading.aside("follow-ups", text)
            if span is None or not reading.clockwork.day:
                continue
            number = _NUMBERS.get(span["number"].casefold()) or int(span["number"])
            step = relativedelta(**{f"{span['unit'].casefold()}s": number})  # type: ignore[arg-type]
            try:
                due = date.fromisoformat(reading.clockwork.day) + step
            except (ValueError, OverflowError):  # no calendar goes so far
                continue
            reading.draft.append(("follow_ups",), {"due": due.isoformat()}, spot)
            counted = True
    if counted:
        reading.draft.doubt(
            f"later looks were counted from the day of the incident, {reading.clockwork.day}",
            reading.draft.spots["follow_ups", 0],
            field="follow_ups",
        )
