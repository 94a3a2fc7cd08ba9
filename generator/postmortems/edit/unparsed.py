"""Quotes around texts that YAML cannot read: a second colon in a sentence, an `@` at its head."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postmortems.characters import printable
from postmortems.edit.marks import marks
from postmortems.edit.mend import Note, attempts
from postmortems.edit.quoting import quoted
from postmortems.edit.shapes import node_at, scalar_of
from postmortems.load.events import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.load.text import Document, Limits

_DASHES = re.compile(r" *(?:- +)*")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*: +")


def quote_unparsed(text: str, limits: Limits) -> tuple[str, list[Note]]:
    """Quote the texts that keep a file from being parsed, one line each.

    All or nothing: when the file still has faults afterwards, it comes back as it was. Lines
    before the one in question read as they did, and the text in quotes is every character that
    the author wrote; a line on which some of that could be a comment is left alone.
    """
    notes: list[Note] = []
    now = text
    for _ in range(attempts(text)):
        document = read(now.encode("utf-8", "surrogatepass"), limits)
        line = _stopped(document)
        if not line:
            return (text, []) if document.faults else (now, notes)
        for candidate, value in _candidates(now, line):
            if _good(candidate, value, line, (now, document), limits):
                notes.append(Note(line, f"`{printable(value, 60)}` is text, in quotes"))
                now = candidate
                break
        else:
            return text, []
    return text, []


def _stopped(document: Document) -> int:
    """Return the line at which parsing stopped, or 0."""
    return next((each.span.line for each in document.faults if each.rule == "yaml-syntax"), 0)


def _candidates(text: str, number: int) -> Iterator[tuple[str, str]]:
    """Yield the text with the rest of a line in quotes, from its key's value or its dash on."""
    lines = text.split("\n")
    if number > len(lines):
        return
    line = lines[number - 1].rstrip("\r")
    ending = lines[number - 1][len(line) :]
    dashes = _DASHES.match(line)
    start = dashes.end() if dashes else 0
    below = next((each for each in lines[number:] if each.strip()), "")
    if len(below) - len(below.lstrip(" ")) > start:
        return  # the text goes on there
    key = _KEY.match(line, start)
    places = [key.end()] if key else []
    if start and "-" in line[:start]:
        places.append(start)
    for place in places:
        value = line[place:].rstrip(" ")
        if not value or value[0] in "\"'|>&*!#-?:" or re.search(r"\s#|\t", value):
            continue
        lines[number - 1] = line[:place] + quoted(value) + ending
        yield "\n".join(lines), value


def _good(text: str, value: str, line: int, old: tuple[str, Document], limits: Limits) -> bool:
    """Tell whether parsing now goes past the line, which holds the value where prose belongs."""
    document = read(text.encode("utf-8", "surrogatepass"), limits)
    stopped = _stopped(document)
    if 0 < stopped <= line:
        return False
    after = _simple(text, document)
    path = next((path for path, held in after.items() if held == (line, value)), None)
    scalar = scalar_of(node_at(path)) if path else None
    prose = scalar is not None and scalar.text is not None and scalar.name is None
    return prose and _above(*old, line) == _above(text, document, line)


def _above(text: str, document: Document, line: int) -> dict[Path, tuple[int, object]]:
    """Return the simple values that stand above a line, each with its line."""
    return {path: held for path, held in _simple(text, document).items() if held[0] < line}


def _simple(text: str, document: Document) -> dict[Path, tuple[int, object]]:
    """Return every value that is no list or mapping, as far as the text was read."""
    at = marks(text)
    return {
        path: (mark.line, value)
        for path, mark in at.values.items()
        if mark.kind == "scalar" and not isinstance(value := _at(document.value, path), dict | list)
    }


def _at(value: Any, path: Path) -> Any:  # noqa: ANN401
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None  # reading stopped before it
    return value
