"""Entries put into a list of a record's text: between its neighbours, or as the list's first.

As with single values, the text is spliced: comments, layout and every other entry stay.
"""

from __future__ import annotations

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
    from collections.abc import Iterator, Mapping, Sequence

    from postmortems.findings import Path

    _Entries = Sequence[Mapping[str, Any]]


def inserted(
    text: str, record: dict[str, Any], path: Path, index: int, entry: Mapping[str, Any]
) -> str:
    """Return the text with a mapping put into the list at a path, as entry ``index``.

    `record` holds the plain values of the text. The list may be absent, empty or in brackets; the
    mapping that holds it must be there. Raises UsageError where something else stands in its
    place, and where no way of writing it leaves all other values as they are.
    """
    return all_inserted(text, record, path, {index: [entry]})


def all_inserted(
    text: str,
    record: dict[str, Any],
    path: Path,
    groups: Mapping[int, Sequence[Mapping[str, Any]]],
) -> str:
    """Return the text with several mappings put into a list at once, as `inserted` does with one.

    ``groups`` holds them by the index, in the list as it is, of the entry that they come before.
    """
    held: Any = record
    for step in path:
        held = held.get(step) if isinstance(held, dict) else held[step]
    if held is not None and not isinstance(held, list):
        raise UsageError(f"{dotted(path)} holds no list, so nothing can be added to it")
    there = [*(held or [])]
    entries: list[Any] = []
    for index in range(len(there) + 1):
        entries += [dict(each) for each in groups.get(index, ())] + there[index : index + 1]
    wanted = expected(record, path, entries)
    at = marks(text)
    ways = (_ways(at, path, index, group) for index, group in sorted(groups.items()))
    # Only a list without entries can be written in several ways, and into it goes one group.
    for splices in zip(*ways, strict=True):
        new = spliced(text, splices)
        document = read((new or "").encode("utf-8", "surrogatepass"), Limits())
        if not document.faults and same(document.value, wanted):
            return new or ""
    message = f"nothing can be added to {dotted(path)} here without changing something else"
    raise UsageError(message)


def _ways(at: Marks, path: Path, index: int, entries: _Entries) -> Iterator[Splice]:
    """Yield ways to write entries one after the other, the best first."""
    mark = at.values.get(path)
    if mark is None:
        yield from _new_list(at, path, entries)
    elif mark.kind == "sequence" and mark.children:
        if mark.flow:
            yield _in_brackets(at, path, index, _flow(entries))
        else:
            yield _between(at, path, index, _below(at, entries, mark.column))
    else:
        yield from _first(at, path, entries)


def _new_list(at: Marks, path: Path, entries: _Entries) -> Iterator[Splice]:
    above, key = path[:-1], str(path[-1])
    holder = at.values[above]
    if holder.flow:
        yield in_braces(at, above, [key], f"[{_flow(entries)}]")
    elif holder.children:
        column = at.keys[holder.children[0]].column
        yield as_lines(at, above, [key], line_break(at) + _below(at, entries, column + 2))


def _in_brackets(at: Marks, path: Path, index: int, new: str) -> Splice:
    children = at.values[path].children
    if index:
        end = at.values[children[index - 1]].end
        return Splice(end, end, f", {new}")
    start = at.values[children[0]].start
    return Splice(start, start, f"{new}, ")


def _between(at: Marks, path: Path, index: int, new: str) -> Splice:
    mark = at.values[path]
    if index == 0:
        dash = at.text.rfind("-", 0, at.values[mark.children[0]].start)
        start = at.line_start(dash)
        return Splice(start, start, new + line_break(at))
    end = at.below(at.values[mark.children[index - 1]].end, mark.column)
    if at.text[end - 1 : end] == "\n":
        return Splice(end, end, new + line_break(at))
    return Splice(end, end, line_break(at) + new)


def _first(at: Marks, path: Path, entries: _Entries) -> Iterator[Splice]:
    """Yield ways to write the first entry in place of ``[]``, of ``null`` or of nothing."""
    mark, key = at.values[path], at.keys.get(path)
    if key is not None and not at.in_flow(path):
        head = at.text.index(":", key.end) + 1
        end = at.line_end(mark.end)
        rest = at.text[max(mark.end, head) : end].rstrip()
        if not rest.strip() or rest.lstrip().startswith("#"):
            below = line_break(at) + _below(at, entries, key.column + 2)
            yield Splice(head, end, rest + below)
    space = " " if at.text[mark.start - 1 : mark.start] == ":" else ""
    yield Splice(mark.start, mark.end, f"{space}[{_flow(entries)}]")


def _flow(entries: _Entries) -> str:
    return ", ".join(flow(each) for each in entries)


def _below(at: Marks, entries: _Entries, column: int) -> str:
    return block([dict(each) for each in entries], column).replace("\n", line_break(at))
