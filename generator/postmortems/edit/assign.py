"""One value of a record written into its text: in place of the old one, or as a new line.

New lines are spliced into the text rather than written by a library that dumps the whole file: so
nothing else in it can change, neither folded texts nor comments, quotes or blank lines.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from postmortems.edit.changes import same
from postmortems.edit.marks import Marks, marks
from postmortems.edit.quoting import WIDTH, folded, inline, literal
from postmortems.edit.shapes import node_at, scalar_of
from postmortems.edit.splice import Splice, spliced
from postmortems.errors import UsageError
from postmortems.findings import dotted
from postmortems.load.events import read
from postmortems.load.text import Limits
from postmortems.plan import Items, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.edit.address import Place
    from postmortems.findings import Path
    from postmortems.plan import Node


def assigned(text: str, record: dict[str, Any], place: Place, said: str) -> str:
    """Return the text with one value set; `record` holds the plain values of the text.

    The value is written so that it is read back exactly, and as what its field holds: text stays
    text. Raises UsageError where a single value cannot stand, and where no way of writing it
    leaves all other values as they are.
    """
    at = marks(text)
    value = _typed(said, place, at)
    wanted = expected(record, place.path, value)
    if same(record, wanted):
        return text
    splices = _replacements if place.path in at.values else _insertions
    for splice in splices(at, place.path, said, value):
        new = spliced(text, [splice])
        document = read((new or "").encode("utf-8", "surrogatepass"), Limits())
        if not document.faults and same(document.value, wanted):
            return new or ""
    message = f"{dotted(place.path)} cannot be written here without changing something else"
    raise UsageError(message)


def _typed(said: str, place: Place, at: Marks) -> Any:  # noqa: ANN401 - one plain value
    """Return what the reader is to read."""
    scalar = scalar_of(place.node)
    here = dotted(place.path)
    mark = at.values.get(place.path)
    if mark is not None and mark.kind != "scalar":
        what = (
            "a mapping; set one of its fields"
            if mark.kind == "mapping"
            else "a list; set one of its entries"
        )
        raise UsageError(f"{here} holds {what}")
    if scalar is None:
        if isinstance(place.node, Items) and place.node.none_allowed and said == "none":
            return said
        what = "a list" if isinstance(place.node, Items) else "a mapping"
        raise UsageError(f"{here} is {what}; write it in the file, then set what is in it")
    if str in scalar.types or scalar.time is not None:
        return said
    if not re.fullmatch(r"[-+.0-9eE]{1,40}|true|false", said):
        return said
    return read(f"k: {said}".encode(), Limits()).value["k"]


def expected(record: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    """Return the plain values with the new one in them, new keys in the model's order."""
    made = copy.deepcopy(record)
    holder: Any = made
    for index, step in enumerate(path):
        rest = path[index + 1 :]
        if isinstance(holder, dict) and step not in holder:
            before = _before(path[:index], str(step), list(holder))
            new: Any = value
            for key in reversed(rest):
                new = {key: new}
            items = list(holder.items())
            items.insert(list(holder).index(before) + 1 if before else 0, (str(step), new))
            holder.clear()
            holder.update(items)
            return made
        if not rest:
            holder[step] = value
        elif holder[step] is None:
            holder[step] = {}
        elif not isinstance(holder[step], dict | list):
            here = dotted(path[: index + 1])
            raise UsageError(f"{here} is a bare value; make it a mapping before you set its fields")
        holder = holder[step]
    return made


def _before(path: Path, key: str, present: list[str]) -> str | None:
    """Return the key of a mapping after which a new one belongs; None for its head."""
    node: Node | None = node_at(path)
    if not isinstance(node, Shape):
        return present[-1] if present else None
    order = list(node.fields)
    earlier = [each for each in present if each in order and order.index(each) < order.index(key)]
    return max(earlier, key=order.index) if earlier else None


def _replacements(at: Marks, path: Path, said: str, value: object) -> Iterator[Splice]:
    """Yield ways to write a value over the old one, the best first."""
    mark = at.values[path]
    content = at.text[mark.start : mark.end]
    end = mark.start + len(content.rstrip())
    head = at.text[mark.start : at.line_end(mark.start)]
    comment = re.search(r"\s#.*$", head) if mark.block_text else None
    follows = at.text[end : at.line_end(end)].strip()
    space = " " if at.text[mark.start - 1 : mark.start] == ":" else ""
    style = mark.style if isinstance(value, str) and not mark.block_text else ""
    for written in _ways(at, path, said, value, style=style, alone=not follows):
        first, line_break, rest = written.partition("\n")
        beside = f" {comment.group().strip()}" if comment else ""
        yield Splice(mark.start, end, space + first + beside + line_break + rest)


