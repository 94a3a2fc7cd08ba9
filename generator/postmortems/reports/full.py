"""The report for a terminal: each finding with its line, a caret, the reason and the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.findings import Finding

_COLOURS = {Level.ERROR: "31;1", Level.WARNING: "33;1"}
_WIDTH = 96


def full(findings: Sequence[Finding], *, colour: bool = False) -> str:
    """Lay findings out with snippets; ``colour`` adds terminal colours."""
    return "\n".join(_one(each, colour=colour) for each in findings)


def _one(each: Finding, *, colour: bool) -> str:
    paint = _Painter(colour=colour)
    place = each.file
    if each.span is not None:
        place += f":{each.span.line}:{each.span.column}"
    level = paint(each.level, _COLOURS[each.level])
    lines = [f"{place}: {level}[{each.rule}]: {paint(printable(each.message, 400), '1')}"]
    lines.extend(_snippet(each, paint))
    if each.why:
        lines.append(f"  why: {printable(each.why, 400)}")
    if each.fix:
        lines.append(f"  fix: {printable(each.fix, 600)}")
    return "\n".join(lines) + "\n"


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


def closing(findings: Sequence[Finding], files: int) -> str:
    """Sum a run up in one line."""
    errors = sum(each.level is Level.ERROR for each in findings)
    warnings = len(findings) - errors
    checked = f"{files:,} incident" + ("" if files == 1 else "s")
    if not findings:
        return f"{checked} checked, nothing to mend."
    parts = [
        f"{count:,} {word}" + ("" if count == 1 else "s")
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return f"{checked} checked: {' and '.join(parts)}."
