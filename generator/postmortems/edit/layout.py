"""Fixes of what stands between values: spaces at the ends of lines, and the end of the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from postmortems.edit.mend import Mend
from postmortems.edit.splice import Splice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.edit.marks import Marks

_TRAILING = re.compile(r"[ \t]+(?=\r?$)", re.MULTILINE)


def layout_mends(at: Marks) -> Iterator[Mend]:
    """Yield fixes of spaces outside of every value, and of a last line without its break.

    Line breaks of Windows are no fault to any reader and stay.
    """
    text = at.text
    scalars = sorted(
        (at.line_end(mark.start) + 1 if mark.block_text else mark.start, mark.end)
        for mark in at.values.values()
        if mark.kind == "scalar"
    )
    starts = [start for start, _ in scalars]
    spaces = []
    for match in _TRAILING.finditer(text):
        before = bisect_right(starts, match.start()) - 1
        inside = before >= 0 and match.start() < scalars[before][1]
        if not inside:
            spaces.append(Splice(match.start(), match.end(), ""))
    if spaces:
        lines = f"{len(spaces)} lines" if len(spaces) > 1 else "the line"
        yield Mend(
            line=at.line(spaces[0].start),
            what=f"spaces at the end of {lines} are gone",
            splices=tuple(spaces),
        )
    ends_in_text = any(mark.block_text and mark.end == len(text) for mark in at.values.values())
    if text and not text.endswith("\n") and not ends_in_text:
        new = "\r\n" if "\r\n" in text else "\n"
        yield Mend(
            line=at.line(len(text)),
            what="the last line ends with a line break",
            splices=(Splice(len(text), len(text), new),),
        )
