"""A review for programs: everything that is known, in a form that keeps its promises.

Within a version, keys are only ever added. What nobody knows is null.
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from postmortems.answers.review.phrase import plain
from postmortems.findings import Level
from postmortems.shapes import listed, null, record

if TYPE_CHECKING:
    from postmortems.answers.review.compare import Review, Reviewed
    from postmortems.findings import Finding

VERSION = 1


def json(review: Review) -> str:
    """Write a review as one JSON document, as `schema` describes it."""
    document = {
        "version": VERSION,
        "tool": {"name": "postmortems", "version": review.version},
        "base": {"ref": review.ref.text, "commit": review.commit},
        "as_of": review.as_of.isoformat(),
        "exit_code": review.exit_code,
        "notes": list(review.notes),
        "incidents": [_incident(each) for each in review.incidents],
        "new": [_finding(each) for each in review.new],
        "fixed": [_finding(each) for each in review.fixed],
        "overdue": [_finding(each) for each in review.overdue],
    }
    return dumps(document, indent=2, ensure_ascii=False) + "\n"


def _incident(each: Reviewed) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title.text or None,
        "change": each.kind,
        "file": each.file,
        "was": each.was or None,
        "notes": list(each.notes),
        "differences": [
            {"field": found.field, "text": plain(found.said)} for found in each.differences
        ],
        "suggestion": {
            "level": each.suggestion.level,
            "recorded": each.suggestion.recorded,
            "reason": each.suggestion.reason,
        }
        if each.suggestion is not None
        else None,
        "owed": [
            {"when": task.when, "text": task.what.text, "overdue": task.overdue}
            for task in each.owed
        ],
    }


def _finding(each: Finding) -> dict[str, Any]:
    return {
        "rule": each.rule,
        "level": each.level,
        "file": each.file,
        "line": each.span.line if each.span else None,
        "field": each.field or None,
        "message": each.message,
        "fix": each.fix or None,
    }


def schema() -> dict[str, Any]:
    """Describe the document as a JSON Schema."""
    text, answer = {"type": "string"}, {"type": "boolean"}
    finding = record(
        rule=text,
        level={"enum": [each.value for each in Level]},
        file=text,
        line={"type": ["integer", "null"], "minimum": 1},
        field=null(text),
        message=text,
        fix=null(text),
    )
    suggestion = record(level=text, recorded=text, reason=text)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `postmortems review --output json` writes",
        "description": (
            "Keys may be added within a version; ignore those that you do not know. "
            "What nobody knows is null."
        ),
        **record(
            version={"const": VERSION},
            tool=record(name={"const": "postmortems"}, version=text),
            base=record(
                ref=text | {"description": "What was asked for, such as origin/main."},
                commit=text | {"description": "Where it and HEAD parted."},
            ),
            as_of=text | {"format": "date", "description": "The day that counted as today, UTC."},
            exit_code={
                "enum": [0, 1, 2],
                "description": "0 nothing new to mend, 1 new findings, 2 broken configuration.",
            },
            notes=listed(text),
            incidents=listed(
                record(
                    id=text | {"description": "The file's name where no record can be read."},
                    title=null(text),
                    change={"enum": ["added", "changed", "renamed", "deleted"]},
                    file=text,
                    was=null(text | {"description": "The file's earlier name."}),
                    notes=listed(text),
                    differences=listed(record(field=text, text=text)),
                    suggestion=null(suggestion)
                    | {"description": "A level that is not the recorded one; null without one."},
                    owed=listed(record(when=text, text=text, overdue=answer)),
                )
            )
            | {"description": "Those that are newly broken first, then by file."},
            new=listed(finding) | {"description": "Findings that the base did not have."},
            fixed=listed(finding) | {"description": "Findings that only the base had."},
            overdue=listed(finding)
            | {"description": "Overdue actions, over all incidents; none of them fails the run."},
        ),
    }
