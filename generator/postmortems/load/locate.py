"""From a problem's path to the line and column where the author can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.characters import FORBIDDEN
from postmortems.findings import Problem, Span
from postmortems.load.events import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.load.text import Document, Limits

_WIDTH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A problem with its place in the text and the text of that line."""

    problem: Problem
    span: Span | None
    excerpt: str


def locate(content: bytes, problems: Sequence[Problem], limits: Limits) -> list[Located]:
    """Find where each problem stands, by reading the file again with positions.

    Only failing files pay for this. A path that is absent (a missing field) is placed on the
    closest parent's key, where the field belongs.
    """
    if not problems:
        return []
    document = read(content, limits, positions=True)
    lines = content.decode("utf-8", "replace").split("\n")
    return [
        Located(problem=each, span=span, excerpt=excerpt(lines, span))
        for each in problems
        for span in (find(document, each),)
    ]


def find(document: Document, problem: Problem) -> Span:
    """Return the span of a problem's value or key, or of the closest thing that exists."""
    path = problem.path
    if problem.on_key and path in document.keys:
        return document.keys[path]
    first = True
    while path:
        if first and path in document.values:
            return document.values[path]
        if path in document.keys:
            return document.keys[path]
        if path in document.values:
            return document.values[path]
        path = path[:-1]
        first = False
    start = Span(line=1, column=1, end=2)
    if not problem.path:
        return document.values.get((), start)
    # What the record lacks is shown at its first key, below any comment.
    return next(iter(document.keys.values()), start)


def excerpt(lines: Sequence[str], span: Span | None) -> str:
    """Return the line of a span, bounded, with every dangerous character made visible."""
    if span is None or not 1 <= span.line <= len(lines):
        return ""
    line = lines[span.line - 1].rstrip("\r")[:_WIDTH].replace("\t", " ")
    # Same width as written, so that the caret stays in place; no runner takes it for a command.
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", line).replace(
        "##[", "#\N{FULLWIDTH NUMBER SIGN}["
    )
