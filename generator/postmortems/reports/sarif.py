"""The report in SARIF 2.1.0, which code scanning and many editors read."""

from __future__ import annotations

import re
from json import dumps
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.findings import Finding
    from postmortems.reports.base import Report, RuleText

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "postmortems/v1"
_ROOT = "%SRCROOT%"
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_EXITS = {
    0: "nothing to mend",
    1: "findings that fail the run",
    2: "the configuration could not be used",
}


def sarif(report: Report) -> str:
    """Write the run as a log with one run in it. Nothing in it tells when or where it was made."""
    indexes = {name: index for index, name in enumerate(report.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "postmortems",
                "version": report.version,
                "semanticVersion": report.version,
                "rules": [_rule(name, rule) for name, rule in report.rules.items()],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.broken,
                "exitCode": report.exit_code,
                "exitCodeDescription": _EXITS[report.exit_code],
            }
        ],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(each, fingerprint, indexes)
            for each, fingerprint in zip(report.findings, report.fingerprints, strict=True)
        ],
        "properties": {"asOf": report.as_of.isoformat(), "checked": report.count},
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(name: str, rule: RuleText) -> dict[str, Any]:
    first = _sentence(rule.what.split(". ")[0])
    sections = [rule.what, f"Why: {rule.why}", *([f"Fix: {rule.fix}"] if rule.fix else [])]
    described: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": first},
        "fullDescription": {"text": rule.what},
        "help": {"text": "\n\n".join(sections), "markdown": "\n\n".join(sections)},
        "properties": {"tags": [rule.family]},
    }
    if rule.url is not None:
        described["helpUri"] = rule.url
    if rule.level is not None:
        described["defaultConfiguration"] = {"level": rule.level}
    return described


def _result(each: Finding, fingerprint: str, indexes: Mapping[str, int]) -> dict[str, Any]:
    region = {"startLine": 1}  # GitHub asks for a region; the first line stands for the file
    if each.span is not None:
        region = {
            "startLine": each.span.line,
            "startColumn": each.span.column,
            "endLine": each.span.line,
            "endColumn": max(each.span.column, each.span.end),
        }
    said = [_sentence(each.message)]
    said += [
        f"{name}: {_sentence(text)}"
        for name, text in (("Why", each.why), ("Fix", each.fix))
        if text
    ]
    result: dict[str, Any] = {
        "ruleId": each.rule,
        "level": each.level,
        "message": {"text": _plain("\n".join(said))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(each.file), "uriBaseId": _ROOT},
                    "region": region,
                }
            }
        ],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if each.rule in indexes:
        result["ruleIndex"] = indexes[each.rule]
    if each.field:
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": each.field}]
    return result


def _sentence(text: str) -> str:
    """End a text like a sentence: where there is little room, viewers show the first alone."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _plain(text: str) -> str:
    """Keep a message's brackets from being links, and its braces from being placeholders."""
    return _PLACEHOLDER.sub(r"{{\1}}", text.replace("](", r"\]("))
