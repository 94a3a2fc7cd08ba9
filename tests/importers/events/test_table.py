from __future__ import annotations

import json

from support.timelines import events, skipped


def test_a_table_with_a_heading() -> None:
    text = 'Time;Who;Message;Severity\n2026-03-03 09:30+01:00;ada;"Fail over,\nnow";low\n'
    (event,) = events(text, "events.csv")
    assert (event.time, event.actor, event.text) == (
        "2026-03-03 09:30+01:00", "ada", "Fail over, now"
    )  # fmt: skip
    assert event.evidence == "events.csv, line 2; Severity: low"


def test_day_and_time_in_columns_of_their_own_and_cells_without_a_heading() -> None:
    (event,) = events("date,time,event\n2026-03-03,09:30,up,and more\n")
    assert (event.time, event.text) == ("2026-03-03 09:30", "up")
    assert event.evidence == "file.txt, line 2; column 4: and more"


def test_json_events_of_another_tool() -> None:
    event = {
        "timestamp": "2026-03-03T09:30:00-05:00",
        "source": "datadog",
        "type": "alert",
        "message": "pool empty",
        "level": "high",
        "actor": {"name": "bot"},
        "metadata": {"pool": [1, 2], "none": None},
    }
    for text, place in (
        (json.dumps([event]), "[0]"),
        (json.dumps({"incident": {}, "events": [event]}), "events[0]"),
        (json.dumps(event) + "\n" + json.dumps({**event, "message": "again"}), "line 1"),
    ):
        found = events(text)
        assert (found[0].time, found[0].actor) == ("2026-03-03 09:30-05:00", "bot")
        assert found[0].evidence == (
            f"file.txt, {place}; source: datadog; type: alert; level: high; "
            'metadata: {"pool": [1, 2], "none": null}'
        )
    assert [each.text for each in found] == ["pool empty", "again"]


def test_rows_that_are_no_events_are_told_at_their_lines() -> None:
    text = "time,text\n2026-03-03 09:00,a\n,b\n2026-03-03 09:02,\nsoon,c\n"
    assert [(each.spot.line, each.reason) for each in skipped(text)] == [
        (3, "it has no time"),
        (4, "it says nothing"),
        (5, "a day without a time of day; write the time, too"),
    ]
    rows = [{"time": "2026-03-03 09:00", "text": "a"}, None, [1], {"time": True, "text": "b"}]
    assert [each.reason for each in skipped(json.dumps(rows))] == [
        "it is no object with fields",
        "it is no object with fields",
        "it has no time",
    ]
    lines = '{"time": "2026-03-03 09:00", "text": "a"}\n{"time": \n'
    assert [each.spot.line for each in skipped(lines)] == [2]
