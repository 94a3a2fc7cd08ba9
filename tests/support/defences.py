"""The table of defences: what each stops, where it stands, and the tests that fail without it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "security" / "defences"
BEGIN = "<!-- promises: written by tests/security/update.py -->"
END = "<!-- end of promises -->"
PARTS = {
    "inert": "Text stays text",
    "people": "Secrets and people",
    "audience": "Audiences",
    "bounds": "Bounded work, and files",
    "atomic": "Nothing is lost",
    "builds": "The same bytes, and who may run what",
}
"""The tables in the order of SECURITY.md, with their headings there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    """`old` stands once in `file`; with `new` in its place, one of `tests` fails."""

    id: str
    threat: str
    promise: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def defences() -> dict[str, tuple[Defence, ...]]:
    """Read the tables by part, in the order of `PARTS`."""
    return {part: tuple(_read(TABLES / f"{part}.toml")) for part in PARTS}


def _read(file: Path) -> list[Defence]:
    entries = tomllib.loads(file.read_text("utf-8"))["defence"]
    return [Defence(**entry | {"tests": tuple(entry["tests"])}) for entry in entries]


def function(test: str) -> str:
    """The file and the name of a test, without its parameters."""
    return test.partition("[")[0]


def promises() -> str:
    """The block of SECURITY.md: each promise with what it answers and the tests that hold it."""
    lines = [BEGIN]
    for part, entries in defences().items():
        lines += ["", f"### {PARTS[part]}", "", "| threat | promise | held by |", "|---|---|---|"]
        for each in entries:
            held = "<br>".join(f"`{name}`" for name in dict.fromkeys(map(function, each.tests)))
            lines.append(f"| {_cell(each.threat)} | {_cell(each.promise)} | {held} |")
    return "\n".join([*lines, "", END])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def with_promises(text: str) -> str:
    """Put the block in place of the one that a text has."""
    before, _, rest = text.partition(BEGIN)
    return before + promises() + rest.partition(END)[2]
