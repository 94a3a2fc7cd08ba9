"""Names that users type: rules and families in lists, and what was meant by an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postmortems.rules.base import Rule

_FEW = 8
"""Up to how many names are all listed beside one that is unknown."""


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Say that there is no such name, and which one is near, or which there are if they are few."""
    import difflib

    names = list(known)
    near = difflib.get_close_matches(name[:80], names, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    if not near and len(names) <= _FEW:
        hint = f"; there are {', '.join(names)}"
    return f"there is no {kind} {name!r}{hint}"


def chosen(given: Sequence[str], rules: Sequence[Rule]) -> frozenset[str]:
    """Read lists of rules and families, parted by commas, as the rules' ids.

    Raises UsageError on a name that is neither.
    """
    families: dict[str, set[str]] = {}
    for rule in rules:
        families.setdefault(rule.family, set()).add(rule.id)
    known = families | {rule.id: {rule.id} for rule in rules}
    found: set[str] = set()
    for name in (part.strip() for text in given for part in text.split(",")):
        if name not in known:
            hint = "; `postmortems rules` lists them" if not name else ""
            raise UsageError(unknown("rule or family", name, known) + hint)
        found |= known[name]
    return frozenset(found)
