from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from advice.moments import at, running, said
from postmortems.advice.reports import Filing, filings
from support.example import settings

POLICY = settings().policy


def _filings(clock: datetime | None = None, *duties: dict[str, Any]) -> list[Filing]:
    now = clock or at("12:00")
    return list(filings(running(regulatory=list(duties)), POLICY, now))


def _day(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)


def test_without_a_regime_nothing_is_owed() -> None:
    assert _filings() == []


def test_nis2_counts_from_awareness_and_the_last_from_the_notification() -> None:
    duty = {"regime": "nis2", "aware_at": said("09:00")}
    early, note, final = _filings(None, duty)
    assert (early.what, early.state, early.due) == (
        "Early warning",
        "due",
        _day("2026-03-04", "09:00"),
    )
    assert note.due == _day("2026-03-06", "09:00")
    assert (final.state, final.due) == ("unknown", None)
    assert final.note == "the Incident notification is not recorded"
    filed = {"stage": "incident notification", "filed_at": "2026-01-31 10:00"}
    again = _filings(None, {**duty, "filings": [filed]})
    assert (again[1].state, again[1].done) == ("done", _day("2026-01-31", "10:00"))
    assert again[2].due == _day("2026-02-28", "10:00")  # a month after the 31st


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2026-03-06T09:00:00", "due"), ("2026-03-06T09:00:01", "overdue")],
)
def test_a_report_is_overdue_when_its_clock_has_ended(moment: str, state: str) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    (only,) = _filings(now, {"regime": "GDPR", "aware_at": said("09:00")})
    assert only.state == state


def test_of_two_clocks_the_one_that_ends_first_counts() -> None:
    both = {"regime": "DORA", "aware_at": said("09:00"), "classified_at": said("10:00")}
    assert _filings(None, both)[0].due == at("14:00")
    late = {"regime": "DORA", "aware_at": "2026-03-02 12:00", "classified_at": said("10:00")}
    assert _filings(None, late)[0].due == at("12:00")
    assert _filings(None, {"regime": "DORA"})[0].note == (
        "`classified_at` and `aware_at` are not recorded"
    )


def test_business_days_skip_the_weekend() -> None:
    friday = {"regime": "SEC", "classified_at": "2026-03-06 15:00"}
    (only,) = _filings(None, friday)
    assert only.due == _day("2026-03-12", "15:00")


def test_a_date_of_the_record_stands_above_the_clock_and_other_reports_are_told() -> None:
    duty = {
        "regime": "GDPR",
        "aware_at": said("09:00"),
        "filings": [
            {"stage": "Notification", "due": said("11:00")},
            {"stage": "Word to the board", "filed_at": said("10:00")},
            {"stage": "Something else"},
        ],
    }
    first, second, third = _filings(None, duty)
    assert (first.state, first.due) == ("overdue", at("11:00"))
    assert (second.what, second.state) == ("Word to the board", "done")
    assert (third.state, third.note) == ("due", "no date is recorded")


def test_a_regime_that_the_policy_does_not_know_has_its_own_reports_only() -> None:
    (only,) = _filings(
        None, {"regime": "Contract", "filings": [{"stage": "Call", "due": said("13:00")}]}
    )
    assert (only.regime, only.what, only.state, only.due) == (
        "Contract",
        "Call",
        "due",
        at("13:00"),
    )
