"""A whole mapping or list put under a key that a record does not hold yet, or holds empty.

As with single values and entries, the text is spliced: comments, layout and every value stay.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from postmortems.edit.assign import as_lines, expected, in_braces, line_break
from postmortems.edit.changes import same
from postmortems.edit.marks import Marks, marks
from postmortems.edit.nested import block, flow
from postmortems.edit.splice import Splice, spliced
from postmortems.errors import UsageError
from postmortems.findings import dotted
from postmortems.load.events import read
from postmortems.load.text import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.findings import Path

_EMPTY: tuple[Any, ...] = (None, {}, [])


def put(text: str, record: dict[str, Any], path: Path, value: Mapping[str, Any] | list[Any]) -> str:
    """Return the text with a mapping or list, not empty, under the keys of a path.

    ``record`` holds the plain values of the text. Keys above that are missing or empty are made.
    Raises UsageError where something stands there already, and where no way of writing it leaves
    all other values as they are.
    """
    cleared = copy.deepcopy(record)
    held: Any = cleared
    for step in path[:-1]:
        if isinstance(held, dict) and step in held and held[step] in _EMPTY:
            held[step] = {}
        held = held.get(step) if isinstance(held, dict) else held[step] if held else None
    if isinstance(held, dict) and held.get(path[-1]) not in _EMPTY:
        raise UsageError(f"{dotted(path)} is there already")
    wanted = expected(cleared, path, value)
    for splice in _ways(marks(text), path, value):
        new = spliced(text, [splice])
        document = read((new or "").encode("utf-8", "surrogatepass"), Limits())
        if not document.faults and same(document.value, wanted):
            return new or ""
    raise UsageError(f"{dotted(path)} cannot be written here without changing something else")


def _ways(at: Marks, path: Path, value: Mapping[str, Any] | list[Any]) -> Iterator[Splice]:
    """Yield ways to write it, the best first."""
    depth = next(
        length
        for length in range(len(path), -1, -1)
        if path[:length] in at.values and _holds(at, path[:length], last=length == len(path))
    )
    above, missing = path[:depth], [str(each) for each in path[depth:]]
    mark = at.values[above]
    if missing and mark.kind == "mapping" and mark.children:
        if mark.flow:
            yield in_braces(at, above, missing, flow(value))
        else:
            column = at.keys[mark.children[0]].column + 2 * len(missing)
            yield as_lines(at, above, missing, _below(at, value, column))
        return
    # Nothing, ``null``, ``{}`` or ``[]`` stands there: it makes room.
    whole: Any = value
    for each in reversed(missing):
        whole = {each: whole}
    key = at.keys[above]
    if not at.in_flow(above):
        head = at.text.index(":", key.end) + 1
        end = at.line_end(mark.end)
        rest = at.text[max(mark.end, head) : end].rstrip()
        if not rest.strip() or rest.lstrip().startswith("#"):
            yield Splice(head, end, rest + _below(at, whole, key.column + 2))
    space = " " if at.text[mark.start - 1 : mark.start] == ":" else ""
    yield Splice(mark.start, mark.end, space + flow(whole))


def _holds(at: Marks, path: Path, *, last: bool) -> bool:
    """Tell whether something is written at a path that new keys can go into, or in place of."""
    mark = at.values[path]
    return last or mark.kind == "mapping" or (mark.kind == "scalar" and path in at.keys)


def _below(at: Marks, value: Mapping[str, Any] | list[Any], column: int) -> str:
    return ("\n" + block(value, column)).replace("\n", line_break(at))
