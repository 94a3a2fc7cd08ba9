"""Where the values of a document stand: the parser's marks as a tree, read when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.findings import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.findings import Path


class Place:
    """The parser's events for a value, its key and its parts.

    ``key`` is None for entries of lists and for the document itself.
    """

    __slots__ = ("key", "parts", "value")

    def __init__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - PyYAML's events are untyped
        self.key = key
        self.value = value
        self.parts: dict[str | int, Place] = {}

    def closest(self, path: Path) -> tuple[Place, int]:
        """Return the place of the longest part of a path that exists, and how long that is."""
        here, depth = self, 0
        for step in path:
            inner = here.parts.get(step)
            if inner is None:
                break
            here, depth = inner, depth + 1
        return here, depth


def span(event: Any, lines: Sequence[str]) -> Span:  # noqa: ANN401 - as above
    """Return where an event stands; of one that covers several lines, its part of the first."""
    start, end = event.start_mark, event.end_mark
    if start.line >= len(lines):
        # The parser supplies what the file leaves out, at a line that is not there.
        last = len(lines[-1].rstrip()) + 1
        return Span(line=len(lines), column=last, end=last + 1)
    if start.line == end.line:
        stop = max(end.column, start.column + 1)
    else:
        stop = max(len(lines[start.line].rstrip()), start.column + 1)
    return Span(line=start.line + 1, column=start.column + 1, end=stop + 1)
