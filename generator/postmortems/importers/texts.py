"""Texts of a source in the forms that fields of a record and messages have."""

from __future__ import annotations

from postmortems.characters import printable

_SHOWN = 60


def one_line(text: str) -> str:
    """Return a text with each run of spaces and line breaks as one space."""
    return " ".join(text.split())


def shown(said: object) -> str:
    """Return a value as a message quotes it between backticks: in one line, and bounded."""
    return printable(one_line(str(said)), _SHOWN).replace("`", "'")
