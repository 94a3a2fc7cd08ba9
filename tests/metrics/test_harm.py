from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.records import record
from postmortems.metrics.base import LeftOut
from postmortems.metrics.harm import customer_minutes, error_budgets


def window(start: str, end: str | None, share: float | None = None) -> dict[str, Any]:
    return {
        "start": f"2026-03-03 {start}",
        "end": f"2026-03-03 {end}" if end else None,
        "users_pct": share,
    }


def test_windows_are_weighed_by_their_own_shares() -> None:
    one = record(impact={"windows": [window("09:00", "10:00", 50), window("11:00", "11:10", 10)]})
    found = customer_minutes([one])
    assert found.n == 1
    assert (found.points[0].minutes, found.points[0].measured) == (31, True)
    assert (found.total(measured=True), found.total(measured=False)) == (31, 0)


def test_one_share_for_all_of_the_time_is_a_rough_figure() -> None:
    span = record("A", times={"started": "09:00", "mitigated": "10:00"}, impact={"users_pct": 25})
    mixed = record("B", impact={"users_pct": 10, "windows": [window("09:00", "09:30")]})
    found = customer_minutes([span, mixed])
    assert [(point.minutes, point.measured) for point in found.points] == [(15, False), (3, False)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"times": {"started": "09:00", "mitigated": "10:00"}}, "share of users not recorded"),
        ({"impact": {"users_pct": 5}}, "`started` not recorded"),
        (
            {"impact": {"users_pct": 5}, "times": {"started": "09:00"}},
            "`mitigated` not recorded",
        ),
        (
            {"impact": {"users_pct": 5}, "times": {"started": "09:00"}, "status": "identified"},
            "`mitigated` not reached yet",
        ),
        ({"impact": {"windows": [window("09:00", None, 5)]}}, "a window of the impact has no end"),
        ({"impact": {"windows": [window("09:00", "10:00")]}}, "share of users not recorded"),
        (
            {"impact": {"windows": [window("09:00", "10:00", 5), window("09:59", "11:00", 5)]}},
            "windows of the impact overlap",
        ),
    ],
)
def test_what_cannot_be_weighed_is_left_out(fields: dict[str, Any], reason: str) -> None:
    found = customer_minutes([record(**fields)])
    assert (found.n, found.left_out) == (0, (LeftOut(reason, ("A",)),))


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 100)), max_size=10))
def test_the_sum_is_never_more_than_all_of_the_time(parts: list[tuple[int, int]]) -> None:
    windows = [
        window(f"{9 + at}:00".zfill(5), f"{9 + at}:{length:02}".zfill(5), share)
        for at, (length, share) in enumerate(parts)
    ]
    found = customer_minutes([record(impact={"windows": windows})])
    assert found.n + sum(len(each.ids) for each in found.left_out) == 1
    for point in found.points:
        exact = sum(length * share / 100 for length, share in parts)
        assert point.minutes == pytest.approx(exact)
        assert point.minutes <= sum(length for length, _ in parts) + 1e-9


def test_a_budget_is_what_the_target_leaves_of_its_period() -> None:
    promise = {"target_pct": 99.5, "period_days": 30}
    one = record(impact={"sla": promise, "windows": [window("09:00", "10:00", 90)]})
    (spent,) = error_budgets([one], customer_minutes([one])).points
    assert (spent.budget, spent.used, spent.percent) == pytest.approx((216, 54, 25))


@pytest.mark.parametrize(
    ("impact", "reason"),
    [
        ({}, "no availability target with its period recorded"),
        ({"sla": {"target_pct": 99}}, "no availability target with its period recorded"),
        ({"sla": {"target_pct": 100, "period_days": 30}}, "a target of 100 % leaves no budget"),
        ({"sla": {"target_pct": 99, "period_days": 30}}, "customer-minutes not known"),
    ],
)
def test_without_target_period_or_harm_there_is_no_budget(
    impact: dict[str, Any], reason: str
) -> None:
    one = record(impact={"description": "Slow.", **impact})
    found = error_budgets([one], customer_minutes([one]))
    assert (found.n, found.left_out) == (0, (LeftOut(reason, ("A",)),))
