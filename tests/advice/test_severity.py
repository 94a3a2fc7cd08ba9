from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from postmortems.advice.severity import suggest
from support.example import settings

if TYPE_CHECKING:
    from postmortems.config.severities import Criterion

SCALE = settings().severities


def _row(name: str) -> Criterion:
    return next(each for each in SCALE.criteria if each.id == name)


def test_the_most_severe_match_is_suggested_and_every_match_told_with_its_values() -> None:
    found = suggest(
        SCALE, {"dashboard_broken": True, "queue_depth": 140.0, "delay_min": 12.0, "api_p95_s": 4.0}
    )
    assert found is not None
    assert (found.level, found.between) == ("P1", None)
    assert [(each.criterion, each.observed) for each in found.matches] == [
        (_row("deep-queue"), (("queue_depth", 140.0), ("delay_min", 12.0))),
        (_row("sluggish-api"), (("api_p95_s", 4.0),)),
        (_row("dashboard"), (("dashboard_broken", True),)),
    ]
    assert found.matches[0].criterion.cite == "P1, first example"


def test_a_signal_that_two_conditions_look_at_is_told_once() -> None:
    found = suggest(SCALE, {"technicians_down": 49.0})
    assert found is not None
    assert [each.observed for each in found.matches] == [(("technicians_down", 49.0),)]


@pytest.mark.parametrize(
    "signals",
    [
        {},
        {"queue_depth": 140.0},  # how late results come is not known
        {"feedback_api_latency_s": 4.0},  # whether there are errors is not known
        {"breach_confirmed": False},
        {"quality_score": True},  # a yes is no number, though it counts as one to Python
        {"dashboard_broken": 1.0},
    ],
)
def test_what_was_not_observed_meets_nothing(signals: dict[str, bool | float]) -> None:
    assert suggest(SCALE, signals) is None


def test_between_two_bands_the_worse_is_assumed() -> None:
    found = suggest(SCALE, {"api_p95_s": 7.0, "quality_score": 2.0})
    assert found is not None
    assert (found.level, found.between) == ("P1", ("P2", "P1"))


def test_nothing_is_assumed_where_another_criterion_says_the_same_level() -> None:
    found = suggest(SCALE, {"api_p95_s": 7.0, "failure_rate_pct": 25.0})
    assert found is not None
    assert (found.level, found.between) == ("P1", None)


def test_a_scale_without_criteria_suggests_nothing() -> None:
    assert suggest(replace(SCALE, criteria=()), {"cluster_down": True}) is None
