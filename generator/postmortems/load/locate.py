"""From a problem's path to the line and column where the author can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.characters import FORBIDDEN
from postmortems.findings import Problem, Span
from postmortems.load.events import read
from postmortems.load.places import span

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
        Located(problem=each, span=where, excerpt=excerpt(lines, where))
        for each in problems
        for where in (each.span or find(document, each, lines),)
    ]


def find(document: Document, problem: Problem, lines: Sequence[str]) -> Span:
    """Return the span of a problem's value or key, or of the closest thing that exists."""
    start = Span(line=1, column=1, end=2)
    if document.place is None:
        return start
    place, depth = document.place.closest(problem.path)
    if depth == len(problem.path) and not (problem.on_key and place.key is not None):
        return span(place.value, lines)
    if depth:
        return span(place.value if place.key is None else place.key, lines)
    # What the record lacks is shown at its first key, below any comment.
    first = next(iter(document.place.parts.values()), document.place)
    return span(first.value if first.key is None else first.key, lines)


def excerpt(lines: Sequence[str], where: Span | None) -> str:
    """Return the line of a span, bounded, with every dangerous character made visible."""
    if where is None or not 1 <= where.line <= len(lines):
        return ""
    line = lines[where.line - 1].rstrip("\r")[:_WIDTH].replace("\t", " ")
    # Same width as written, so that the caret stays in place; no runner takes it for a command.
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", line).replace(
        "##[", "#\N{FULLWIDTH NUMBER SIGN}["
    )
