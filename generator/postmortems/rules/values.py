"""Every single value of a record with its path and with what the model says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path


def values(incident: Incident) -> Iterator[tuple[Path, object, Scalar]]:
    """Yield each recorded value in the order of the fields; what is not recorded is left out."""
    yield from _under(incident, plan(Incident), ())


def _under(value: object, node: Node, path: Path) -> Iterator[tuple[Path, object, Scalar]]:
    match node:
        case Scalar():
            yield path, value, node
        case Items():
            for index, item in enumerate(value):  # type: ignore[arg-type, var-annotated]
                yield from _under(item, node.item, (*path, index))
        case Mapping():
            for key, item in value.items():  # type: ignore[attr-defined]
                yield from _under(item, node.item, (*path, key))
        case Shape():
            for key, each in node.fields.items():
                inner = getattr(value, each.attribute)
                if inner is not None:
                    yield from _under(inner, each.node, (*path, key))
