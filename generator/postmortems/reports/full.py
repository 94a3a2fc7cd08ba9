"""The report for a terminal: each finding with its line, a caret, the reason and the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level
from postmortems.reports.base import Report, closing, harmless, statistics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Finding

_COLOURS = {Level.ERROR: "31;1", Level.WARNING: "33;1"}
_WIDTH = 96


def full(report: Report, *, colour: bool = False) -> str:
    """Lay a run out with its snippets and its sum; ``colour`` adds terminal colours."""
    parts = [snippets(report, colour=colour)] if report.findings else []
    if report.statistics and report.findings:
        parts.append(statistics(report))
    return "\n".join([*parts, f"{closing(report)}\n"])


def snippets(report: Report, *, colour: bool = False) -> str:
    """Lay the findings alone out. Where to read about a rule is said once."""
    paint = _Painter(colour=colour)
    told: set[str] = set()
    blocks: list[str] = []
    for each in report.findings:
        lines = list(_one(each, paint))
        rule = report.rules.get(each.rule)
        if rule is not None and each.rule not in told:
            told.add(each.rule)
            lines.append(f"  see: {rule.url or f'postmortems explain {each.rule}'}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _one(each: Finding, paint: _Painter) -> Iterator[str]:
    place = harmless(each.file)
    if each.span is not None:
        place += f":{each.span.line}:{each.span.column}"
    level = paint(each.level, _COLOURS[each.level])
    yield f"{place}: {level}[{each.rule}]: {paint(each.message, '1')}"
    yield from _snippet(each, paint)
    if each.why:
        yield f"  why: {each.why}"
    if each.fix:
        yield f"  fix: {each.fix}"


def _snippet(each: Finding, paint: _Painter) -> Iterator[str]:
    if each.span is None or not each.excerpt:
        return
    number = str(each.span.line)
    margin = " " * len(number)
    start, end = each.span.column - 1, each.span.end - 1
    text, start, end = _window(each.excerpt, start, end)
    yield f"  {margin} |"
    yield f"  {number} | {text}"
    yield f"  {margin} | {' ' * start}{paint('^' * max(1, end - start), _COLOURS[each.level])}"


def _window(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Cut a long line around the fault, so that the caret stays under it."""
    if len(text) <= _WIDTH:
        return text, min(start, len(text)), min(max(end, start + 1), len(text) + 1)
    left = max(0, min(start - 20, len(text) - _WIDTH))
    piece = text[left : left + _WIDTH]
    shift = 0
    if left:
        piece = "…" + piece
        shift = 1
    if left + _WIDTH < len(text):
        piece += "…"
    start = start - left + shift
    return piece, start, min(max(end - left + shift, start + 1), len(piece) + 1)


class _Painter:
    def __init__(self, *, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text
