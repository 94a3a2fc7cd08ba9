"""Advice as plain text, for a terminal at three in the morning."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from postmortems.answers.advice_sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.now import Advice
    from postmortems.answers.advice_entry import Entry

WIDTH = 80
_MOST = 18  # columns for marks


def text(advice: Advice) -> str:
    """Write the advice in lines of at most 80 columns; only commands may be longer."""
    found = sheet(advice)
    lines = [*_wrapped(found.head, "", ""), *_wrapped(found.title, "", "")]
    lines += _wrapped(found.note, "", "") if found.note else []
    for section in found.sections:
        lines += ["", section.title]
        widest = max((len(each.mark) for each in section.entries if each.mark), default=-2)
        indent = min(widest, _MOST) + 2
        for each in section.entries:
            lines += _entry(each, indent)
    return "\n".join(lines) + "\n"


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    gap = " " * (2 + indent)
    mark = f"  {entry.mark}".ljust(len(gap)) if entry.mark else "  "
    yield from _wrapped(entry.text, mark, gap if entry.mark else "  ")
    under = gap if entry.mark else "    "
    for line in entry.lines:
        yield from _wrapped(line, under, under + "  ")
    for command in entry.commands:
        yield f"{under}$ {command}"


def _wrapped(said: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        said,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    ) or [first.rstrip()]
