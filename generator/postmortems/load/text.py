"""Bytes to text fit to be parsed, and what a file's own faults look like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from postmortems.characters import FORBIDDEN, SUSPECT, describe
from postmortems.findings import Span

if TYPE_CHECKING:
    from postmortems.load.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may hold, as `limits` in site.yml says."""

    max_bytes: int = 1_048_576
    max_depth: int = 32
    max_nodes: int = 20_000
    max_timeline: int = 1_000
    max_text: int = 50_000
    max_findings: int = 200


LONGEST_TEXT = 50_000
"""No field takes a longer text than this, whatever the settings say."""


def setting(name: str) -> str:
    """Say where a limit is set, for the end of what can be done about a file beyond it."""
    return f"; `limits.{name}` in site_config/site.yml sets the limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of the file's text, with its own position."""

    rule: str
    span: Span
    message: str
    why: str = ""
    fix: str = ""


@dataclass(slots=True)
class Document:
    """What was read: the values, the faults, and where everything stands if asked for."""

    value: Any = None
    faults: list[Fault] = field(default_factory=list)
    place: Place | None = None


def decode(content: bytes, limits: Limits, document: Document) -> str | None:
    """Turn bytes into text free of dangerous characters; None when that cannot be done."""
    if len(content) > limits.max_bytes:
        document.faults.append(
            Fault(
                rule="file-too-large",
                span=Span(line=1, column=1, end=1),
                message=f"the file has more than {limits.max_bytes:,} bytes, the limit",
                why="a record that size stalls everyone's build",
                fix=f"move logs and dumps elsewhere and link to them{setting('max_bytes')}",
            )
        )
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        document.faults.append(
            Fault(
                rule="not-utf8",
                span=Span(line=line, column=column, end=column + 1),
                message=f"byte 0x{content[error.start]:02X} is not valid UTF-8",
                why="other encodings are read differently on every machine",
                fix="save the file as UTF-8 without a byte order mark",
            )
        )
        return None
    found = list(_forbidden(text))
    document.faults.extend(found)
    return None if found else text


def _forbidden(text: str, most: int = 20) -> list[Fault]:
    faults: list[Fault] = []
    if not SUSPECT.search(text):
        return faults
    for match in FORBIDDEN.finditer(text):
        start = match.start()
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        faults.append(
            Fault(
                rule="forbidden-character",
                span=Span(line=line, column=column, end=column + 1),
                message=f"the text holds {describe(match.group())}",
                why="it is invisible or steers a terminal, and can hide what a line says",
                fix="delete it; in a paste, retype the words around it",
            )
        )
        if len(faults) == most:
            break
    return faults
