"""A text as YAML that our reader reads back as exactly that text, in the style that it had."""

from __future__ import annotations

import re
import textwrap

from postmortems.load.events import read
from postmortems.load.text import Limits

WIDTH = 100
"""Longer texts are folded, as in the records that the project ships."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def plain(text: str, *, flow: bool = False) -> bool:
    """Tell whether the text can stand without quotes; inside brackets fewer can."""
    if not text or text != text.strip() or re.search(r"[\r\n\t]", text):
        return False
    # A sequence too: there `- ` and `? ` at the head mean something else than after a key.
    around = ("{{k: {}}}", "[{}]") if flow else ("k: {}", "- {}")
    wanted: tuple[object, ...] = ({"k": text}, [text])
    for form, value in zip(around, wanted, strict=True):
        document = read(form.format(text).encode("utf-8", "surrogatepass"), Limits())
        if document.faults or document.value != value:
            return False
    return True


def quoted(text: str, quote: str = '"') -> str:
    """Put a text in quotes: the given ones, unless its characters need or suit the other."""
    controls = any(not each.isprintable() for each in text)
    suits = "\\" in text or ('"' in text and "'" not in text)
    if not controls and (quote == "'" or suits):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(each) for each in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or character == "\u200d":  # the joiner inside emoji
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - four digits


def inline(text: str, *, style: str = "", flow: bool = False) -> str:
    """Write a text on one line: in its old quotes, plain where it can be, else in quotes."""
    if style in {"'", '"'}:
        return quoted(text, style)
    return text if plain(text, flow=flow) else quoted(text)


def literal(text: str, indent: int) -> str:
    """Write a text of several lines under a ``|``, its lines indented by so many spaces."""
    body = text.rstrip("\n")
    breaks = len(text) - len(body)
    sign = "|"
    if body[:1] in {" ", "\n"}:
        sign += "2"
    sign += "-" if breaks == 0 else "+" if breaks > 1 else ""
    lines = [(" " * indent + line) if line else "" for line in body.split("\n")]
    # The break that ends the last line is there already; only further ones are written.
    return sign + "\n" + "\n".join(lines) + "\n" * (breaks - 1 if breaks > 1 else 0)


def folded(text: str, indent: int) -> str | None:
    """Write one long line under a ``>-``; None when folding would change it."""
    lines = textwrap.wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) != text or len(lines) < 2:  # noqa: PLR2004 - one line needs no folding
        return None
    return ">-\n" + "\n".join(" " * indent + line for line in lines)


def written(text: str, indent: int, before: int) -> str:
    """Write a text after a key or a dash that ends at a column, going on below it where it is long.

    Lines below are indented by so many spaces. What is returned reads back as exactly the text.
    """
    ways = []
    one_line = inline(text)
    if "\n" in text:
        ways.append(literal(text, indent))
    elif before + len(one_line) > WIDTH and (long := folded(text, indent)):
        ways.append(long)
    for way in (*ways, one_line):
        content = f"{' ' * (indent - 2)}k: {way}\n".encode("utf-8", "surrogatepass")
        document = read(content, Limits())
        if not document.faults and document.value == {"k": text}:
            return way
    return quoted(text)
