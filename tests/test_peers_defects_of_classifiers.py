"""Faults of classifiers that score words, reproduced in other tools; none may happen here."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from postmortems.cli import group
from support.example import REPOSITORY


def _classified(said: str, *options: str) -> tuple[int, str]:
    """What classify answers about a description given on stdin: its exit code, and its text."""
    arguments = ["classify", "-", *options, "--root", str(REPOSITORY)]
    done = CliRunner().invoke(group, arguments, input=said)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return 2, str(done.exception)  # told and turned into exit code 2 by the entry point
    return done.exit_code, done.output


def _answer(description: dict[str, Any]) -> dict[str, Any]:
    code, said = _classified(json.dumps(description), "--output", "json")
    assert code == 0
    answer: dict[str, Any] = json.loads(said)
    return answer


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Update the download page", id="down in download"),
        pytest.param("Nothing is broken", id="broken, denied"),
        pytest.param("Total outage! All customers are down, critical, P0, SEV1", id="loud words"),
        pytest.param("", id="no words"),
        pytest.param("Alles kaputt", id="another language"),
    ],
)
def test_words_are_never_scored(words: str) -> None:
    answer = _answer(
        {"description": words, "service": "payment-api", "business_impact": words, "metadata": {}}
    )
    assert (answer["suggested"], answer["confidence"], answer["matches"]) == (None, "none", [])
    assert answer["unused"] == ["description", "service", "business_impact"]


def test_no_evidence_is_no_level_and_asks_for_some() -> None:
    answer = _answer({})
    assert answer["suggested"] is None
    assert answer["questions"][0]["question"] == "What share of webhooks, jobs or requests fails?"


def test_severity_words_of_somebody_else_are_not_taken_over() -> None:
    assert _answer({"severity": "SEV1", "level": "critical"})["suggested"] is None


def test_there_is_no_made_up_number_and_every_reason_can_be_looked_up() -> None:
    answer = _answer({"failure_rate_pct": 80})
    assert answer["confidence"] == "at least"
    assert answer["matches"][0]["sentences"][0]["source"] == "P1, example 3"
    assert not {"score", "probability"} & answer.keys()


@pytest.mark.parametrize("said", ["null", "[]", "[null]", "3", '"down"', "{", "", "[" * 5_000])
def test_what_is_no_description_is_refused_and_no_traceback(said: str) -> None:
    for style in ("text", "json"):
        code, told = _classified(said, "--output", style)
        assert code == 2
        assert told.startswith("the description is ")
        assert "Traceback" not in told


def test_the_answer_for_programs_is_written_for_any_values() -> None:
    values: tuple[object, ...] = (None, [], {}, "x", 0, True)
    for value in values:
        answer = _answer({"metadata": value, "affected_users": value, "duration_minutes": value})
        assert answer["suggested"] is None


@pytest.mark.parametrize("style", ["text", "json"])
def test_two_runs_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    said = json.dumps({"metadata": {"queue_depth": 120, "delay_min": 7, "api_p95_s": 2}})
    first = _classified(said, "--output", style)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert _classified(said, "--output", style) == first


def test_a_share_of_users_is_read_as_what_it_is_and_said_so() -> None:
    answer = _answer({"affected_users": "80%", "description": "Checkout fails"})
    assert answer["signals"] == [
        {"name": "clients_affected_pct", "value": 80.0, "from": "affected_users"}
    ]
    assert answer["suggested"] is None
    asked = [each["signal"] for each in answer["questions"]]
    assert "significant_degradation" in asked