def _ways(
    at: Marks, path: Path, said: str, value: object, *, style: str, alone: bool
) -> Iterator[str]:
    """Yield ways to write a value, the best first; texts of several lines need a line `alone`."""
    if not isinstance(value, str):
        yield said
        return
    flow = at.in_flow(path)
    column = _column(at, path)
    name = path[-1] if isinstance(path[-1], str) else ""
    one_line = inline(value, style=style, flow=flow)
    if alone and not flow:
        broken = "\r\n" if "\r\n" in at.text else "\n"
        if "\n" in value:
            yield literal(value, column + 2).replace("\n", broken)
        elif column + len(f"{name}: {one_line}") > WIDTH and (long := folded(value, column + 2)):
            yield long.replace("\n", broken)
    yield one_line
    yield inline(value, style='"')


def _column(at: Marks, path: Path) -> int:
    """Return the column of the key, or of the dash, that a value stands after."""
    if path in at.keys:
        return at.keys[path].column
    holder = at.values.get(path[:-1])
    if holder is not None and holder.kind == "sequence":
        return holder.column
    for length in range(len(path), 0, -1):
        above = at.values.get(path[: length - 1])
        if above is not None and above.kind == "mapping" and above.children:
            return at.keys[above.children[0]].column + 2 * (len(path) - length)
    return 0


def _insertions(at: Marks, path: Path, said: str, value: object) -> Iterator[Splice]:
    """Yield ways to write a key that is not there, with the mappings above it that are missing."""
    depth = next(length for length in range(len(path) - 1, -1, -1) if path[:length] in at.values)
    above, missing = path[:depth], [str(each) for each in path[depth:]]
    mark = at.values[above]
    ways = list(_ways(at, path, said, value, style="", alone=True))
    if mark.kind == "mapping" and mark.flow:
        yield from (in_braces(at, above, missing, way) for way in ways)
    elif mark.kind == "mapping":
        yield from (as_lines(at, above, missing, way) for way in ways)
    elif mark.kind == "scalar" and above in at.keys and mark.start == mark.end:
        for way in ways:
            if at.in_flow(above):
                yield Splice(mark.start, mark.end, " {" + _nested(missing, way) + "}")
            else:
                end = at.line_end(mark.start)
                column = at.keys[above].column + 2
                yield Splice(end, end, line_break(at) + _lines(at, missing, way, column))
    else:
        message = f"{dotted(above)} is a bare value; make it a mapping before you set its fields"
        raise UsageError(message)


def in_braces(at: Marks, above: Path, missing: list[str], written: str) -> Splice:
    """Write missing keys, one inside the other, into a mapping in braces."""
    mark = at.values[above]
    new = _nested(missing, written)
    before = _before(above, missing[0], [str(each[-1]) for each in mark.children])
    if before is not None:
        end = at.values[*above, before].end
        return Splice(end, end, f", {new}")
    if mark.children:
        start = at.keys[mark.children[0]].start
        return Splice(start, start, f"{new}, ")
    return Splice(mark.start + 1, mark.end - 1, new)


def as_lines(at: Marks, above: Path, missing: list[str], written: str) -> Splice:
    """Write missing keys, one below the other, as lines of a mapping; a value may begin a line."""
    mark = at.values[above]
    column = at.keys[mark.children[0]].column
    new = _lines(at, missing, written, column)
    before = _before(above, missing[0], [str(each[-1]) for each in mark.children])
    if before is None:
        start = at.keys[mark.children[0]].start
        return Splice(start, start, new.lstrip(" ") + line_break(at) + " " * column)
    end = at.below(at.values[*above, before].end, column)
    if at.text[end - 1 : end] == "\n":
        return Splice(end, end, new + line_break(at))
    return Splice(end, end, line_break(at) + new)


def line_break(at: Marks) -> str:
    """Return how the text breaks its lines."""
    return "\r\n" if "\r\n" in at.text else "\n"


def _nested(missing: list[str], written: str) -> str:
    inside = f"{inline(missing[-1], flow=True)}: {written}"
    for key in reversed(missing[:-1]):
        inside = f"{inline(key, flow=True)}: {{{inside}}}"
    return inside


def _lines(at: Marks, missing: list[str], written: str, column: int) -> str:
    """Write nested keys one below the other; the value stands after the last."""
    keys = [" " * (column + 2 * index) + inline(key) + ":" for index, key in enumerate(missing)]
    space = "" if written.startswith(("\n", "\r")) else " "
    return line_break(at).join(keys) + space + written
