"""What the model says about the value at a path of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from postmortems.findings import Path


def node_at(path: Path) -> Node | None:
    """Return what belongs at a path, or None where the model has nothing."""
    node: Node | None = plan(Incident)
    for step in path:
        match node:
            case Shape():
                field = node.fields.get(str(step))
                node = field.node if field else None
            case Items():
                node = node.item
            case Mapping():
                node = node.item
            case _:
                return None
    return node


def scalar_of(node: Node | None) -> Scalar | None:
    """Return what a bare value at a node must be: of a mapping with a shorthand, its main field."""
    if isinstance(node, Shape) and node.short is not None:
        node = node.fields[node.short.key].node
    return node if isinstance(node, Scalar) else None
