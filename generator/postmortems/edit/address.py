"""Paths as people write them, such as `actions[A1].status`, to a place in a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.errors import UsageError
from postmortems.findings import dotted
from postmortems.load.wording import listed, nearest
from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from postmortems.findings import Path

_STEP = re.compile(r"(?P<name>[A-Za-z0-9_][A-Za-z0-9_-]*)(?P<entries>(?:\[[^\[\]]+\])*)")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a record, and what the model says belongs there."""

    path: Path
    node: Node


def place(text: str, record: dict[str, Any]) -> Place:
    """Find the place that a path names; an entry of a list is named by its id or its number from 0.

    The last keys may be absent from the record, entries must be there. Raises UsageError for a
    path that no record has.
    """
    if len(text) > _LONGEST:
        raise UsageError(f"a path of {len(text)} characters names nothing")
    path: Path = ()
    node: Node = plan(Incident)
    value: Any = record
    for part in text.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            message = f"{text!r} is not a path; write one such as times.resolved or actions[A1].due"
            raise UsageError(message)
        name = match["name"]
        node = _under(node, name, path)
        value = value.get(name) if isinstance(value, dict) else None
        path = (*path, name)
        for entry in re.findall(r"\[([^\[\]]+)\]", match["entries"]):
            if not isinstance(node, Items):
                raise UsageError(f"{dotted(path)} is no list and has no entries")
            index = _index(entry, value, path)
            node, value, path = node.item, value[index], (*path, index)
    return Place(path, node)


def _under(node: Node, name: str, path: Path) -> Node:
    match node:
        case Shape():
            if name in node.fields:
                return node.fields[name].node
            near = nearest(name, node.fields)
            hint = f"did you mean {near}?" if near else f"there are {listed(list(node.fields))}"
            where = f" under {dotted(path)}" if path else ""
            raise UsageError(f"there is no field {name!r}{where}; {hint}")
        case Mapping():
            return node.item
        case Items():
            here = dotted(path)
            message = f"{here} is a list; name an entry by number or id, such as {here}[0]"
            raise UsageError(message)
        case Scalar():
            raise UsageError(f"{dotted(path)} is one value and has no fields")


def _index(entry: str, value: object, path: Path) -> int:
    here = dotted(path)
    entries: list[Any] = value if isinstance(value, list) else []
    if not entries:
        raise UsageError(f"the record has no {here}")
    if re.fullmatch(r"[0-9]{1,9}", entry):
        if int(entry) < len(entries):
            return int(entry)
        raise UsageError(f"{here} has the entries 0 to {len(entries) - 1}, and no {entry}")
    ids = [each.get("id") if isinstance(each, dict) else None for each in entries]
    if ids.count(entry) == 1:
        return ids.index(entry)
    if entry in ids:
        raise UsageError(f"{here} has more than one entry {entry!r}; name one by its number")
    known = [each for each in ids if isinstance(each, str)]
    near = nearest(entry, known)
    hint = (
        f"did you mean {near}?"
        if near
        else f"there are {listed(known)}"
        if known
        else (f"its entries have no id; they are {here}[0] to {here}[{len(entries) - 1}]")
    )
    raise UsageError(f"{here} has no entry {entry!r}; {hint}")
