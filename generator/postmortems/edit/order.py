"""Entries of dated lists put in the order of their times, each with its own comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.edit.changes import Reorder
from postmortems.edit.mend import Mend, Note
from postmortems.edit.splice import Splice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.edit.marks import Mark, Marks
    from postmortems.findings import Path, Problem
    from postmortems.model.incident import Incident

RULES = ("timeline-unsorted", "entries-unsorted")


@dataclass(frozen=True, slots=True)
class _Piece:
    """The lines of one entry, ``text[start:end]``, whole and with its comments."""

    start: int
    end: int
    commented: bool


def order_mends(
    incident: Incident | None, problems: Sequence[Problem], at: Marks
) -> Iterator[Mend | Note]:
    """Yield the sorting of each list that a rule found out of order, or why it is left alone."""
    if incident is None:
        return
    groups = dict.fromkeys(each.path[0] for each in problems if each.rule in RULES)
    for group in groups:
        path: Path = (group,)
        times = [entry.at for entry in getattr(incident, str(group))]
        order = tuple(sorted(range(len(times)), key=times.__getitem__))
        mark = at.values.get(path)
        if mark is None or order == tuple(range(len(times))):
            continue
        rule = next(each.rule for each in problems if each.rule in RULES and each.path[0] == group)
        moved = {index for place, index in enumerate(order) if place != index}
        line = mark.line
        why = _doubt(group, moved, problems)
        pieces = _pieces(mark, at, len(times)) if not why else []
        if not why and not pieces:
            why = "its entries are not laid out one below the other with nothing between them"
        if not why and 0 in moved and pieces[0].commented:
            why = "the comment above the first entry may be about the whole list"
        if why:
            yield Note(line, f"`{group}` is not sorted: {why}")
            continue
        yield Mend(
            line=line,
            what=f"the entries of `{group}` stand in the order of their times",
            splices=tuple(
                Splice(piece.start, piece.end, at.text[pieces[old].start : pieces[old].end])
                for piece, old in zip(pieces, order, strict=True)
            ),
            changes=(Reorder(path, order),),
            rule=rule,
            path=path,
        )


def _doubt(group: str | int, moved: set[int], problems: Sequence[Problem]) -> str:
    """Say why a time may be wrong rather than its place: another rule doubts it, too."""
    for each in problems:
        if each.rule in RULES or each.path[:1] != (group,) or each.path[2:] != ("at",):
            continue
        if each.path[1] in moved:
            return f"`{each.rule}` doubts a time in it"
    return ""


def _pieces(mark: Mark, at: Marks, count: int) -> list[_Piece]:
    """Cut a list into the lines of its entries; nothing when it cannot be cut cleanly."""
    if mark.flow or len(mark.children) != count:
        return []
    dashes = [_dash(at, at.values[child], mark.column) for child in mark.children]
    if any(dash < 0 for dash in dashes):
        return []
    pieces: list[_Piece] = []
    for child, dash in zip(mark.children, dashes, strict=True):
        start = _with_comments(at.text, dash)
        end = at.below(at.values[child].end, mark.column)
        if pieces and at.text[pieces[-1].end : start].strip():
            return []
        if start < (pieces[-1].end if pieces else 0) or at.text[end - 1 : end] != "\n":
            return []
        pieces.append(_Piece(start, end, commented=start != dash))
    return pieces


def _dash(at: Marks, entry: Mark, column: int) -> int:
    """Return the start of the line that holds an entry's dash, or -1."""
    own = start = at.line_start(entry.start)
    while True:
        line = at.text[start : at.line_end(start)]
        if re.match(rf" {{{column}}}-(?: |$)", line):
            return start
        passable = start == own or not line.strip() or line.lstrip(" ").startswith("#")
        if start == 0 or not passable:
            return -1
        start = at.line_start(start - 1)


def _with_comments(text: str, start: int) -> int:
    """Go up over the comment lines directly above a line."""
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip(" ").startswith("#"):
            break
        start = above
    return start
