"""What tools of this sort got wrong, and these readers must not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from postmortems.importers.draft import Draft, SourceFault
from support.imports import JSON_FORMATS, drafts, dumped


def _one(value: object, format_: str, *, zone: str | None = None) -> Draft:
    (found,) = drafts(dumped(value), format_, zone=zone)
    assert isinstance(found, Draft)
    return found


REVIEW: dict[str, Any] = {
    "incident_id": "R-1",
    "title": "Checkout was slow",
    "severity": "SEV2",
    "start_time": "2026-04-02T14:30:00+02:00",
    "affected_services": ["checkout-service"],
}


@pytest.mark.parametrize(
    ("key", "supplied", "field"),
    [
        ("preliminary_action_items", ["The pool has a limit"], "actions"),
        ("lessons_learned_preview", ["Pools need limits."], "lessons"),
        (
            "communication_log",
            [{"time": "2026-04-02T15:00Z", "audience": "internal", "message": "Hi."}],
            "communications",
        ),
        ("participants", [{"name": "Ada", "role": "Scribe"}], "roles"),
        ("events", [{"time": "2026-04-02T15:00Z", "message": "Rolled back."}], "timeline"),
    ],
)
def test_what_is_supplied_is_not_ignored(key: str, supplied: object, field: str) -> None:
    assert field in _one({**REVIEW, key: supplied}, "pir").record


def test_offsets_stay_and_events_are_in_the_order_of_their_instants() -> None:
    events = [
        {"timestamp": "2026-05-01T12:30:00+02:00", "text": "second"},
        {"timestamp": "2026-05-01T11:00:00Z", "text": "third"},
        {"timestamp": "2026-05-01T05:00:00-05:00", "text": "first"},
    ]
    assert [(each["at"], each["text"]) for each in _one(events, "events").record["timeline"]] == [
        ("2026-05-01 05:00-05:00", "first"),
        ("2026-05-01 12:30+02:00", "second"),
        ("2026-05-01 11:00Z", "third"),
    ]


def test_a_bad_event_is_kept_and_told_and_the_others_are_read() -> None:
    found = _one(
        [{"time": "soon", "text": "when?"}, {"time": "2026-05-01T10:00Z", "text": "then"}], "events"
    )
    assert [each["text"] for each in found.record["timeline"]] == ["then"]
    assert found.kept == [("[0].time", "soon"), ("[0].text", "when?")]
    assert [each.spot.line for each in found.doubts] == [3]


def test_a_time_without_a_zone_is_refused_unless_one_is_given() -> None:
    event = [{"time": "2026-05-01T10:00", "text": "then"}]
    assert "timeline" not in _one(event, "events").record
    found = _one(event, "events", zone="Europe/Berlin").record
    assert found["timeline"] == [{"at": "2026-05-01 10:00", "text": "then"}]
    assert found["timezone"] == "Europe/Berlin"


def test_days_that_can_be_read_in_two_ways_are_not_read() -> None:
    found = _one({**REVIEW, "start_time": "03/04/2026 14:30Z"}, "pir")
    assert "times" not in found.record
    assert ("start_time", "03/04/2026 14:30Z") in found.kept


@pytest.mark.parametrize(
    ("stated", "end"),
    [
        ({"duration_minutes": 65}, "2026-04-02 15:35+02:00"),
        ({"duration_seconds": 65}, "2026-04-02 14:31:05+02:00"),
        ({"duration": "1h 5m"}, "2026-04-02 15:35+02:00"),
        ({"duration": 65}, None),
        ({"duration_minutes": -65}, None),
    ],
)
def test_minutes_are_no_seconds_and_a_bare_number_is_neither(
    stated: dict[str, object], end: str | None
) -> None:
    found = _one({**REVIEW, **stated}, "pir")
    assert found.record["times"].get("resolved") == end
    assert [each.field for each in found.doubts] == ["times.resolved"]
    assert [name for name, _ in found.kept] == list(stated)


def test_an_end_before_the_start_stays_as_it_is() -> None:
    found = _one({**REVIEW, "end_time": "2026-04-02T10:00:00Z"}, "pir")
    assert found.record["times"]["resolved"] == "2026-04-02 10:00Z"


def test_a_printed_list_is_a_list() -> None:
    printed = "['checkout-service', \"payment-api\"]"
    found = _one({**REVIEW, "affected_services": printed}, "pir")
    assert found.record["services"] == ["checkout-service", "payment-api"]


@pytest.mark.parametrize(
    "placeholder", ["TBD", "Further investigation needed", "To be documented."]
)
def test_a_placeholder_is_no_cause(placeholder: str) -> None:
    found = _one({**REVIEW, "technical_details": {"root_cause": placeholder}}, "pir")
    assert "factors" not in found.record
    assert ("technical_details.root_cause", placeholder) in found.kept


@pytest.mark.parametrize("format_", JSON_FORMATS)
@pytest.mark.parametrize(
    "text", ["null", "[]", "{}", "3", '"x"', "[null]", "[[]]", '{"data": null}', ""]
)
def test_nothing_and_lists_of_nothing_break_no_reader(format_: str, text: str) -> None:
    found = drafts(text, format_)
    assert all(isinstance(each, SourceFault) for each in found if not isinstance(each, Draft))


@pytest.mark.parametrize("format_", JSON_FORMATS)
def test_deep_nesting_is_told_and_breaks_nothing(format_: str) -> None:
    assert all(isinstance(each, SourceFault) for each in drafts("[" * 100_000, format_))


def test_a_pull_request_is_left_out_and_told() -> None:
    issue = {"number": 1, "title": "Down", "state": "open", "labels": [], "user": {"login": "ada"}}
    found = drafts(json.dumps([{**issue, "pull_request": {"url": "x"}}, issue]), "github_issues")
    assert [type(each) for each in found] == [SourceFault, Draft]


def test_a_firing_alert_has_no_end() -> None:
    alert = {
        "status": "firing",
        "labels": {"alertname": "Old"},
        "startsAt": "2026-03-08T04:00:00.123456789+01:00",
        "endsAt": "2026-03-08T04:30:00+01:00",
    }
    found = _one({"status": "firing", "groupKey": "g", "alerts": [alert]}, "alertmanager")
    assert found.record["times"] == {"detected": "2026-03-08 04:00+01:00"}
    assert ("alerts[0].endsAt", "2026-03-08T04:30:00+01:00") in found.kept


def test_pagerduty_says_nothing_about_the_end_of_harm() -> None:
    entries = [
        {
            "type": f"{kind}_log_entry",
            "summary": kind,
            "created_at": f"2026-03-04T10:0{n}:00Z",
            "incident": {"id": "P"},
        }
        for n, kind in enumerate(
            ["trigger", "acknowledge", "resolve", "trigger", "acknowledge", "resolve"]
        )
    ]
    found = _one({"log_entries": entries[::-1]}, "pagerduty")
    assert found.key == "P"
    assert found.record["times"] == {
        "detected": "2026-03-04 10:00Z",
        "acknowledged": "2026-03-04 10:01Z",
        "resolved": "2026-03-04 10:05Z",
    }


def test_notes_alone_belong_to_no_incident() -> None:
    (found,) = drafts('{"notes": [{"content": "x"}]}', "pagerduty")
    assert isinstance(found, SourceFault)
    assert '"notes"' in found.fix
