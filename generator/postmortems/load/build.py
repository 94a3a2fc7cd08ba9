"""Plain values to records: one walk that checks every field and builds the object it describes.

All faults come out of one pass, each with the exact path of its value. The walk follows
`postmortems.plan`, as the JSON Schema does, so the two accept the same documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.characters import printable
from postmortems.load.moments import wall, zone_exists
from postmortems.load.scalars import scalar
from postmortems.load.walk import BROKEN, Names, Walk
from postmortems.load.wording import (
    TYPE_WORDS,
    did_you_mean,
    field_hint,
    keys_hint,
    nearest,
    said,
    without_sign,
)
from postmortems.plan import Field, Items, Mapping, Node, Scalar, Shape

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.findings import Path

__all__ = ["BROKEN", "Names", "Walk", "build"]


def build(value: object, shape: Shape, walk: Walk, path: Path = ()) -> Any:  # noqa: ANN401 - the class of the shape
    """Build a record from plain values, or BROKEN where a required part is unusable.

    A broken optional part is left out, so that rules which do not need it can still speak.
    """
    if shape.short is not None and not isinstance(value, dict | list):
        value = _expand(value, shape, walk, path)
    if value is BROKEN:
        return BROKEN
    if not isinstance(value, dict):
        message = f"{said(value)} stands where a mapping belongs"
        return walk.add("wrong-type", path, message, keys_hint(shape))
    if path == () and "timeline" in shape.fields:
        _set_clock(value, walk)
    for key in value:
        if key not in shape.fields:
            _unknown_key(str(key), shape, walk, path)
    arguments: dict[str, Any] = {}
    usable = True
    for key, each in shape.fields.items():
        given = value.get(key)
        if given is None:
            built = _absent(key, each, walk, path, empty=key in value) if each.required else None
        else:
            if path == () and key == "timeline":
                _first_date(walk, arguments)
            built = _value(given, each.node, walk, (*path, key))
        if built is BROKEN:
            usable = usable and not each.required
        elif given is not None:
            arguments[each.attribute] = built
    return shape.cls(**arguments) if usable else BROKEN


def _absent(key: str, each: Field, walk: Walk, path: Path, *, empty: bool) -> object:
    message = f"`{key}` has no value" if empty else f"`{key}` is missing"
    hint = field_hint(each.node, walk.names, "" if empty else key)
    why = f"it is always asked for: {each.doc[:1].lower()}{each.doc[1:].rstrip('.')}"
    return walk.add("missing-field", (*path, key), message, hint, why)


def _value(value: object, node: Node, walk: Walk, path: Path) -> Any:  # noqa: ANN401
    kind = type(node)
    if kind is Scalar:
        return scalar(value, node, walk, path)  # type: ignore[arg-type]
    if kind is Items:
        return _items(value, node, walk, path)  # type: ignore[arg-type]
    if kind is Shape:
        return build(value, node, walk, path)  # type: ignore[arg-type]
    return _mapping(value, node, walk, path)  # type: ignore[arg-type]


def _items(value: object, node: Items, walk: Walk, path: Path) -> Any:  # noqa: ANN401
    if node.none_allowed and value == "none":
        return ()
    if not isinstance(value, list):
        extra = ", or the word `none`" if node.none_allowed else ""
        return walk.add(
            "wrong-type",
            path,
            f"{said(value)} stands where a list belongs",
            f"start each entry with `- `{extra}",
        )
    if node.most is not None and len(value) > node.most:
        return walk.add(
            "too-many-entries",
            path,
            f"{len(value)} entries; the limit is {node.most}",
            "split or shorten the list",
        )
    if len(value) < node.fewest:
        return walk.add(
            "too-many-entries", path, f"the list needs at least {node.fewest} entry", "add one"
        )
    built = [_value(item, node.item, walk, (*path, index)) for index, item in enumerate(value)]
    return BROKEN if any(item is BROKEN for item in built) else tuple(built)


def _mapping(value: object, node: Mapping, walk: Walk, path: Path) -> Any:  # noqa: ANN401
    if not isinstance(value, dict):
        return walk.add(
            "wrong-type",
            path,
            f"{said(value)} stands where a mapping belongs",
            "write `name: value` lines",
        )
    if node.most is not None and len(value) > node.most:
        return walk.add(
            "too-many-entries",
            path,
            f"{len(value)} entries; the limit is {node.most}",
            "split or shorten the mapping",
        )
    built = {}
    broken = False
    for key, item in value.items():
        name = scalar(key, node.key, walk, (*path, key), on_key=True)
        part = _value(item, node.item, walk, (*path, key))
        broken = broken or name is BROKEN or part is BROKEN
        built[name] = part
    return BROKEN if broken else built


def _unknown_key(key: str, shape: Shape, walk: Walk, path: Path) -> None:
    near = nearest(key, shape.fields)
    walk.add(
        "unknown-key",
        (*path, key),
        f"`{printable(key)}` is not a known key",
        did_you_mean(near) if near else keys_hint(shape),
        "a misspelt key would silently lose what it holds",
        on_key=True,
    )


def _expand(value: object, shape: Shape, walk: Walk, path: Path) -> object:
    """Turn a bare scalar into the mapping it stands for."""
    assert shape.short is not None  # noqa: S101 - the caller looked
    for word, key in shape.short.words:
        if value == word:
            return {key: word}
    node = shape.fields[shape.short.key].node
    if isinstance(node, Scalar) and _fits(value, node):
        return {shape.short.key: value}
    words = "".join(f", `{word}`" for word, _ in shape.short.words)
    wanted = (
        " or ".join(TYPE_WORDS[kind] for kind in node.types) if isinstance(node, Scalar) else ""
    )
    return walk.add(
        "wrong-type",
        path,
        f"{said(value)} stands where {wanted} belongs",
        f"write {without_sign(value) or wanted}{words}, or a mapping with `{shape.short.key}:`",
    )


def _fits(value: object, node: Scalar) -> bool:
    if isinstance(value, bool):
        return bool in node.types
    if isinstance(value, int | float):
        return float in node.types
    return isinstance(value, str) and str in node.types


def _set_clock(value: dict[str, Any], walk: Walk) -> None:
    zone = value.get("timezone")
    if isinstance(zone, str) and zone_exists(zone):
        walk.clock.zone = zone
    walk.clock.undated = value.get("date_unknown") is not None


def _first_date(walk: Walk, arguments: dict[str, Any]) -> None:
    """Let the first timeline entry take the date of the start."""
    times = arguments.get("times")
    started: datetime | None = getattr(times, "started", None)
    if started is not None:
        first = wall(started, walk.clock)
        # The first entry may come before the start on the same day: a change, an early sign.
        walk.clock.previous = first.replace(hour=0, minute=0, second=0, microsecond=0)
