"""Every single value of a record with its path and with what the model says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path

Value = tuple["Path", object, Scalar]

# A dozen rules look at the same record one after the other; walking it anew for each of them
# would take most of the time of a check. A record never changes, so its values do not either.
_latest: tuple[Incident | None, tuple[Value, ...]] = (None, ())


def values(incident: Incident) -> tuple[Value, ...]:
    """Return each recorded value in the order of the fields; what is not recorded is left out."""
    global _latest  # noqa: PLW0603 - remembers the latest record only
    if _latest[0] is not incident:
        _latest = (incident, tuple(_under(incident, plan(Incident), ())))
    return _latest[1]


def _under(value: object, node: Node, path: Path) -> Iterator[Value]:
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
