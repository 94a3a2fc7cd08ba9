"""A YAML parser's complaints in the words of the person who wrote the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Span
from postmortems.load.text import Fault

if TYPE_CHECKING:
    import yaml

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (
        "cannot start any token",
        "this character cannot start a value",
        "put the text in quotes",
    ),
    (
        "mapping values are not allowed",
        "a `: ` stands where no key is expected",
        "put text that holds a colon in quotes",
    ),
    ("could not find expected ':'", "a key without its colon", "write `key: value`"),
    (
        "did not find expected key",
        "the indentation does not match any open block",
        "line the key up with its neighbours; quote text that starts with a special character",
    ),
    (
        "did not find expected '-' indicator",
        "an item of the list lacks its dash or is out of line",
        "start each item with `- ` in the same column",
    ),
    (
        "did not find expected ',' or",
        "a bracket or brace is not closed",
        "close it, or put the text in quotes",
    ),
    ("unexpected end of stream", "a quote is opened and never closed", "close the quote"),
    (
        "unknown escape character",
        "a backslash stands before a character it cannot escape",
        "use single quotes, or double the backslash",
    ),
    (
        "did not find expected node content",
        "a value is missing here",
        "write a value, or put the text in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list starts where no list is allowed",
        "start the list on its own line",
    ),
)


def syntax_fault(error: yaml.YAMLError, text: str) -> Fault:
    """Word a parser's complaint for the person who wrote the line."""
    mark = getattr(error, "problem_mark", None)
    raw = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    count = text.count("\n") + 1
    if line > count:
        line, column = count, 1
    message, fix = "this is not valid YAML", "check quotes, colons and indentation around here"
    written = text.split("\n")[line - 1]
    if written[column - 1 : column] == "\t" and not written[: column - 1].strip():
        message, fix = "a tab indents this line", "indent with spaces, two for each level"
        raw = ""
    for sign, said, advice in _SYNTAX:
        if sign in raw:
            message, fix = said, advice
            break
    else:
        if raw:
            message = f"this is not valid YAML: {printable(raw)}"
    return Fault(
        rule="yaml-syntax",
        span=Span(line=line, column=column, end=column + 1),
        message=message,
        why="nothing after this point could be read",
        fix=fix,
    )
