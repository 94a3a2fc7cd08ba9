"""Phases from words: with the word as evidence, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from postmortems.importers.phases import NOTHING, Entry, Proposal, propose, said_in
from support.example import settings

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def proposed(*entries: str | Entry) -> tuple[Proposal, ...]:
    found = [
        each if isinstance(each, Entry) else Entry(at=START + timedelta(minutes=index), text=each)
        for index, each in enumerate(entries)
    ]
    return propose(found, settings().timeline, settings().taxonomy.phases)


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("PaymentErrorRate fired", "identification"),
        ("Ada acknowledged the page", "identification"),
        ("Rollback of v2 started", "containment"),
        ("We are rolling back", "containment"),
        ("Fix deployed to all regions", "eradication"),
        ("Error rate is back to normal", "recovery"),
        ("Retrospective held", "lessons_learned"),
    ],
)
def test_words_speak_for_a_phase_and_are_its_evidence(text: str, phase: str) -> None:
    (found,) = proposed(text)
    assert found.phase == phase
    assert found.because.startswith("it says “")


@pytest.mark.parametrize(
    "text",
    [
        "Update the download page",
        "Nothing is broken",
        "It is not resolved yet",
        "This isn't resolved",
        "No longer firing",
        "Should we roll back?",
        "Is it resolved?",
        "Who rolled back? Nobody told me.",
        "If it stays red, rolling back is next",
        "We will roll back in ten minutes",
        "Unable to reach the on-call engineer",
        "Lunch",
        "",
    ],
)
def test_what_is_denied_planned_or_asked_speaks_for_nothing(text: str) -> None:
    (found,) = proposed(text)
    assert found == Proposal(phase="", because=NOTHING)


def test_a_denial_reaches_no_further_than_its_clause() -> None:
    (found,) = proposed("Not us, the provider is down")
    assert found.because == "it says “is down”"
    (found,) = proposed("The pool was not empty. All clear.")
    assert found.phase == "recovery"


def test_where_words_tie_none_is_proposed() -> None:
    (found,) = proposed("Rolled back, all clear")
    assert found.phase == ""
    assert found.because == (
        "its words tie: “Rolled back” for Containment; “all clear” for Recovery"
    )
    (found,) = proposed("Rolled back, metrics look normal, all clear")
    assert found.phase == "recovery"


def test_a_response_does_not_go_back_unless_it_says_so() -> None:
    found = proposed("Rolled back", "We are investigating the logs", "Errors again, investigating")
    assert [each.phase for each in found] == ["containment", "", "identification"]
    assert found[1].because == (
        "it says “investigating”, which would lead back from Containment and does not say so"
    )


def test_nothing_runs_ahead_of_what_the_record_names_next() -> None:
    later = Entry(
        at=START + timedelta(hours=1), text="Cause removed", index=0, recorded="eradication"
    )
    found = proposed("Rolled back", "Back to normal", later, Entry(at=later.at, text="All clear"))
    assert [each.phase for each in found] == ["containment", "", "eradication", "recovery"]
    assert found[1].because == (
        "it says “Back to normal”, while the record comes to Eradication after it"
    )


def test_kinds_speak_where_words_do_not() -> None:
    alert = Entry(at=START, text="PoolEmpty", kind="alert")
    over = Entry(at=START, text="PoolEmpty", kind="alert_resolved")
    found = proposed(alert, over)
    assert [(each.phase, each.because) for each in found] == [
        ("identification", "it is an alert"),
        ("recovery", "it is the end of an alert"),
    ]


def test_what_the_record_or_the_source_names_stands() -> None:
    recorded = Entry(at=START, text="All clear", index=0, recorded="containment")
    named = Entry(at=START, text="All clear", said="Triage")
    unknown = Entry(at=START, text="All clear", said="Chapter 7")
    found = proposed(recorded, named, unknown)
    assert [each.phase for each in found] == ["containment", "identification", "recovery"]
    assert found[1].because == "the source calls it “Triage”"


def test_every_shipped_phrase_counts_in_its_own_phase() -> None:
    for each in settings().timeline.phases:
        for phrase in each.phrases:
            (found,) = proposed(f"Then: {phrase}.")
            assert found.phase == each.phase, phrase


def test_a_phrase_is_told_as_it_stands() -> None:
    by = settings().timeline
    assert list(said_in("So we Decided. Not decided? Decided!", by.decisions, by)) == [
        ("Decided", 6),
        ("Decided", 28),
    ]
