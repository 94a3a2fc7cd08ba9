from __future__ import annotations

import csv
import io
import json
import sqlite3

import jsonschema

from feeds.offered import HOSTILE, ONE, files, given
from metrics.records import record

FULL = record(
    "INC-1",
    title=HOSTILE,
    timezone="Europe/Berlin",
    times={"started": "2026-03-03 09:00", "detected": "2026-03-03 09:02:30"},
    tags=["b", "a"],
    timeline=[{"at": "2026-03-03 09:05", "text": "+1\nline", "key": True}],
    actions=[{"id": "A1", "title": "T", "status": "open", "factors": ["F1"], "due": "2026-07-01"}],
    factors=[{"id": "F1", "text": "F"}],
)
LOST = record(
    "INC-2",
    date_unknown="Nobody knows.",
    times={"started": "day 1 09:00", "resolved": "day 2 10:00"},
    timeline=[{"at": "day 2 09:05", "text": "x"}],
)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_csv_says_what_is_recorded_and_leaves_the_rest_empty() -> None:
    made = files(given(FULL, LOST))
    first, second = rows(made["data/csv/incidents.csv"])
    assert first["title"] == f"'{HOSTILE}"
    assert (first["started"], first["minutes_to_detect"]) == ("2026-03-03T08:00:00Z", "2.5")
    assert (first["resolved"], first["duration_minutes"], first["users"]) == ("", "", "")
    assert (first["tags"], first["sample"]) == ("b a", "false")
    assert (second["started"], second["duration_minutes"]) == ("", "1500")
    entries = rows(made["data/csv/timeline.csv"])
    assert [(each["at"], each["at_written"], each["key"]) for each in entries] == [
        ("2026-03-03T08:05:00Z", "2026-03-03T09:05:00+01:00", "true"),
        ("", "day 2 09:05", "false"),
    ]
    assert entries[0]["text"] == "'+1\nline"


def test_json_is_as_its_schema_says_and_stands_by_year() -> None:
    made = files(given(FULL, LOST))
    schema = json.loads(made["data/json/schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    for name in ("2026", "undated"):
        jsonschema.validate(json.loads(made[f"data/json/{name}.json"]), schema)
    assert [each["file"] for each in json.loads(made["data/json/index.json"])["files"]] == [
        "2026.json",
        "undated.json",
    ]
    (incident,) = json.loads(made["data/json/2026.json"])["incidents"]
    assert incident["title"] == HOSTILE
    assert "users" not in incident
    assert incident["actions"][0]["factors"] == ["F1"]


def test_the_database_opens_and_answers() -> None:
    content = files(given(FULL, LOST))["data/postmortems.sqlite"]
    assert content[96:100] == bytes(4)
    base = sqlite3.connect(":memory:")
    base.deserialize(content)
    try:
        ask = base.execute
        assert ask("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert ask("PRAGMA foreign_key_check").fetchall() == []
        assert ask("PRAGMA user_version").fetchone() == (1,)
        assert ask("SELECT id, title, users FROM incidents ORDER BY id").fetchone() == (
            "INC-1",
            HOSTILE,
            None,
        )
        assert ask("SELECT name FROM incident_tags").fetchall() == [("a",), ("b",)]
        assert ask("SELECT id, incident_title FROM unfinished_actions").fetchall() == [
            ("A1", HOSTILE)
        ]
        assert ask("SELECT kind FROM columns WHERE name = 'due'").fetchone() == ("day",)
    finally:
        base.close()


def test_the_same_records_give_the_same_bytes() -> None:
    assert files(given(FULL, LOST)) == files(given(LOST, FULL))


def test_without_incidents_every_file_is_there() -> None:
    made = files(given())
    assert rows(made["data/csv/incidents.csv"]) == []
    assert json.loads(made["data/json/index.json"])["files"] == []
    assert made["data/postmortems.sqlite"].startswith(b"SQLite format 3\0")
    assert files(given(ONE)).keys() - made.keys() == {"data/json/2026.json"}
