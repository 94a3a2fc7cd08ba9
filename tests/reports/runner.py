"""Takes commands apart as GitHub's runner does (its ActionCommand, both forms of a command)."""

from __future__ import annotations

from dataclasses import dataclass, field

COMMANDS = frozenset({"error", "warning", "notice", "debug", "group", "add-mask", "stop-commands"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command with its properties and its message, unescaped."""

    name: str
    data: str
    properties: dict[str, str] = field(default_factory=dict)


def parsed(line: str) -> Command | None:
    """What the runner makes of a line of output: a command, or nothing special."""
    return _with_colons(line) or _with_brackets(line)


def _with_colons(line: str) -> Command | None:
    text = line.lstrip()
    if not text.startswith("::"):
        return None
    info, found, data = text[2:].partition("::")
    name, _, listed = info.partition(" ")
    if not found or name not in COMMANDS:
        return None
    pairs = [each.split("=", 1) for each in listed.strip().split(",") if each]
    properties = {
        pair[0]: _unescaped(pair[1], ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","))
        for pair in pairs
        if len(pair) == 2 and all(pair)
    }
    data = _unescaped(data, ("%0D", "\r"), ("%0A", "\n"))
    return Command(name=name, data=data, properties=properties)


def _with_brackets(line: str) -> Command | None:
    _, found, rest = line.partition("##[")
    info, closed, data = rest.partition("]")
    name = info.partition(" ")[0]
    if not found or not closed or name not in COMMANDS:
        return None
    return Command(name=name, data=data)


def _unescaped(text: str, *mappings: tuple[str, str]) -> str:
    for escaped, character in (*mappings, ("%25", "%")):
        text = text.replace(escaped, character)
    return text
