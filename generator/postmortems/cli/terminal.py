"""What the terminal is: how wide, and whether somebody sits at it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_USUAL = 80


def columns(stream: TextIO | None = None) -> int:
    """Return how wide the terminal of a stream is, stdout if none is named; 80 if unknown."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit() and len(said) <= 4 and int(said):  # noqa: PLR2004
        return int(said)
    try:
        return os.get_terminal_size((stream or sys.stdout).fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL


def somebody_there() -> bool:
    """Tell whether questions can be asked: both what is typed and what is shown is a terminal's."""
    return sys.stdin.isatty() and sys.stdout.isatty()
