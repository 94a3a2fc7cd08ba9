"""The report as a Markdown summary, for the page of a build on GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level
from postmortems.reports.base import Report, closing, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Finding

LARGEST = 1_048_576
"""How many bytes GitHub takes for a step; it drops a larger summary as a whole."""
_CLOSING = 200  # for the line that says what was left out
_SIGNS = {Level.ERROR: "❌", Level.WARNING: "⚠️"}
_HEAD = "| line | level | rule | finding |\n|--:|---|---|---|\n"


def markdown(report: Report) -> str:
    """Write the counts, and the findings by file: those with errors first, as many as fit."""
    parts = [f"## Incidents\n\n{closing(report)} Judged as of {report.as_of.isoformat()}.\n"]
    if report.findings:
        parts.append("\n| rule | findings |\n|---|--:|\n")
        parts.extend(f"| {_rule(rule, report)} | {count} |\n" for rule, count in report.counts)
    room = LARGEST - _CLOSING - sum(len(part.encode()) for part in parts)
    shown = 0
    for text, findings in tables(report):
        room -= len(text.encode())
        if room < 0:
            break
        parts.append(text)
        shown += findings
    if shown < len(report.findings):
        left = plural(len(report.findings) - shown, "finding")
        parts.append(f"\n{left} more would not fit here; run `postmortems check` to see all.\n")
    return "".join(parts)


def tables(report: Report) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a table for each file, each with the number of findings in it: 1.

    Files with errors come first.
    """
    files: dict[str, list[Finding]] = {}
    for each in report.findings:
        files.setdefault(each.file, []).append(each)

    def importance(file: str) -> tuple[bool, str]:
        return (not any(each.level is Level.ERROR for each in files[file]), file)

    for file in sorted(files, key=importance):
        first = f"\n### {code(file)}\n\n{_HEAD}"
        for each in files[file]:
            yield first + _row(each, report), 1
            first = ""


def _row(each: Finding, report: Report) -> str:
    line = each.span.line if each.span else ""
    said = code(each.message)
    if each.fix:
        said += f"<br>fix: {code(each.fix)}"
    return f"| {line} | {_SIGNS[each.level]} {each.level} | {_rule(each.rule, report)} | {said} |\n"


def _rule(name: str, report: Report) -> str:
    rule = report.rules.get(name)
    return f"[{name}]({rule.url})" if rule is not None and rule.url else f"`{name}`"


def code(text: str) -> str:
    """Show text as it is: no markup, and no link, mention or reference either.

    Markdown sees nothing but letters, digits and entities; what GitHub links after Markdown is
    done, it does not look for inside code.
    """
    safe = "".join(each if each.isalnum() or each == " " else f"&#{ord(each)};" for each in text)
    return f"<code>{safe}</code>"
