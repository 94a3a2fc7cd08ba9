"""What a step may do to a record: keys get other names and other places, and all else stays."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.edit.assign import line_break
from postmortems.edit.marks import Marks, marks
from postmortems.edit.quoting import inline
from postmortems.edit.splice import Splice, spliced
from postmortems.findings import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path

EVERY = "[]"
"""In a path, every entry of a list."""


class Unmovable(Exception):  # noqa: N818 - it says why, and never leaves this part of the room
    """A change that cannot be made in a record as it is written, with the reason."""


@dataclass(frozen=True, slots=True)
class Rename:
    """A key gets another name; its value, its place and its comments stay."""

    path: Path
    name: str

    def text(self, text: str, record: Any) -> str:  # noqa: ANN401 - plain values of any shape
        """Make the change in a text."""
        at = marks(text)
        splices = []
        for path in _places(record, self.path):
            mark = at.keys[path]
            splices.append(Splice(mark.start, mark.end, inline(self.name)))
        return spliced(text, splices) or text

    def value(self, record: Any) -> Any:  # noqa: ANN401
        """Make the change in plain values; raises Unmovable where the name is taken."""
        made = copy.deepcopy(record)
        for path in _places(record, self.path):
            holder = _at(made, path[:-1])
            if self.name in holder:
                raise Unmovable(f"{dotted((*path[:-1], self.name))} is there already")
            renamed = {self.name if key == path[-1] else key: holder[key] for key in holder}
            holder.clear()
            holder.update(renamed)
        return made


@dataclass(frozen=True, slots=True)
class Move:
    """A key goes to the end of another mapping, which is made at the end where it is missing.

    Its lines go with it, and so do comments right above and below them. A mapping that holds
    nothing else goes away.
    """

    path: Path
    into: Path

    def text(self, text: str, record: Any) -> str:  # noqa: ANN401
        """Make the change in a text; raises Unmovable for keys that have no lines of their own."""
        if not list(_places(record, self.path)):
            return text
        at = marks(text)
        gone = _emptied(record, self.path)
        start, end = _lines_of(at, gone)
        first, last = _lines_of(at, self.path)
        lines = text[first:last].rstrip("\r\n").split("\n")
        splices = [Splice(start, end, ""), _appended(at, self.into, lines, self.path)]
        return spliced(text, splices) or text

    def value(self, record: Any) -> Any:  # noqa: ANN401
        """Make the change in plain values; raises Unmovable where something stands there."""
        made = copy.deepcopy(record)
        if not list(_places(record, self.path)):
            return made
        held = _at(made, self.path)
        gone = _emptied(record, self.path)
        del _at(made, gone[:-1])[gone[-1]]
        holder = made
        for step in self.into:
            holder = holder.setdefault(step, {})
            if not isinstance(holder, dict):
                raise Unmovable(f"{dotted(self.into)} is no mapping")
        if self.path[-1] in holder:
            raise Unmovable(f"{dotted((*self.into, self.path[-1]))} is there already")
        holder[self.path[-1]] = held
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From the version before to ``version``, and in words what that is about."""

    version: int
    what: str
    changes: tuple[Rename | Move, ...] = ()


def _places(record: Any, path: Path) -> Iterator[Path]:  # noqa: ANN401
    """Yield the paths of all values that a path with `EVERY` in it leads to."""
    found: list[tuple[Path, Any]] = [((), record)]
    for step in path:
        below: list[tuple[Path, Any]] = []
        for here, value in found:
            if step == EVERY and isinstance(value, list):
                below += [((*here, index), each) for index, each in enumerate(value)]
            elif isinstance(value, dict) and step in value:
                below.append(((*here, step), value[step]))
        found = below
    yield from (here for here, _ in found)


def _emptied(record: Any, path: Path) -> Path:  # noqa: ANN401
    """Return the path of what goes when a key does: the key, or a mapping that only holds it."""
    while len(path) > 1 and len(_at(record, path[:-1])) == 1:
        path = path[:-1]
    return path


def _lines_of(at: Marks, path: Path) -> tuple[int, int]:
    """Return where the lines of a key begin and end, with the comments right above and below."""
    key = at.keys[path]
    start = at.line_start(key.start)
    if at.in_flow(path) or at.text[start : key.start].strip():
        raise Unmovable(f"{dotted(path)} does not begin a line")
    end = at.below(at.values[path].end, key.column)
    indent = at.text[start : key.start]
    while start:
        above = at.line_start(start - 1)
        # A comment at the head of a file is about all of it.
        if above == 0 or not at.text[above:start].startswith(f"{indent}#"):
            break
        start = above
    return start, end


def _appended(at: Marks, into: Path, lines: list[str], path: Path) -> Splice:
    """Put lines at the end of a mapping, indented as it is."""
    missing = 0
    while into[: len(into) - missing] not in at.values:
        missing += 1
    depth = len(into) - missing
    holder = at.values[into[:depth]]
    if holder.kind != "mapping" or holder.flow or not holder.children:
        raise Unmovable(f"{dotted(into[:depth]) or 'the record'} has no lines of its own")
    column = at.keys[holder.children[0]].column
    end = at.below(holder.end, column)
    breaks = line_break(at).removesuffix("\n")
    written = [
        " " * (column + 2 * place) + f"{inline(str(step))}:{breaks}"
        for place, step in enumerate(into[depth:])
    ]
    shift = column + 2 * missing - at.keys[path].column
    written += [_shifted(line, shift) for line in lines]
    text = "\n".join(written)
    before = "" if at.text[:end].endswith("\n") else line_break(at)
    return Splice(end, end, f"{before}{text}{line_break(at)}")


def _shifted(line: str, by: int) -> str:
    if not line.strip():
        return line
    if by >= 0:
        return " " * by + line
    return line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _at(record: Any, path: Path) -> Any:  # noqa: ANN401
    for step in path:
        record = record[step]
    return record
