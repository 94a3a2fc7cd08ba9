"""How faults of shape are put into words: what was written, what belongs there, what is near."""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.plan import Items, Node, Scalar, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TYPE_WORDS: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "`true` or `false`",
    datetime: "a time",
    date: "a day",
}

KIND_WORDS = {
    "": "value",
    "category": "factor category",
    "control_gap": "control gap",
    "severity": "severity level",
    "tier": "escalation tier",
}

_MOST = 14
_TELLING = 3
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?(?:%|percent|per cent)")


def listed(names: Sequence[str]) -> str:
    """List names in backticks, cut short where there are many."""
    return ", ".join(f"`{name}`" for name in names[:_MOST]) + (", …" if len(names) > _MOST else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known name that a misspelt word most likely meant, or nothing."""
    names = list(known)
    folded = [name for name in names if name.casefold() == word.casefold()]
    if not folded and len(word) < _TELLING:
        return ""  # of a name this short nearly every other one is near
    near = folded or difflib.get_close_matches(word[:80], names, n=1, cutoff=0.5)
    return near[0] if near else ""


def did_you_mean(name: str) -> str:
    """Ask whether a known name was meant."""
    return f"did you mean `{name}`?"


def without_sign(value: object) -> str:
    """Return the number in a text such as `100%`; empty when it is none."""
    match = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    return match[1] if match else ""


def keys_hint(shape: Shape) -> str:
    """Name the keys that a record may hold."""
    return f"known keys: {listed(list(shape.fields))}"


def field_hint(node: Node, names: Mapping[str, Mapping[str, str]], key: str = "") -> str:
    """Say what to write for a required field; with ``key``, that the key itself is absent."""
    choices = _choices(node, names)
    if choices:
        return f"add `{key}:` with {choices}" if key else f"write {choices}"
    return f"add `{key}:`" if key else "write a value"


def _choices(node: Node, names: Mapping[str, Mapping[str, str]]) -> str:
    match node:
        case Scalar() if node.choices:
            return f"one of {listed([str(choice) for choice in node.choices])}"
        case Scalar() if node.name is not None:
            known = list(dict.fromkeys(names.get(node.name.kind, {}).values()))
            return f"one of {listed(known)}" if known else ""
        case Items():
            inner = _choices(node.item, names)
            return f"a list of {inner.removeprefix('one of ')}" if inner else "a list"
        case Shape():
            needed = [name for name, each in node.fields.items() if each.required]
            return f"at least {listed(needed)} below it" if needed else ""
    return ""


def said(value: object) -> str:
    """Describe what was written, bounded and printable."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"the text `{printable(value, 40)}`"
    return "nothing" if value is None else f"the number `{printable(str(value), 40)}`"
