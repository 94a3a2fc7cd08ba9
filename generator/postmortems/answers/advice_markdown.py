"""Advice as Markdown, to paste into a chat or a ticket."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.answers.advice_sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.now import Advice
    from postmortems.answers.advice_entry import Entry

# Inline code keeps what it holds; mentions and references, which chats link wherever they stand
# outside code, are made code of.
_PARTS = re.compile(r"(?<!`)`([^`]+)`(?!`)|([@#][\w/-]+)")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&@:])")
_TIMES_A_FENCE = 3


def markdown(advice: Advice) -> str:
    """Write the advice as headings and lists; what a record says is text and nothing else."""
    found = sheet(advice)
    parts = [f"**{escaped(found.head)}**\n\n{escaped(found.title)}\n"]
    parts += [f"\n{escaped(found.note)}\n"] if found.note else []
    for section in found.sections:
        parts.append(f"\n### {escaped(section.title)}\n\n")
        parts += [line + "\n" for each in section.entries for line in _entry(each)]
    return "".join(parts)


def escaped(text: str) -> str:
    """Return Markdown that shows the text as it is, but for inline code, which stays code."""
    out, end = [], 0
    for match in _PARTS.finditer(text):
        out.append(_MARKUP.sub(r"\\\1", text[end : match.start()]))
        out.append(f"`{match[1] or match[2]}`")
        end = match.end()
    out.append(_MARKUP.sub(r"\\\1", text[end:]))
    return "".join(out)


def _entry(entry: Entry) -> Iterator[str]:
    mark = f"**{escaped(entry.mark)}** " if entry.mark else ""
    yield f"- {mark}{_safe_start(escaped(entry.text), mark)}"
    for line in entry.lines:
        yield f"  - {_safe_start(escaped(line), '')}"
    for command in entry.commands:
        fence = "`" * (_TIMES_A_FENCE + command.count("`"))
        yield f"  {fence}\n  {command}\n  {fence}"


def _safe_start(text: str, before: str) -> str:
    """Keep what begins an item from opening a list or a rule of its own."""
    if not before and re.match(r"[-=]|\d+\.", text):
        return re.sub(r"^(\d*)([-=.])", r"\1\\\2", text)
    return text
