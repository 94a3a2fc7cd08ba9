"""Findings, and what is said about their rules, as text that a cache can keep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from postmortems.findings import Finding, Level, Span
from postmortems.reports.base import RuleText

if TYPE_CHECKING:
    from collections.abc import Iterable


def text_of(value: object) -> str:
    """Write plain values as text: ASCII, for the path of a file may hold bytes that are none."""
    return json.dumps(value, separators=(",", ":"))


def rows_of(findings: Iterable[Finding]) -> list[list[Any]]:
    """Return findings as plain values."""
    return [
        [
            each.rule,
            each.level.value,
            each.file,
            each.message,
            [each.span.line, each.span.column, each.span.end] if each.span else None,
            each.field,
            each.why,
            each.fix,
            each.excerpt,
        ]
        for each in findings
    ]


def findings_of(rows: Iterable[list[Any]]) -> tuple[Finding, ...]:
    """Return the findings of plain values. Raises ValueError or TypeError for anything else."""
    return tuple(
        Finding(
            rule=rule,
            level=Level(level),
            file=file,
            message=message,
            span=Span(line=span[0], column=span[1], end=span[2]) if span else None,
            field=field,
            why=why,
            fix=fix,
            excerpt=excerpt,
        )
        for rule, level, file, message, span, field, why, fix, excerpt in rows
    )


def row_of_text(about: RuleText) -> list[Any]:
    """Return what is said about a rule as plain values."""
    level = about.level.value if about.level else None
    return [about.what, about.why, about.fix, about.family, level, about.url]


def text_from(row: list[Any]) -> RuleText:
    """Return what `row_of_text` made plain values of."""
    what, why, fix, family, level, url = row
    return RuleText(
        what=what, why=why, fix=fix, family=family, level=Level(level) if level else None, url=url
    )
