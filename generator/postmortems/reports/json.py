"""The report for programs: everything that is known, in a form that keeps its promises.

Within a version, keys are only ever added; a change of meaning is a new version. A key whose value
nobody knows is null, never absent.
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from postmortems.findings import Level
from postmortems.shapes import null, record

if TYPE_CHECKING:
    from postmortems.reports.base import Report

VERSION = 1


def json(report: Report) -> str:
    """Write the run as one JSON document, as `schema` describes it."""
    document = {
        "version": VERSION,
        "tool": {"name": "postmortems", "version": report.version},
        "as_of": report.as_of.isoformat(),
        "exit_code": report.exit_code,
        "checked": report.count,
        "counts": {level.value: report.of(level) for level in Level},
        "statistics": [{"rule": rule, "count": count} for rule, count in report.counts],
        "rules": {
            name: {
                "family": rule.family,
                "level": rule.level,
                "what": rule.what,
                "why": rule.why,
                "fix": rule.fix or None,
                "url": rule.url,
            }
            for name, rule in report.rules.items()
        },
        "findings": [
            {
                "rule": each.rule,
                "level": each.level,
                "file": each.file,
                "line": each.span.line if each.span else None,
                "column": each.span.column if each.span else None,
                "end_column": each.span.end if each.span else None,
                "field": each.field or None,
                "message": each.message,
                "why": each.why or None,
                "fix": each.fix or None,
                "excerpt": each.excerpt or None,
                "fingerprint": fingerprint,
            }
            for each, fingerprint in zip(report.findings, report.fingerprints, strict=True)
        ],
    }
    return dumps(document, indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    level = {"enum": [each.value for each in Level]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems check --output json` writes",
        "description": (
            "Keys may be added within a version; ignore those that you do not know. "
            "What nobody knows is null."
        ),
        **record(
            version={"const": VERSION},
            tool=record(name={"const": "postmortems"}, version=text),
            as_of=text | {"format": "date", "description": "The day that counted as today, UTC."},
            exit_code={
                "enum": [0, 1, 2],
                "description": "0 nothing to mend, 1 findings, 2 broken configuration.",
            },
            checked=number | {"description": "How many incidents were checked."},
            counts=record(**{each.value: number for each in Level}),
            statistics={
                "description": "How many findings each rule has, most first.",
                "type": "array",
                "items": record(rule=text, count=number),
            },
            rules={
                "description": "The rules that have findings, by id, the weightiest first.",
                "type": "object",
                "additionalProperties": record(
                    family=text,
                    level={
                        "enum": [each.value for each in Level] + [None],
                        "description": "The level that the rule has in this repository.",
                    },
                    what=text,
                    why=text,
                    fix=null(text),
                    url=null(text | {"format": "uri"}),
                ),
            },
            findings={
                "description": "In the order of files and lines.",
                "type": "array",
                "items": _finding(text, level),
            },
        ),
    }


def _finding(text: dict[str, Any], level: dict[str, Any]) -> dict[str, Any]:
    place = {"type": ["integer", "null"], "minimum": 1}
    return record(
        rule=text,
        level=level,
        file=text | {"description": "In the repository, with forward slashes."},
        line=place | {"description": "From 1; null when the fault is that of the whole file."},
        column=place | {"description": "From 1, in code points."},
        end_column=place | {"description": "The column after the last character."},
        field=null(text | {"description": "Such as `timeline[3].at`."}),
        message=text,
        why=null(text),
        fix=null(text),
        excerpt=null(text | {"description": "The line as written."}),
        fingerprint=text
        | {
            "pattern": "^[0-9a-f]{32}$",
            "description": "Stays the same while lines move; unique in a report.",
        },
    )
