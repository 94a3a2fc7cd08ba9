"""What a record lacks for a stage, each with the reason and with what to type or to write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from postmortems.edit.assign import expected
from postmortems.edit.shapes import node_at, scalar_of
from postmortems.model.requirements import missing
from postmortems.plan import Items, Mapping, Scalar, Shape

if TYPE_CHECKING:
    from postmortems.edit.stages import Stage
    from postmortems.model.requirements import Depth, Requirement
    from postmortems.plan import Node

_TIME, _DAY_TIME = "YYYY-MM-DD HH:MM", "day N HH:MM"
GAP = "TODO"
"""What stands for text to come; the rules find it should it be left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A field that a stage asks for: ``commands`` set it, or ``lines`` of YAML are to be filled."""

    field: str
    why: str
    commands: tuple[str, ...]
    lines: tuple[str, ...]


def lacking(
    record: dict[str, Any], stage: Stage, depth: Depth | None, incident_id: str
) -> tuple[Lack, ...]:
    """Return what a record lacks once it is at a stage, in the order of the requirements."""
    there = expected(record, tuple(stage.track.split(".")), stage.name)
    undated = record.get("date_unknown") is not None
    found = []
    for need, _ in missing(there, depth):
        lack = _lack(need, incident_id, undated=undated)
        if need.field == stage.moment:
            at = _DAY_TIME if undated else _TIME
            command = f"postmortems promote {incident_id} --to {stage.name} --at '{at}'"
            lack = replace(lack, commands=(command,))
        found.append(lack)
    return tuple(found)


def _lack(need: Requirement, incident_id: str, *, undated: bool) -> Lack:
    node = node_at(tuple(need.field.split(".")))
    scalar = scalar_of(node)
    said: list[str] = []
    if need.any_of:
        said.append(f"{need.field}.{need.any_of[0]}=unknown")
    elif scalar is not None:
        value = _value(scalar)
        said.append(f"{need.field}={_DAY_TIME if undated and value == _TIME else value}")
    elif isinstance(node, Items) and node.none_allowed:
        said.append(f"{need.field}=none")
    return Lack(
        field=need.field,
        why=need.why,
        commands=tuple(f"postmortems set {incident_id} {_shell(each)}" for each in said),
        lines=() if node is None or scalar is not None else skeleton(need.field, need.any_of),
    )


def _shell(argument: str) -> str:
    return f"'{argument}'" if " " in argument or "[" in argument else argument


def skeleton(field: str, keys: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the YAML of a field with gaps in it: of ``keys``, else of what it must hold."""
    *above, name = field.split(".")
    node = node_at((*above, name))
    lines = [f"{'  ' * depth}{key}:" for depth, key in enumerate(above)]
    indent = "  " * len(above)
    if isinstance(node, Shape) and keys:
        # A figure that nobody knows is said to be unknown, which is an answer.
        return (*lines, f"{indent}{name}:", *(f"{indent}  {key}: unknown" for key in keys[:1]))
    return (*lines, *_under(name, node, indent))


def _under(name: str, node: Node | None, indent: str) -> tuple[str, ...]:
    match node:
        case Scalar():
            return (f"{indent}{name}: {_value(node)}{_choices(node)}",)
        case Items(item=Shape() as shape):
            first, *rest = (line for key, each in _needed(shape) for line in _under(key, each, ""))
            below = (f"{indent}  - {first}", *(f"{indent}    {line}" for line in rest))
            return (f"{indent}{name}:", *below)
        case Items(item=item):
            return (f"{indent}{name}:", f"{indent}  - {_value(scalar_of(item))}")
        case Shape():
            below = tuple(
                line for key, each in _needed(node) for line in _under(key, each, f"{indent}  ")
            )
            return (f"{indent}{name}:", *below)
        case Mapping():
            return (f"{indent}{name}:", f"{indent}  {GAP}: {GAP}")
    return ()


def _needed(shape: Shape) -> list[tuple[str, Node]]:
    """Return what a record must hold; all of it where nothing in particular is asked for."""
    needed = [(name, each.node) for name, each in shape.fields.items() if each.required]
    return needed or [(name, each.node) for name, each in shape.fields.items()]


def _value(scalar: Scalar | None) -> str:
    if scalar is None or scalar.time is None:
        return GAP
    return _TIME if datetime in scalar.types else "YYYY-MM-DD"


def _choices(scalar: Scalar) -> str:
    if scalar.choices:
        return f"  # {', '.join(map(str, scalar.choices))}"
    return f"  # {scalar.name.kind.replace('_', ' ')}: a name of site_config" if scalar.name else ""
