from __future__ import annotations

from dataclasses import dataclass

from postmortems.fields import Record
from postmortems.rules.values import Contents, _planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter(Record):
    """A record without a text or a day."""

    count: int
    """How many."""


def test_a_record_without_texts_and_days_adds_nothing() -> None:
    found = Contents()
    _planned(Counter)(Counter(count=3), (), found)
    assert (found.texts, found.dates) == ([], [])
