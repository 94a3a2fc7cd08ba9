"""SARIF against its JSON Schema: `sarif-2.1.0-rtm.5.schema.json` is SchemaStore's (Apache-2.0)."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from jsonschema import Draft4Validator

from postmortems.reports.sarif import sarif
from support.reports import FINDING, WARNING, WHOLE_FILE, report, reports

if TYPE_CHECKING:
    from postmortems.reports.base import Report


@cache
def schema() -> Draft4Validator:
    file = Path(__file__).with_name("sarif-2.1.0-rtm.5.schema.json")
    return Draft4Validator(json.loads(file.read_text("utf-8")))


def run(said: Report) -> dict[str, Any]:
    log = json.loads(sarif(said))
    schema().validate(log)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    assert isinstance(only, dict)
    return only


def test_a_finding_is_a_result_with_its_region_and_fingerprint() -> None:
    said = report(FINDING)
    assert run(said)["results"] == [
        {
            "ruleId": "unknown-name",
            "ruleIndex": 0,
            "level": "error",
            "message": {
                "text": "`P9` is not a known severity level.\n"
                "Why: nothing would count it.\nFix: did you mean `P0`?"
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "incidents/a.yml", "uriBaseId": "%SRCROOT%"},
                        "region": {
                            "startLine": 6,
                            "startColumn": 11,
                            "endLine": 6,
                            "endColumn": 13,
                        },
                    },
                    "logicalLocations": [{"fullyQualifiedName": "severity"}],
                }
            ],
            "partialFingerprints": {"postmortems/v1": said.fingerprints[0]},
        }
    ]


def test_the_run_says_how_to_read_it() -> None:
    said = run(report(FINDING))
    assert said["columnKind"] == "unicodeCodePoints"
    assert said["originalUriBaseIds"] == {
        "%SRCROOT%": {"description": {"text": "The root of the repository."}}
    }
    assert said["properties"] == {"asOf": "2026-03-20", "checked": 3}
    assert said["tool"]["driver"]["name"] == "postmortems"
    assert said["tool"]["driver"]["version"] == said["tool"]["driver"]["semanticVersion"] == "1.2.3"


def test_rules_come_with_their_help_and_page() -> None:
    first, second = run(report(FINDING, WHOLE_FILE))["tool"]["driver"]["rules"]
    assert first == {
        "id": "unreadable-file",
        "shortDescription": {"text": "The file cannot be opened."},
        "fullDescription": {"text": "The file cannot be opened."},
        "help": {
            "text": "The file cannot be opened.\n\nWhy: It may be anything.\n\n"
            "Fix: Put a file there.",
            "markdown": "The file cannot be opened.\n\nWhy: It may be anything.\n\n"
            "Fix: Put a file there.",
        },
        "properties": {"tags": ["structure"]},
        "helpUri": "https://pm.example/reference/rules/unreadable-file/",
        "defaultConfiguration": {"level": "error"},
    }
    assert second["shortDescription"] == {"text": "A name that is listed nowhere."}
    assert "helpUri" not in second
    assert "Fix:" not in second["help"]["text"]


@pytest.mark.parametrize(
    ("said", "invocation"),
    [
        (
            report(),
            {
                "executionSuccessful": True,
                "exitCode": 0,
                "exitCodeDescription": "nothing to mend",
            },
        ),
        (
            report(FINDING),
            {
                "executionSuccessful": True,
                "exitCode": 1,
                "exitCodeDescription": "findings that fail the run",
            },
        ),
        (
            report(FINDING, broken=True),
            {
                "executionSuccessful": False,
                "exitCode": 2,
                "exitCodeDescription": "the configuration could not be used",
            },
        ),
    ],
)
def test_the_invocation_says_how_it_ended(said: Report, invocation: dict[str, object]) -> None:
    assert run(said)["invocations"] == [invocation]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("incidents/a b.yml", "incidents/a%20b.yml"),
        ("incidents/50%.yml", "incidents/50%25.yml"),
        ("incidents/größe.yml", "incidents/gr%C3%B6%C3%9Fe.yml"),
        ("a:b?c#d[e].yml", "a%3Ab%3Fc%23d%5Be%5D.yml"),
    ],
)
def test_a_path_is_a_relative_reference(file: str, uri: str) -> None:
    (result,) = run(report(replace(FINDING, file=file)))["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    assert unquote(uri) == file


def test_a_fault_of_the_whole_file_is_at_its_first_line() -> None:
    (result,) = run(report(WHOLE_FILE))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert "logicalLocations" not in result["locations"][0]
    assert result["message"] == {"text": "a link."}


def test_a_message_holds_no_link_and_no_placeholder() -> None:
    message = "[text](https://evil.example) {0} {severity: P0}"
    (result,) = run(report(replace(FINDING, message=message, why="", fix="")))["results"]
    assert result["message"]["text"] == (r"[text\](https://evil.example) {{0}} {severity: P0}.")


def test_levels_are_those_of_the_findings() -> None:
    assert [each["level"] for each in run(report(FINDING, WARNING))["results"]] == [
        "error",
        "warning",
    ]


@given(reports)
def test_any_report_follows_the_published_schema(said: Report) -> None:
    results = run(said)["results"]
    assert len(results) == len(said.findings)
    for each in results:
        uri = each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert ":" not in uri


def test_the_schema_refuses_what_is_wrong() -> None:
    log = json.loads(sarif(report(FINDING)))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not schema().is_valid(log)
    assert not schema().is_valid({"version": "2.1.0"})
