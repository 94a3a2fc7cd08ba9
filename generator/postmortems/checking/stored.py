"""Findings as text that a cache can keep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from postmortems.findings import Finding, Level, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


def text_of(value: object) -> str:
    """Write plain values as text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
