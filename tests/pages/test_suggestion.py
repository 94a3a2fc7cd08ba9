from __future__ import annotations

from typing import Any

import pytest

from metrics.records import record
from postmortems.pages.suggestion import Suggested, suggested
from support.example import settings


def _suggested(**given: Any) -> Suggested:  # noqa: ANN401 - any field of a record
    found = suggested(record(**given), settings())
    assert found is not None
    return found


def test_without_signals_nothing_is_said() -> None:
    assert suggested(record(signals=None), settings()) is None


def test_what_was_known_stands_as_questions_with_answers() -> None:
    found = _suggested(signals={"delay_min": 2.5, "cluster_down": False})
    assert found.known == (
        ("How late do results reach clients?", "2.5 min"),
        ("Is the whole cluster down?", "no"),
    )


def test_the_reasons_carry_values_and_the_sentences_of_the_playbook() -> None:
    found = _suggested(signals={"failure_rate_pct": 100})
    assert (found.level, found.between, found.open, found.gaps) == ("P0", "", (), ())
    assert found.trust == "Settled: no level is worse."
    assert [(each.level, each.observed, each.gap) for each in found.bases] == [
        ("P0", ("Failing share: 100 %",), False),
        ("P1", ("Failing share: 100 %",), False),
    ]
    assert found.bases[0].sentences == (
        ("P0, example 1", "No webhook is delivered; all of them fail"),
    )


def test_what_could_make_it_worse_is_asked_and_a_gap_is_named() -> None:
    found = _suggested(signals={"technicians_down": 60})
    assert (found.level, found.between) == ("P1", "between P2 and P1")
    assert found.trust == "At least P1: 6 criteria of P0 could not be judged."
    assert found.open[0] == "What share of webhooks, jobs or requests fails?"
    assert len(found.open) == 7


def test_a_number_without_a_band_stands_beside_the_bands_there_are() -> None:
    found = _suggested(signals={"api_p95_s": 2})
    assert found.level == ""
    assert found.trust == "Nothing is suggested: no criterion is met by what was observed."
    name = "95th percentile of the API's latency"
    assert [each.observed for each in found.gaps] == [(f"{name}: 2 s",)]
    assert found.gaps[0].bands == (
        f"P1: {name}: more than 10 s",
        f"P2: {name}: 3 to 5 s",
        f"P1: {name}: more than 5 s and {name}: at most 10 s",
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"severity": "P0"}, "P0 is recorded, too."),
        ({"severity": "P1"}, "P1 is recorded, and no reason for it."),
        (
            {"severity": "P1", "severity_override_reason": "Nobody was at work."},
            "P1 is recorded, and the record says why.",
        ),
        (
            {
                "severity": "P1",
                "severity_history": [{"at": "2026-03-03 09:12", "level": "P0"}],
            },
            "P1 is recorded; the incident stood at P0 for a time.",
        ),
    ],
)
def test_the_recorded_level_is_compared(given: dict[str, Any], said: str) -> None:
    assert _suggested(signals={"cluster_down": True}, **given).verdict == said
    assert _suggested(**given, signals={"cluster_down": False}).verdict.endswith("is recorded.")
