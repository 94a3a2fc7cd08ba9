"""Plain values to records: one walk that checks every field and builds the object it describes.

All faults come out of one pass, each with the exact path of its value. The readers follow
`postmortems.plan`, as the JSON Schema does, so the two accept the same documents. Each accepts
what is as it should be in a step or two; only for the rest does it find words.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from postmortems.characters import printable
from postmortems.load.moments import wall, zone_exists
from postmortems.load.scalars import scalar, scalar_reader
from postmortems.load.walk import BROKEN, Names, Walk, path_of
from postmortems.load.wording import (
    TYPE_WORDS,
    did_you_mean,
    field_hint,
    keys_hint,
    nearest,
    said,
    without_sign,
)
from postmortems.plan import Field, Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime

    from postmortems.findings import Path
    from postmortems.load.walk import Reader, Trail

__all__ = ["BROKEN", "Names", "Walk", "build"]


def build(value: Any, shape: Shape, walk: Walk) -> Any:  # noqa: ANN401 - the class of the shape
    """Build a record from plain values, or BROKEN where a required part is unusable.

    A broken optional part is left out, so that rules which do not need it can still speak.
    """
    if isinstance(value, dict) and "timeline" in shape.fields:
        _set_clock(value, walk)
        if "timeline" in value:
            # Its first entry takes its date from the times, wherever those stand in the file.
            entries = value["timeline"]
            value = {key: given for key, given in value.items() if key != "timeline"}
            value["timeline"] = entries
    return _record(shape)(value, walk, None)


def _reader(node: Node) -> Reader:
    match node:
        case Scalar():
            return scalar_reader(node)
        case Items():
            return _items(node)
        case Mapping():
            return _mapping(node)
        case Shape(short=None):
            return _record(node)
        case Shape():
            return _shortened(node)


def _record(shape: Shape) -> Reader:
    """Return the reader of a record, made when first used: records may hold themselves."""

    def read(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
        return _planned(cast("Hashable", shape.cls))(value, walk, trail)

    return read


@cache
def _planned(cls: Any) -> Reader:  # noqa: ANN401 - mypy takes a class of slots for unhashable
    return _shape(plan(cls))


def _shape(shape: Shape) -> Reader:
    cls = shape.cls
    steps = {
        key: (each.attribute, _reader(each.node), each.required)
        for key, each in shape.fields.items()
    }
    needed = frozenset(key for key, each in shape.fields.items() if each.required)

    def read(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
        if type(value) is not dict:
            message = f"{said(value)} stands where a mapping belongs"
            return walk.add("wrong-type", path_of(trail), message, keys_hint(shape))
        arguments: dict[str, Any] = {}
        usable = True
        known = True
        for key, given in value.items():
            step = steps.get(key)
            if step is None:
                known = False
                continue
            attribute, read_part, required = step
            if given is None:
                usable = usable and not required
                continue
            if key == "timeline" and trail is None:
                _first_date(walk, arguments)
            built = read_part(given, walk, (trail, key))
            if built is BROKEN:
                usable = usable and not required
            else:
                arguments[attribute] = built
        if not (known and usable and needed <= value.keys()):
            _explain(value, shape, walk, path_of(trail))
            usable = usable and needed <= value.keys()
        return cls(**arguments) if usable else BROKEN

    return read


def _explain(value: dict[str, Any], shape: Shape, walk: Walk, path: Path) -> None:
    """Note the keys that a mapping should not hold, and those that it lacks."""
    for key in value:
        if key not in shape.fields:
            _unknown_key(str(key), shape, walk, path)
    for key, each in shape.fields.items():
        if each.required and value.get(key) is None:
            _absent(key, each, walk, path, empty=key in value)


def _absent(key: str, each: Field, walk: Walk, path: Path, *, empty: bool) -> None:
    message = f"`{key}` has no value" if empty else f"`{key}` is missing"
    hint = field_hint(each.node, walk.names, "" if empty else key)
    why = f"it is always asked for: {each.doc[:1].lower()}{each.doc[1:].rstrip('.')}"
    walk.add("missing-field", (*path, key), message, hint, why)


def _items(node: Items) -> Reader:
    read_item = _reader(node.item)

    def read(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
        if type(value) is not list:
            if node.none_allowed and value == "none":
                return ()
            extra = ", or the word `none`" if node.none_allowed else ""
            return walk.add(
                "wrong-type",
                path_of(trail),
                f"{said(value)} stands where a list belongs",
                f"start each entry with `- `{extra}",
            )
        if node.most is not None and len(value) > node.most:
            return walk.add(
                "too-many-entries",
                path_of(trail),
                f"{len(value)} entries; the limit is {node.most}",
                "split or shorten the list",
            )
        if len(value) < node.fewest:
            return walk.add(
                "too-many-entries",
                path_of(trail),
                f"the list needs at least {node.fewest} entry",
                "add one",
            )
        built = [read_item(item, walk, (trail, index)) for index, item in enumerate(value)]
        return BROKEN if BROKEN in built else tuple(built)

    return read


def _mapping(node: Mapping) -> Reader:
    read_item = _reader(node.item)

    def read(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
        if type(value) is not dict:
            return walk.add(
                "wrong-type",
                path_of(trail),
                f"{said(value)} stands where a mapping belongs",
                "write `name: value` lines",
            )
        if node.most is not None and len(value) > node.most:
            return walk.add(
                "too-many-entries",
                path_of(trail),
                f"{len(value)} entries; the limit is {node.most}",
                "split or shorten the mapping",
            )
        built = {}
        broken = False
        for key, item in value.items():
            name = scalar(key, node.key, walk, (*path_of(trail), key), on_key=True)
            part = read_item(item, walk, (trail, key))
            broken = broken or name is BROKEN or part is BROKEN
            built[name] = part
        return BROKEN if broken else built

    return read


def _unknown_key(key: str, shape: Shape, walk: Walk, path: Path) -> None:
    near = nearest(key, shape.fields) if walk.may_guess() else ""
    walk.add(
        "unknown-key",
        (*path, key),
        f"`{printable(key)}` is not a known key",
        did_you_mean(near) if near else keys_hint(shape),
        "a misspelt key would silently lose what it holds",
        on_key=True,
    )


def _shortened(shape: Shape) -> Reader:
    """Return the reader of a record for which a bare scalar may stand."""
    assert shape.short is not None  # noqa: S101 - the caller looked
    short = shape.short
    node = shape.fields[short.key].node
    words = dict(short.words)

    whole = _record(shape)

    def read(value: Any, walk: Walk, trail: Trail) -> Any:  # noqa: ANN401
        if type(value) is not dict and type(value) is not list:
            if type(value) is str and value in words:
                value = {words[value]: value}
            elif isinstance(node, Scalar) and _fits(value, node):
                value = {short.key: value}
            else:
                return _no_short(value, shape, walk, trail)
        return whole(value, walk, trail)

    return read


def _no_short(value: object, shape: Shape, walk: Walk, trail: Trail) -> object:
    assert shape.short is not None  # noqa: S101 - the caller looked
    node = shape.fields[shape.short.key].node
    words = "".join(f", `{word}`" for word, _ in shape.short.words)
    wanted = (
        " or ".join(TYPE_WORDS[kind] for kind in node.types) if isinstance(node, Scalar) else ""
    )
    return walk.add(
        "wrong-type",
        path_of(trail),
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
