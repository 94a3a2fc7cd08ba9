"""What the sections of an advice are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line with a short mark before it, such as a time, and lines under it; all plain text.

    ``commands`` are for a shell or a console, and kept as they are.
    """

    mark: str
    text: str
    lines: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries under a title."""

    title: str
    entries: tuple[Entry, ...]
