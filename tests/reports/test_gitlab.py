from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from jsonschema import Draft202012Validator

from postmortems.reports.gitlab import gitlab
from support.reports import FINDING, WARNING, WHOLE_FILE, report, reports

if TYPE_CHECKING:
    from postmortems.reports.base import Report

TEXT = {"type": "string", "minLength": 1}
# What GitLab's parser asks of an issue, and what its documentation says about the values.
SCHEMA = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string"},
                "check_name": TEXT,
                "fingerprint": TEXT,
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": TEXT,
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)


def test_a_finding_is_an_issue() -> None:
    said = report(FINDING, WHOLE_FILE, WARNING)
    first, second, third = json.loads(gitlab(said))
    assert first == {
        "type": "issue",
        "check_name": "unknown-name",
        "description": "`P9` is not a known severity level (fix: did you mean `P0`?)",
        "categories": ["Bug Risk"],
        "severity": "major",
        "fingerprint": said.fingerprints[0],
        "location": {"path": "incidents/a.yml", "lines": {"begin": 6}},
        "content": {
            "body": "A name that is listed nowhere. Names are those of `site_config/`.\n\n"
            "Nothing would count it."
        },
    }
    assert second["location"] == {"path": "incidents/c.yml", "lines": {"begin": 1}}
    assert second["description"] == "a link"
    assert second["content"]["body"].endswith(
        "\n\n[unreadable-file](https://pm.example/reference/rules/unreadable-file/)"
    )
    assert third["severity"] == "minor"


def test_nothing_found_is_an_empty_list() -> None:
    assert gitlab(report()) == "[]\n"


@given(reports)
def test_any_report_is_one_that_gitlab_reads(said: Report) -> None:
    issues = json.loads(gitlab(said))
    SCHEMA.validate(issues)
    assert len({each["fingerprint"] for each in issues}) == len(said.findings)
