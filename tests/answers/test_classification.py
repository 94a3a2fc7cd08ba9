from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from metrics.records import record
from postmortems.answers.classification import Question, document, schema, text
from support.example import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

SCALE = settings().severities
NAME = "95th percentile of the API's latency"


def _asked(**signals: bool | float) -> Mapping[str, tuple[bool | float, str]]:
    return {name: (value, "--signal") for name, value in signals.items()}


def test_people_read_the_level_first_then_why() -> None:
    assert text(Question(signals=_asked(failure_rate_pct=100)), SCALE) == (
        "P0 Critical\n"
        "Settled: no level is worse.\n"
        "\n"
        "Why\n"
        "  - P0: Failing share: 100 %\n"
        "      P0, example 1: No webhook is delivered; all of them fail\n"
        "  - P1: Failing share: 100 %\n"
        "      P1, example 3: Failing workers lose more than 20 % of enhancements\n"
        "\n"
        "Observed\n"
        "  - Failing share: 100 % (--signal)\n"
    )


def test_a_gap_between_levels_is_said_and_what_could_make_it_worse_is_asked() -> None:
    said = text(Question(signals=_asked(api_p95_s=7)), SCALE)
    assert said.startswith(
        "P1 High\n"
        "At least P1: 6 criteria of P0 could not be judged.\n"
        "The values lie between P2 and P1; the worse is assumed.\n"
        "\n"
        "Why\n"
        f"  - P1, assumed: {NAME}: 7 s\n"
    )
    assert (
        "\nAn answer could make it worse\n"
        "  - What share of webhooks, jobs or requests fails? (P0: 100 %)\n"
        "      --signal failure_rate_pct=NUMBER\n"
        "  - Does every query to the database fail? (P0: yes)\n"
        "      --signal database_unavailable=yes\n"
    ) in said


def test_a_number_without_a_band_stands_with_the_bands_there_are() -> None:
    said = text(Question(signals=_asked(api_p95_s=2)), SCALE)
    assert (
        f"\nNo criterion covers {NAME}: 2 s. There are:\n"
        f"  - P1: {NAME}: more than 10 s\n"
        f"  - P2: {NAME}: 3 to 5 s\n"
    ) in said


def test_without_an_observation_nothing_is_suggested_and_everything_asked() -> None:
    said = text(Question(signals={}, unused=("description",)), SCALE)
    assert said.startswith(
        "No level is suggested\nNothing was observed, and words are not scored.\n"
    )
    assert said.count("--signal ") == len(SCALE.signals)
    assert said.endswith("\nNot used: description\n")


def test_an_incident_is_named_with_its_recorded_level() -> None:
    incident = record(severity="P2")
    question = Question(subject=incident.id, incident=incident, signals=_asked(cluster_down=True))
    lines = text(question, SCALE).splitlines()
    assert lines[0] == f"{incident.id}: P0 Critical"
    assert lines[2] == "P2 is recorded, and no reason for it."


@pytest.mark.parametrize(
    "signals",
    [
        {},
        {"cluster_down": True},
        {"api_p95_s": 7.0},
        {"api_p95_s": 2.0, "queue_depth": 120.0, "delay_min": 3.0},
    ],
)
def test_the_document_keeps_to_its_schema(signals: dict[str, bool | float]) -> None:
    Draft202012Validator.check_schema(schema())
    answer = document(Question(signals=_asked(**signals)), SCALE)
    Draft202012Validator(schema()).validate(answer)


def test_programs_read_the_same() -> None:
    answer = document(Question(signals=_asked(api_p95_s=7.0, queue_depth=20.0)), SCALE)
    assert (answer["suggested"], answer["confidence"], answer["between"]) == (
        "P1",
        "at least",
        ["P2", "P1"],
    )
    assert answer["matches"] == [
        {
            "criterion": "api-between",
            "level": "P1",
            "observed": {"api_p95_s": 7.0},
            "sentences": [
                {"source": "P2, example 2", "text": SCALE.cited("P2 example 2")},
                {"source": "P1, example 2", "text": SCALE.cited("P1 example 2")},
            ],
            "assumed": True,
        }
    ]
    assert answer["not_covered"] == [
        {
            "observed": {"queue_depth": 20.0},
            "criteria": [
                "deep-queue",
                "growing-queue",
                "deep-queue-with-little-delay",
                "short-queue-with-much-delay",
            ],
        }
    ]
    assert answer["not_judged"][0] == {
        "criterion": "everything-fails",
        "level": "P0",
        "asks": ["Failing share: 100 %"],
        "missing": ["failure_rate_pct"],
    }
    assert answer["questions"][0] == {
        "signal": "failure_rate_pct",
        "question": "What share of webhooks, jobs or requests fails?",
    }
