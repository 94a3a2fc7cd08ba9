from __future__ import annotations

from typing import Any

import pytest

from advice.moments import running
from postmortems.advice.remedies import remedies
from support.example import settings

SETTINGS = settings()


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({"signals": {"queue_depth": 120, "delay_min": 12}}, ["queue"]),
        ({"signals": {"queue_depth": 60, "delay_min": 6}}, ["queue"]),
        ({"signals": {"database_unavailable": True}}, ["database"]),
        ({"signals": {"database_pool_exhausted": True, "api_p95_s": 7}}, ["database", "api"]),
        ({"signals": {"failure_rate_pct": 30}}, ["workers"]),
        ({"signals": {"external_api_unguarded": True}}, ["dependency"]),
        ({"kind": "security"}, ["breach"]),
        ({"kind": "security", "signals": {"breach_confirmed": False}}, ["breach"]),
    ],
)
def test_the_kind_and_the_signals_choose_ways_to_contain_it(
    given: dict[str, Any], ids: list[str]
) -> None:
    found = remedies(running(**given), SETTINGS)
    assert [each.id for each in found.containment] == ids
    assert found.contained_by == "its kind and signals"


@pytest.mark.parametrize(
    "given", [{}, {"title": "The database is down"}, {"signals": {"queue_depth": 20}}]
)
def test_words_choose_nothing_and_without_a_choice_all_are_shown(given: dict[str, Any]) -> None:
    found = remedies(running(**given), SETTINGS)
    assert found.containment == SETTINGS.policy.containment
    assert found.eradication == SETTINGS.policy.eradication
    assert (found.contained_by, found.cured_by) == ("", "")


def test_the_categories_of_factors_choose_the_cure() -> None:
    factors = [
        {"id": "F1", "text": "x", "category": "capacity"},
        {"id": "F2", "text": "x", "category": "process"},
        {"id": "F3", "text": "x"},
    ]
    found = remedies(running(factors=factors), SETTINGS)
    assert [each.id for each in found.eradication] == ["resources"]
    assert found.cured_by == "the categories of its factors"
