from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from postmortems.rules.base import Context
from support.example import settings

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def _context() -> Context:
    return Context(settings=settings(), as_of=NOW)


@pytest.mark.parametrize(
    ("moment", "come"),
    [
        (NOW, True),
        (NOW + timedelta(seconds=1), False),
        (date(2026, 3, 21), True),  # begun in the far east, where it is two o'clock
        (date(2026, 3, 22), False),
    ],
)
def test_a_moment_has_come_at_itself_and_a_day_once_it_has_begun_anywhere(
    moment: date, *, come: bool
) -> None:
    context = _context()
    assert context.has_come(moment) is come
    assert context.aged is not come


@pytest.mark.parametrize(("hour", "come"), [(9, False), (10, True)])
def test_the_first_zone_of_a_day_is_fourteen_hours_ahead(hour: int, *, come: bool) -> None:
    context = Context(settings=settings(), as_of=NOW.replace(hour=hour, minute=0))
    assert context.has_come(date(2026, 3, 21)) is come


def test_only_who_asks_for_now_ages_what_is_found() -> None:
    context = _context()
    assert context.aged is False
    assert context.as_of == NOW
    assert context.aged is True


def test_what_is_found_holds_from_the_latest_day_that_has_come() -> None:
    context = _context()
    assert context.since == date.min
    for day in (date(2026, 3, 3), date(2026, 3, 9), date(2026, 3, 5), date(2026, 3, 25)):
        context.has_come(day)
    assert context.since == date(2026, 3, 9)
