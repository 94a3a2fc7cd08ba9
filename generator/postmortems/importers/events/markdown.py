"""Plain text as inline Markdown that shows it as it was written."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_MARKS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])"  # a backslash that would hide what follows
    r"|`"
    r"|\*(?=\S)|(?<=\S)\*"
    r"|(?<![^\W_])_+|_+(?![^\W_])"  # within a word they mean nothing
    r"|~(?=~)"
    r"|\](?=[(\[])"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w{1,32};)"
)


def literal(text: str) -> str:
    """Escape what Markdown would take for a mark; code between backticks stays code."""
    parts: list[str] = []
    at = 0
    for code in _CODE.finditer(text):
        parts += [_escaped(text[at : code.start()]), code.group()]
        at = code.end()
    return "".join([*parts, _escaped(text[at:])])


def link(label: str, address: str) -> str:
    """Write a link; as plain text where the address is none that a record may hold."""
    if not re.fullmatch(r"https://[^\s<>\"\\^`{|}\x00-\x20\x7f]{1,1900}", address):
        return literal(address if label in {"", address} else f"{label} ({address})")
    if label in {"", address}:
        return f"<{address}>"
    name = literal(label).replace("[", r"\[").replace("]", r"\]")
    return f"[{name}](<{address}>)"


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda found: "".join(f"\\{each}" for each in found.group()), text)
