"""The names that documents give to their parts, and the parts of a document in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from postmortems.importers.outline import Unit, outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.document_parts import Column, Part
    from postmortems.config.documents import Documents

_MARKS = re.compile(r"[*_`~#]+|\[(?=[^\]]*\]\()|(?<=\])\([^)]*\)|\]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]|[0-9]{1,2}(?:\.[0-9]{1,2})+)\s+")
_EDGES = re.compile(r"^[^\w]+|[^\w?;]+$")
_LABEL = re.compile(
    r"[^\w\[(]{0,6}?(?P<open>\*\*|__|\*|_|)(?P<name>[^\W\d][^:*_|\n]{0,60}?)(?P<close>\*\*|__|\*|_|)"
    r"\s?(?P<sign>:|(?<=[*_])\s(?:-|–|—)(?=\s))(?P<after>\*\*|__|\*|_|)(?=\s|$)\s*"
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LIKE_A_NAME = 60
_NESTED = 10  # parts that a label of a list opens stand below all headings


class Label(NamedTuple):
    """A name before a colon, the part that it names if any, and the text behind it."""

    name: str
    part: Part | None
    text: str


@dataclass(slots=True, kw_only=True)
class Section:
    """A part of a document: its own heading, what it is, and the units below the heading.

    ``part`` is that of the closest heading above which names one; ``named`` tells whether its own
    heading does. The text before the first heading is a section without a name.
    """

    name: str
    part: Part | None
    line: int
    level: int = 0
    named: bool = True
    units: list[Unit] = field(default_factory=list)


class Names:
    """What documents call their parts and columns, by the team's settings."""

    def __init__(self, words: Documents) -> None:
        self.words = words

    @cached_property
    def _parts(self) -> dict[str, Part]:
        return {plain(name): each.part for each in self.words.parts for name in each.names}

    @cached_property
    def _columns(self) -> dict[str, list[Column]]:
        found: dict[str, list[Column]] = {}
        for each in self.words.columns:
            for name in each.names:
                found.setdefault(plain(name), []).append(each.column)
        return found

    def part(self, name: str) -> Part | None:
        """Return the part that a heading or label names."""
        if len(name) > 2 * _LIKE_A_NAME:
            return None
        return self._parts.get(plain(name)) or self._parts.get(plain(_BRACKETS.sub("", name)))

    def columns(self, name: str) -> list[Column]:
        """Return what a column's heading may mean."""
        return self._columns.get(plain(name)) or self._columns.get(
            plain(_BRACKETS.sub("", name)), []
        )

    def label(self, text: str) -> Label | None:
        """Return the name before the colon at the start of a text; None where there is none."""
        match = _LABEL.match(text)
        if match is None:
            return None
        name = match["name"].strip()
        part = self.part(name)
        rest = text[match.end() :].strip()
        marked = bool(match["open"]) and (match["close"] or match["after"]) == match["open"]
        if part is None and not marked:
            return None
        return Label(name, part, rest)


def plain(name: str) -> str:
    """Return a name as it is compared: without marks, numbers, signs at its ends and capitals."""
    bare = _EDGES.sub("", _MARKS.sub("", name))
    bare = _EDGES.sub("", _NUMBERED.sub("", bare, count=1))
    return " ".join(bare.replace("&", " and ").replace("\u2019", "'").casefold().split())


def sections(text: str, first: int, names: Names) -> list[Section]:
    """Return the sections of a text whose first line is the source's line ``first``."""
    made = [Section(name="", part=None, line=first, named=False)]
    above: list[Section] = []
    for unit in outline(_headed(text, names), first):
        heading = _heading(unit, names)
        while above and above[-1].level > _NESTED and unit.level <= above[-1].level - _NESTED:
            above.pop()  # the list that a label opened is over
            parent = above[-1] if above else None
            if heading is None:
                made.append(_beneath(parent, unit.line))
        if heading is None:
            made[-1].units.append(unit)
            continue
        while above and above[-1].level >= heading.level:
            above.pop()
        if heading.part is None:
            inherited = above[-1].part if above else None
            heading = replace(heading, part=inherited, named=False)
        above.append(heading)
        made.append(heading)
    return [each for each in made if each.units or each.name]


def _beneath(parent: Section | None, line: int) -> Section:
    if parent is None:
        return Section(name="", part=None, line=line, named=False)
    return Section(name="", part=parent.part, line=line, level=parent.level, named=False)


def _heading(unit: Unit, names: Names) -> Section | None:
    if unit.sort == "heading":
        part = names.part(unit.text)
        return Section(name=unit.text, part=part, line=unit.line, level=unit.level)
    if unit.sort in {"item", "text"} and "\n" not in unit.text:
        label = names.label(unit.text)
        if label and label.part and not label.text:
            level = _NESTED + unit.level if unit.level else _NESTED
            return Section(name=label.name, part=label.part, line=unit.line, level=level)
        bold = re.fullmatch(r"(\*\*|__)([^*_\n]{1,80})\1", unit.text)
        if bold and (part := names.part(bold[2])):
            return Section(name=bold[2], part=part, line=unit.line, level=_NESTED + unit.level)
    return None


def _headed(text: str, names: Names) -> str:
    """Make headings of lines that hold nothing but a name of a part, outside code.

    Each stays the line it is, so that all places stay true.
    """
    fence = ""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        opened = _FENCE.match(line)
        if opened and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opened[1]
        elif not fence and 0 < len(line) <= _LIKE_A_NAME and line[0].isalpha():
            after = lines[index + 1] if index + 1 < len(lines) else ""
            underlined = after.strip() and set(after.strip()) <= {"-", "="}
            if not underlined and "|" not in line and _stands_alone(line, names):
                lines[index] = f"## {line}"
    return "\n".join(lines)


def _stands_alone(line: str, names: Names) -> bool:
    if "[" in line or re.search(r":\s*\S", line) or line.rstrip().endswith((".", "!", ";", ",")):
        return False
    return names.part(line) is not None


def known(found: list[Section]) -> int:
    """Return how many sections have names of their own that mean something."""
    return sum(each.named and each.part is not None for each in found)


def texts(found: list[Section]) -> Iterator[Unit]:
    """Yield every unit."""
    for each in found:
        yield from each.units
