"""How faults of shape are put into words: what was written, what belongs there, what is near."""

from __future__ import annotations

import difflib
from datetime import date, datetime
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.plan import Field, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.plan import Shape

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


def listed(names: Sequence[str]) -> str:
    """List names in backticks, cut short where there are many."""
    return ", ".join(f"`{name}`" for name in names[:_MOST]) + (", …" if len(names) > _MOST else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known name that a misspelt word most likely meant, or nothing."""
    names = list(known)
    folded = [name for name in names if name.casefold() == word.casefold()]
    near = folded or difflib.get_close_matches(word[:80], names, n=1, cutoff=0.5)
    return near[0] if near else ""


def keys_hint(shape: Shape) -> str:
    """Name the keys that a record may hold."""
    return f"known keys: {listed(list(shape.fields))}"


def field_hint(each: Field, key: str = "") -> str:
    """Say what to write for a required field; with ``key``, that the key itself is absent."""
    node = each.node
    if isinstance(node, Scalar) and node.choices:
        choices = listed([str(choice) for choice in node.choices])
        return f"add `{key}:` with one of {choices}" if key else f"write one of {choices}"
    return f"add `{key}:`" if key else "write one, or leave the key out"


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
