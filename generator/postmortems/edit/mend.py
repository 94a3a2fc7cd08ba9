"""One fix: where the text changes, what that does to the values, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortems.edit.changes import Change
    from postmortems.edit.splice import Splice
    from postmortems.findings import Path


_FEWEST, _MOST = 4, 100
_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A fix that is not proven yet.

    ``rule`` and ``path`` are those of the finding that must go away; ``rule`` is empty for spaces
    and line ends, which no rule minds. With ``unread``, the value could not be read before.
    """

    line: int
    what: str
    splices: tuple[Splice, ...]
    changes: tuple[Change, ...] = ()
    rule: str = ""
    path: Path = ()
    unread: bool = False


def attempts(text: str) -> int:
    """Return how many times a text may be read again in search of fixes: fewer when it is long."""
    return min(_MOST, max(_FEWEST, _CHARACTERS // (len(text) + 1)))


@dataclass(frozen=True, slots=True)
class Note:
    """A line and a sentence about it: what was mended there, or why it was left alone."""

    line: int
    text: str
