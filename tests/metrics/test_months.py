from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from metrics.records import AS_OF, LEVELS, record
from postmortems.metrics.base import LeftOut
from postmortems.metrics.months import months


def test_no_incident_has_no_months() -> None:
    found = months([], LEVELS, AS_OF)
    assert (found.n, found.periods, found.left_out) == (0, (), ())
    assert found.series == (("P0", ()), ("P1", ()), ("P2", ()), ("P3", ()))
    assert found.totals == ()


def test_months_without_an_incident_are_counted_as_zero_up_to_now() -> None:
    incidents = [
        record("A", severity="P0", times={"started": "2025-11-30 23:59"}),
        record("B", severity="P2", times={"started": "2026-02-01 00:00"}),
        record("C", severity="P2", times={"started": "2026-02-28 12:00"}),
    ]
    found = months(incidents, LEVELS, datetime(2026, 3, 1, tzinfo=UTC))
    assert found.n == 3
    assert found.periods == ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03")
    assert found.series == (
        ("P0", (1, 0, 0, 0, 0)),
        ("P1", (0, 0, 0, 0, 0)),
        ("P2", (0, 0, 0, 2, 0)),
        ("P3", (0, 0, 0, 0, 0)),
    )
    assert found.totals == (1, 0, 0, 2, 0)


def test_an_incident_after_now_still_has_its_month() -> None:
    incident = record(times={"started": "2026-08-01 10:00"})
    assert months([incident], LEVELS, AS_OF).periods == ("2026-08",)


def test_a_month_is_that_of_the_records_own_zone() -> None:
    incident = record(timezone="Asia/Tokyo", times={"started": "2026-05-01 00:30"})
    assert months([incident], LEVELS, AS_OF).periods == ("2026-05", "2026-06")


def test_records_without_a_date_are_left_out_with_the_reason() -> None:
    incidents = [
        record("A", timezone=None, date_unknown="A Friday.", times={"started": "day 1 15:47"}),
        record("B", times={"resolved": "2026-05-01 10:00"}),
        record("C"),
        record("D", times={"started": "2026-06-01 10:00"}),
    ]
    found = months(incidents, LEVELS, AS_OF)
    assert found.n == 1
    assert found.left_out == (
        LeftOut("date unknown", ("A",)),
        LeftOut("no start recorded", ("B", "C")),
    )


@given(st.lists(st.dates(date(1991, 1, 1), date(2026, 6, 1)), max_size=20))
def test_every_dated_incident_is_counted_in_exactly_one_month(days: list[object]) -> None:
    incidents = [record(f"I{at}", times={"started": f"{day} 12:00"}) for at, day in enumerate(days)]
    found = months(incidents, LEVELS, AS_OF)
    assert sum(found.totals) == found.n == len(days)
    assert found.periods == tuple(sorted(set(found.periods)))
    assert set(found.periods) >= {str(day)[:7] for day in days}
