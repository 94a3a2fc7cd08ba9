"""What is wrong with a file: the one shape in which every room reports a fault."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs; configuration may change the level a rule proposes."""

    ERROR = "error"
    WARNING = "warning"


_WEIGHT = {Level.ERROR: 0, Level.WARNING: 1}

Path = tuple[str | int, ...]
"""Where a value stands inside a document: mapping keys and list indexes from the root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one line, counted from 1; ``end`` is the column after the last character."""

    line: int
    column: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A fault before its file and line are known: what a rule or a check yields.

    ``path`` names the value at fault; ``on_key`` points at its key instead. ``why`` says what
    goes wrong because of it, ``fix`` is a line to paste or a thing to do. With ``secret``, the line
    that it stands on must not be quoted by any finding. ``span`` is where it stands if no value
    does, as in a comment.
    """

    rule: str
    path: Path
    message: str
    why: str = ""
    fix: str = ""
    on_key: bool = False
    secret: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault with its place, ready to be reported.

    ``file`` is relative to the repository with forward slashes; ``span`` is None when the fault
    belongs to the file as a whole; ``excerpt`` is the text of the line, bounded and printable,
    or empty where it must not be quoted.
    """

    rule: str
    level: Level
    file: str
    message: str
    span: Span | None = None
    field: str = ""
    why: str = ""
    fix: str = ""
    excerpt: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, int, str, str]:
        """Order by file, then line and column, then weight, so that output never wanders."""
        line, column = (self.span.line, self.span.column) if self.span else (0, 0)
        return (self.file, line, column, _WEIGHT[self.level], self.rule, self.message)


def dotted(path: Path) -> str:
    """Write a path the way people say it: ``timeline[3].at``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text
