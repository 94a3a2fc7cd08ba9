"""Drafts made whole: nothing lost, nothing invented, and no file that the reader refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postmortems.checking.record import Terms, terms
from postmortems.edit.compose import compose
from postmortems.importers.draft import Draft, SourceFault, Spot
from postmortems.importers.finish import finished
from postmortems.importers.origin import Origin
from postmortems.load.incidents import load_incident
from postmortems.model.incident import Incident
from postmortems.plan import plan
from postmortems.rules.base import Context
from postmortems.rules.check import check
from support.breakage import COMPLETE, values
from support.example import settings

JUDGING: Terms = terms(settings(), datetime(2026, 11, 1, tzinfo=UTC))
ORIGIN = Origin(format="cstate", label="cState file", file="outage.md")
SPOT = Spot(3, 7, "name")


def draft(record: dict[str, Any]) -> Draft:
    made = Draft(key="outage")
    for key, value in record.items():
        made.place((key,), value, SPOT)
    return made


def whole(made: Draft, taken: frozenset[str] = frozenset()) -> dict[str, Any]:
    return finished(made, ORIGIN, "abc", JUDGING, taken)


def errors(record: dict[str, Any]) -> set[str]:
    content = compose(record).encode()
    loaded = load_incident(content, JUDGING.names, JUDGING.depths, JUDGING.limits)
    assert loaded.faults == ()
    found = {each.rule for each in loaded.problems}
    if loaded.incident is not None and not found:
        context = Context(settings=JUDGING.settings, as_of=JUDGING.as_of, stem=record["id"])
        found |= {
            each.rule for each in check(loaded.incident, context) if each.rule != "imported-doubt"
        }
    return found


BASIC: dict[str, Any] = {
    "title": "It broke",
    "status": "resolved",
    "severity": "P2",
    "kind": "outage",
    "services": ["payment-api"],
    "summary": "It broke and was mended.",
    "times": {"started": "2026-03-01 09:12Z", "resolved": "2026-03-01 09:40Z"},
}


def test_what_the_source_does_not_say_is_not_recorded_and_nothing_else_is_added() -> None:
    record = whole(draft(dict(BASIC)))
    assert errors(record) == set()
    assert record["id"] == "INC-20260301-0912"
    assert record["detection"] == {"source": "unknown"}
    assert record["postmortem"] == {"status": "none"}
    assert [each["field"] for each in record["not_recorded"]] == [
        "times.detected",
        "times.acknowledged",
        "impact.description",
        "timeline",
        "postmortem.status",
    ]
    assert {each["reason"] for each in record["not_recorded"]} == {
        "The cState file it was imported from does not say."
    }
    assert record["imported"] == {
        "format": "cstate",
        "file": "outage.md",
        "key": "outage",
        "digest": "abc",
    }
    assert list(record) == [each for each in plan(Incident).fields if each in record]


def test_an_end_before_the_beginning_is_kept_aside_and_told() -> None:
    times = {"started": "2026-03-01 09:12Z", "resolved": "2026-02-28 09:40Z"}
    made = draft(BASIC | {"times": times})
    record = whole(made)
    assert record["times"] == {"started": "2026-03-01 09:12Z"}
    assert record["imported"]["kept"] == [{"name": "name", "text": "2026-02-28 09:40Z"}]
    assert [(each.field, each.spot) for each in made.doubts] == [("times.resolved", SPOT)]
    assert errors(record) == set()
    (said,) = [each for each in record["not_recorded"] if each["field"] == "times.resolved"]
    assert said["reason"] == "What the cState file says was not clear; `imported` tells it."


def test_a_sentence_that_contradicts_the_rest_stays_and_is_told() -> None:
    made = draft(BASIC | {"summary": "The outage lasted 3 hours."})
    record = whole(made)
    assert record["summary"] == "The outage lasted 3 hours."
    assert record["ignore"] == [
        {
            "rule": "stated-duration",
            "reason": "The source says it so; `imported.doubts` tells of it.",
        }
    ]
    assert [each.field for each in made.doubts] == ["summary"]
    assert errors(record) == set()


def test_what_does_not_fit_is_cut_or_kept_aside_with_the_whole() -> None:
    long = "word " * 60
    made = draft(
        BASIC
        | {
            "title": long,
            "tags": ["fine", "not fine"],
            "links": [
                {"title": "Ticket", "url": "ftp://x"},
                {"title": "T", "url": "https://x.test"},
            ],
            "impact": {"users_pct": 140},
        }
    )
    record = whole(made)
    assert record["title"] == "word " * 38 + "word…"
    assert record["tags"] == ["fine"]
    assert record["links"] == [{"title": "T", "url": "https://x.test"}]
    assert "impact" not in record
    kept = {each["text"] for each in record["imported"]["kept"]}
    assert kept == {long, "not fine", '{"title": "Ticket", "url": "ftp://x"}', "140"}
    assert len(made.doubts) == 4
    assert errors(record) == set()


def test_hidden_characters_are_replaced_and_told() -> None:
    made = draft(BASIC | {"title": "It\u202e broke\x07"})
    record = whole(made)
    assert record["title"] == "It\ufffd broke\ufffd"
    assert [each.field for each in made.doubts] == ["title"]


def test_a_missing_level_is_left_to_a_person() -> None:
    made = draft({key: value for key, value in BASIC.items() if key != "severity"})
    assert errors(whole(made)) == {"missing-field"}


def test_an_id_that_is_taken_is_not_taken_again() -> None:
    taken = frozenset({"INC-20260301-0912"})
    assert whole(draft(dict(BASIC)), taken)["id"] == "INC-20260301-0913"
    undated = draft(BASIC | {"times": {}})
    assert whole(undated)["id"] == "INC-UNDATED-01"
    every = frozenset(f"INC-UNDATED-{each:02}" for each in range(1, 100))
    with pytest.raises(SourceFault, match="no id is free"):
        whole(draft(BASIC | {"times": {}}), every)


KEYS = st.sampled_from([*plan(Incident).fields, "unheard-of"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("2026-03-01 09:12"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["at", "text", "id", "status", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
@example({"postmortem": None, "times": None, "timeline": "2026-03-01 09:12"})
@example({"postmortem": [], "detection": "alert", "times": [], "timeline": [None]})
def test_any_draft_becomes_a_record_that_lacks_at_most_what_a_person_must_say(
    record: dict[str, Any],
) -> None:
    for key in ("id", "schema", "imported", "not_recorded", "ignore"):
        record.pop(key, None)
    made = Draft(key="x", record=record)
    assert errors(whole(made)) <= {"missing-field", "unknown-name", "id-pattern"}


def test_a_complete_record_passes_through_unchanged() -> None:
    complete = {
        key: value
        for key, value in values(COMPLETE.read_bytes()).items()
        if key not in {"id", "schema", "imported", "not_recorded", "ignore"}
    }
    record = whole(draft(dict(complete)))
    assert {key: record[key] for key in complete} == complete


def test_a_record_that_no_file_can_hold_is_refused() -> None:
    made = draft({"title": "It was slow"})
    made.keep("log", "w " * 600_000)
    with pytest.raises(SourceFault, match=r"its record would have 1,2.* is 1,048,576"):
        whole(made)
