from __future__ import annotations

from typing import Any

import pytest

from postmortems.advice.remedies import remedies
from support.advising import situation
from support.example import settings

EVERY = [each.id for each in settings().policy.containment]


def _ways(**fragment: Any) -> list[str]:  # noqa: ANN401
    return [each.way.id for each in remedies(situation("09:30", **fragment)).containment]


@pytest.mark.parametrize(
    ("signals", "ways"),
    [
        ({"queue_depth": 49}, EVERY),
        ({"queue_depth": 50}, ["queue"]),
        ({"manual_scaling_needed": True}, ["queue"]),
        ({"manual_scaling_needed": False}, EVERY),
        ({"cluster_down": True}, ["workers"]),
        ({"database_pool_exhausted": True, "queue_depth": 200}, ["queue", "database"]),
        ({"api_p95_s": 3}, ["api"]),
        ({"breach_confirmed": True}, ["breach"]),
        ({"external_api_unguarded": True}, ["dependency"]),
    ],
)
def test_recorded_signals_choose(signals: dict[str, Any], ways: list[str]) -> None:
    assert _ways(signals=signals) == ways


def test_kind_and_factors_choose_and_words_never_do() -> None:
    assert _ways(kind="security") == ["breach"]
    factors = [{"id": "F1", "text": "The queue is deep, workers crash.", "category": "dependency"}]
    found = remedies(situation("09:30", factors=factors))
    assert [(each.way.id, each.because) for each in found.containment] == [
        ("dependency", ("factor `F1` is of `dependency`",))
    ]
    assert [(each.way.id, each.factors) for each in found.eradication] == [("dependency", ("F1",))]
    assert (found.contained_by_data, found.removed_by_data) == (True, True)
    assert _ways(title="The database and its queue and its workers crash") == EVERY


def test_with_nothing_recorded_all_are_shown_with_the_questions() -> None:
    found = remedies(situation("09:30"))
    assert (found.contained_by_data, found.removed_by_data) == (False, False)
    assert [each.id for each in found.questions] == ["spreading", "growing", "failover"]
    assert [each.way.id for each in found.eradication] == [
        "bug", "configuration", "resources", "dependency", "infrastructure",
    ]  # fmt: skip
