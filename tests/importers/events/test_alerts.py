from __future__ import annotations

import json
from typing import Any

from support.timelines import events, skipped


def alert(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "status": "firing",
        "labels": {"alertname": "PoolEmpty", "severity": "critical"},
        "annotations": {"summary": "No connection left"},
        "startsAt": "2026-03-04T10:02:45.828739266+01:00",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "https://prom.example/graph?g0=a(b)",
        "fingerprint": "1a30",
        **more,
    }


def webhook(*alerts: Any) -> str:  # noqa: ANN401
    return json.dumps({"version": "4", "groupKey": "{}", "status": "firing", "alerts": alerts})


def test_an_alert_that_fires_has_no_end() -> None:
    (event,) = events(webhook(alert()), "am.json")
    assert (event.time, event.kind) == ("2026-03-04 10:02:45+01:00", "alert")
    assert event.text == "PoolEmpty fired: No connection left (severity critical)"
    assert event.evidence == "am.json, alerts[0]; [PoolEmpty](<https://prom.example/graph?g0=a(b)>)"
    # Alertmanager's own list says when it will give an alert up: that is no end either.
    listed = alert(status={"state": "active"}, endsAt="2026-03-04T10:07:00Z")
    assert len(events(json.dumps([listed]))) == 1


def test_an_alert_that_is_resolved_has_two_ends() -> None:
    found = events(webhook(alert(status="resolved", endsAt="2026-03-04T09:30:00Z")))
    assert [(each.time, each.kind, each.text) for each in found[1:]] == [
        ("2026-03-04 09:30Z", "alert_resolved", "PoolEmpty no longer fired")
    ]
    assert found[1].doubts == ()


def test_an_end_before_the_beginning_is_kept_and_doubted() -> None:
    found = events(webhook(alert(status="resolved", endsAt="2026-03-04T08:00:00Z")))
    assert found[1].time == "2026-03-04 08:00Z"
    assert found[1].doubts == ("it ends before it begins",)


def test_alerts_of_prometheus_itself() -> None:
    held = {"labels": {"alertname": "A"}, "state": "pending", "activeAt": "2026-03-04T10:00:00Z"}
    text = json.dumps(
        {"status": "success", "data": {"alerts": [held, {**held, "state": "firing"}]}}
    )
    assert [(each.kind, each.text, each.actor) for each in events(text)] == [
        ("event", "A was pending", "Prometheus"),
        ("alert", "A fired", "Prometheus"),
    ]


def test_samples_tell_when_an_alert_was_first_and_last_seen() -> None:
    at = 1_772_618_400

    def series(name: str, *minutes: int) -> dict[str, Any]:
        labels = {"__name__": "ALERTS", "alertname": name, "alertstate": "firing"}
        return {"metric": labels, "values": [[at + 60 * each, "1"] for each in minutes]}

    result = [series("A", 0, 1, 2, 10, 11), series("B", 10, 11, 12)]
    text = json.dumps({"data": {"resultType": "matrix", "result": result}})
    assert [(each.time[11:], each.text) for each in events(text)] == [
        ("10:00Z", "A fired"),
        ("10:02Z", "A fired for the last time in these samples"),
        ("10:10Z", "A fired"),
        ("10:11Z", "A fired for the last time in these samples"),
        ("10:10Z", "B fired"),
    ]


def test_one_sample_does_not_tell_that_an_alert_began() -> None:
    single = {"metric": {"alertname": "A", "alertstate": "firing"}, "value": [1_772_618_400, "1"]}
    (event,) = events(json.dumps({"data": {"resultType": "vector", "result": [single]}}))
    assert event.kind == "event"


def test_what_is_broken_is_told_and_the_rest_is_read() -> None:
    nameless = alert(labels={"alertname": None}, startsAt=None)
    text = webhook(alert(), nameless, None, [1], {"labels": {"a": 1}})
    found = skipped(text)
    assert [(each.excerpt, each.reason) for each in found] == [
        ("An alert without a name fired: No connection left", "it has no time"),
        ("null", "it is no alert with labels"),
        ("[1]", "it is no alert with labels"),
        ("An alert without a name fired", "it has no time"),
    ]
