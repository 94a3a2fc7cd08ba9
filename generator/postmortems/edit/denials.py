"""Entries of `not_recorded` taken out when what they deny has come to be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.edit.changes import same
from postmortems.edit.marks import Marks, marks
from postmortems.edit.splice import Splice, spliced
from postmortems.load.events import read

if TYPE_CHECKING:
    from collections.abc import Collection

    from postmortems.load.text import Limits

_LIST = "not_recorded"


def without_denials(text: str, gone: Collection[int], limits: Limits) -> str | None:
    """Return the text without the entries of these indexes; the key goes with its last one.

    None where they cannot be taken out without touching anything else.
    """
    record = read(text.encode("utf-8"), limits).value
    left = [each for index, each in enumerate(record[_LIST]) if index not in gone]
    wanted = {key: value for key, value in record.items() if key != _LIST or left}
    if left:
        wanted[_LIST] = left
    at = marks(text)
    mark = at.values[_LIST,]
    if mark.flow:
        return None
    if left:
        splices = [_entry(at, index) for index in sorted(gone)]
    else:
        key = at.keys[_LIST,]
        start = at.line_start(key.start)
        splices = [Splice(start, at.below(mark.end, key.column), "")]
    new = spliced(text, splices)
    if new is None:
        return None
    document = read(new.encode("utf-8"), limits)
    return new if not document.faults and same(document.value, wanted) else None


def _entry(at: Marks, index: int) -> Splice:
    mark = at.values[_LIST, index]
    dash = at.text.rfind("-", 0, mark.start)
    start = at.line_start(dash)
    return Splice(start, at.below(mark.end, at.values[_LIST,].column), "")
