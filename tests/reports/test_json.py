from __future__ import annotations

import json as stdlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from postmortems.reports.json import json, schema
from support.reports import FINDING, WARNING, WHOLE_FILE, report, reports

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.reports.base import Report

SCHEMA = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def keys(described: dict[str, Any], value: Any) -> None:  # noqa: ANN401
    """Fails where a document has other keys than its schema names."""
    if isinstance(value, list):
        for each in value:
            keys(described["items"], each)
    elif isinstance(value, dict) and "properties" in described:
        assert list(value) == list(described["properties"]) == described["required"]
        for name, each in value.items():
            keys(described["properties"][name], each)
    elif isinstance(value, dict):
        for each in value.values():
            keys(described["additionalProperties"], each)


def test_everything_that_is_known_is_told() -> None:
    said = report(FINDING, WHOLE_FILE)
    document = stdlib.loads(json(said))
    assert document == {
        "version": 1,
        "tool": {"name": "postmortems", "version": "1.2.3"},
        "as_of": "2026-03-20",
        "exit_code": 1,
        "checked": 3,
        "counts": {"error": 2, "warning": 0},
        "statistics": [
            {"rule": "unknown-name", "count": 1},
            {"rule": "unreadable-file", "count": 1},
        ],
        "rules": {
            "unreadable-file": {
                "family": "structure",
                "level": "error",
                "what": "The file cannot be opened.",
                "why": "It may be anything.",
                "fix": "Put a file there.",
                "url": "https://pm.example/reference/rules/unreadable-file/",
            },
            "unknown-name": {
                "family": "structure",
                "level": "error",
                "what": "A name that is listed nowhere. Names are those of `site_config/`.",
                "why": "Nothing would count it.",
                "fix": None,
                "url": None,
            },
        },
        "findings": [
            {
                "rule": "unknown-name",
                "level": "error",
                "file": "incidents/a.yml",
                "line": 6,
                "column": 11,
                "end_column": 13,
                "field": "severity",
                "message": "`P9` is not a known severity level",
                "why": "nothing would count it",
                "fix": "did you mean `P0`?",
                "excerpt": "severity: P9",
                "fingerprint": said.fingerprints[0],
            },
            {
                "rule": "unreadable-file",
                "level": "error",
                "file": "incidents/c.yml",
                "line": None,
                "column": None,
                "end_column": None,
                "field": None,
                "message": "a link",
                "why": None,
                "fix": None,
                "excerpt": None,
                "fingerprint": said.fingerprints[1],
            },
        ],
    }
    assert list(document["rules"]) == ["unreadable-file", "unknown-name"]


@pytest.mark.parametrize("said", [report(), report(WARNING), report(WARNING, broken=True)])
def test_the_schema_names_exactly_the_keys_there_are(said: Report) -> None:
    document = stdlib.loads(json(said))
    SCHEMA.validate(document)
    keys(schema(), document)


@given(reports)
def test_any_report_follows_the_schema(said: Report) -> None:
    document = stdlib.loads(json(said))
    SCHEMA.validate(document)
    assert len(document["findings"]) == len(said.findings)


@pytest.mark.parametrize(
    ("key", "value"),
    [("version", 2), ("exit_code", 3), ("checked", -1), ("as_of", "soon"), ("findings", None)],
)
def test_the_schema_refuses_what_is_wrong(key: str, value: object) -> None:
    document = stdlib.loads(json(report(FINDING)))
    assert not SCHEMA.is_valid(document | {key: value})
    del document[key]
    assert not SCHEMA.is_valid(document)


def test_the_published_schema_is_this_one(repository: Path) -> None:
    Draft202012Validator.check_schema(schema())
    published = repository / "site_config" / "report.schema.json"
    assert stdlib.loads(published.read_text("utf-8")) == schema()
