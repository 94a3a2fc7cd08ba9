from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import replace

import jsonschema

from feeds.offered import HOSTILE, ONE, files, given
from metrics.records import record
from postmortems.feeds.exports import cut
from postmortems.feeds.tables import TABLES
from postmortems.render import prose
from support.offers import offer

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


MANY = tuple(
    record(
        f"INC-{number}",
        times={"started": f"{2024 + number // 5}-03-03 09:00"},
        actions=[{"id": "A1", "title": "T", "status": "open"}] * (number % 2),
    )
    for number in range(1, 8)
)
PARTED = given(*MANY, replace(LOST, id="INC-8"), export_incidents=3)


def test_no_file_of_data_holds_more_incidents_than_the_settings_say() -> None:
    made = offer(PARTED, prose.block).files
    assert [
        [each["id"] for each in rows(made[f"data/csv/incidents{suffix}.csv"])]
        for suffix in ("", "-2", "-3")
    ] == [["INC-1", "INC-2", "INC-3"], ["INC-4", "INC-5", "INC-6"], ["INC-7", "INC-8"]]
    assert [
        len(rows(made[f"data/csv/actions{suffix}.csv"])) for suffix in ("", "-2", "-3")
    ] == [2, 1, 1]  # fmt: skip
    assert [path for path in made if path.startswith("data/postmortems")] == [
        "data/postmortems.sqlite",
        "data/postmortems-2.sqlite",
        "data/postmortems-3.sqlite",
    ]
    listed = json.loads(made["data/json/index.json"])["files"]
    assert [(each["file"], each["incidents"]) for each in listed] == [
        ("2025-2.json", 2),
        ("2025-3.json", 1),
        ("2024.json", 3),
        ("2024-2.json", 1),
        ("undated-3.json", 1),
    ]
    for each in listed:
        held = json.loads(made[f"data/json/{each['file']}"])["incidents"]
        assert len(held) == each["incidents"]


def test_the_parts_together_are_what_one_part_would_be() -> None:
    parts = offer(PARTED, prose.block).files
    whole = offer(given(*MANY, replace(LOST, id="INC-8")), prose.block).files
    for table in TABLES:
        assert [
            row
            for suffix in ("", "-2", "-3")
            for row in rows(parts[f"data/csv/{table.name}{suffix}.csv"])
        ] == rows(whole[f"data/csv/{table.name}.csv"])

    def incidents(made: dict[str, bytes]) -> list[object]:
        files = json.loads(made["data/json/index.json"])["files"]
        held = [json.loads(made[f"data/json/{each['file']}"])["incidents"] for each in files]
        return [incident for each in held for incident in each]

    assert incidents(parts) == incidents(whole)


def test_a_new_incident_changes_the_last_part_and_no_other() -> None:
    before = offer(PARTED, prose.block).files
    more = given(*MANY, replace(LOST, id="INC-8"), replace(ONE, id="INC-9"), export_incidents=3)
    after = offer(more, prose.block).files
    changed = {
        path for path in after if path.startswith("data/") and after[path] != before.get(path)
    }
    assert {path for path in changed if "csv" not in path} == {
        "data/json/2026-3.json",
        "data/json/index.json",
        "data/postmortems-3.sqlite",
    }
    assert {path for path in changed if "csv" in path} == {"data/csv/incidents-3.csv"}


def test_the_page_adds_the_parts_up_and_lists_them_where_there_are_several() -> None:
    page = offer(PARTED, prose.block).page
    assert [(table.csv, table.size) for table in page.tables[:3]] == [
        ("data/csv/incidents.csv", "8 incidents in 3 files"),
        ("data/csv/timeline.csv", "1 entry in 3 files"),
        ("data/csv/actions.csv", "4 actions in 3 files"),
    ]
    assert [(each.name, each.holds, each.size) for each in page.years] == [
        ("2025-2.json", "Incidents of 2025, part 2", "2 incidents"),
        ("2025-3.json", "Incidents of 2025, part 3", "1 incident"),
        ("2024.json", "Incidents of 2024", "3 incidents"),
        ("2024-2.json", "Incidents of 2024, part 2", "1 incident"),
        ("undated-3.json", "Incidents without a date, part 3", "1 incident"),
    ]
    assert [(each.number, each.first, each.last, each.size) for each in page.parts] == [
        (1, "INC-1", "INC-3", "3 incidents"),
        (2, "INC-4", "INC-6", "3 incidents"),
        (3, "INC-7", "INC-8", "2 incidents"),
    ]
    assert page.parts[1].files[:2] == (
        ("postmortems-2.sqlite", "data/postmortems-2.sqlite"),
        ("incidents-2.csv", "data/csv/incidents-2.csv"),
    )
    made = offer(PARTED, prose.block).files
    assert all(path in made for each in page.parts for _, path in each.files)
    assert offer(given(*MANY, export_incidents=7), prose.block).page.parts == ()


def test_the_ids_of_parts_are_cut_from_the_lowest() -> None:
    assert cut(["b", "c", "a", "e", "d"], 2) == [("a", "b"), ("c", "d"), ("e",)]
    assert cut(["a", "b"], 2) == [("a", "b")]
    assert cut([], 2) == [()]
