"""Makes records anew, value by value: their free texts and addresses changed, fields taken out."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

from postmortems.fields import LINE_PATTERN, Record
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Names = tuple[tuple[str, ...], ...]
    Change = Callable[[str, str], str]

_Record = TypeVar("_Record", bound=Record)


def free(node: Scalar) -> bool:
    """Tell whether people write what they like into a value: no key, no name, no choice."""
    text = node.text
    return (
        str in node.types
        and text is not None
        and node.name is None
        and not node.choices
        and (text.kind != "plain" or text.pattern == LINE_PATTERN)
    )


def reworded(record: _Record, change: Change) -> _Record:
    """Return a record with each of its free texts changed.

    ``change`` gets the dotted name of the field, without indexes, and the text.
    """
    made = _reworded(record, plan(type(record)), "", change)
    return cast("_Record", made)


def _reworded(value: Any, node: Node, name: str, change: Change) -> Any:  # noqa: ANN401
    if value is None:
        return None
    match node:
        case Scalar():
            return change(name, value) if isinstance(value, str) and free(node) else value
        case Items():
            return tuple(_reworded(each, node.item, name, change) for each in value)
        case Mapping():
            own = change if free(node.key) else None
            return {
                (own(name, key) if own else key): _reworded(each, node.item, name, change)
                for key, each in value.items()
            }
        case Shape():
            return node.cls(
                **{
                    each.attribute: _reworded(
                        getattr(value, each.attribute), each.node, _under(name, key), change
                    )
                    for key, each in node.fields.items()
                }
            )


def without(record: _Record, names: Iterable[str]) -> _Record:
    """Return a record without the fields of these dotted names, which no record may need."""
    parts = tuple(tuple(name.split(".")) for name in names)
    return cast("_Record", _without(record, plan(type(record)), parts))


def _without(value: Any, node: Node, names: Names) -> Any:  # noqa: ANN401
    if value is None or not names:
        return value
    match node:
        case Scalar():
            return value
        case Items():
            return tuple(_without(each, node.item, names) for each in value)
        case Mapping():
            return {key: _without(each, node.item, names) for key, each in value.items()}
        case Shape():
            nothing = {each.name: _nothing(each) for each in fields(value)}
            return node.cls(
                **{
                    each.attribute: nothing[each.attribute]
                    if (key,) in names
                    else _without(
                        getattr(value, each.attribute),
                        each.node,
                        tuple(name[1:] for name in names if name[0] == key and name[1:]),
                    )
                    for key, each in node.fields.items()
                }
            )


def _nothing(field: Any) -> Any:  # noqa: ANN401 - a dataclass's field, and its default
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _under(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key
