"""Names by which one configuration file refers to another, and the walk that finds them all.

A field says in its type what its text names; so no reference can be added and left unchecked.
"""

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal

from postmortems.fields import Key, Record, Text
from postmortems.findings import Path
from postmortems.plan import hints

Kind = Literal[
    "level",
    "tier",
    "team",
    "contact",
    "service",
    "phase",
    "category",
    "control_gap",
    "audience",
    "signal",
    "rule",
    "field",
]

_OPTIONAL = 2  # a type and None


@dataclass(frozen=True, slots=True)
class Refers:
    """A marker: the text names something that is listed elsewhere under this kind."""

    kind: Kind


LevelId = Annotated[Key, Refers("level")]
"""The id of a severity level; aliases are for incidents, not for configuration."""
TierId = Annotated[Key, Refers("tier")]
"""The id of an escalation tier."""
TeamId = Annotated[Key, Refers("team")]
"""The id of a team of the catalogue."""
ContactId = Annotated[Key, Refers("contact")]
"""The id of a contact of the catalogue."""
ServiceId = Annotated[Key, Refers("service")]
"""The id of a service of the catalogue."""
PhaseId = Annotated[Key, Refers("phase")]
"""The id of a phase of the response."""
CategoryId = Annotated[Key, Refers("category")]
"""The id of a category of contributing factors."""
ControlGapId = Annotated[Key, Refers("control_gap")]
"""The id of a control that can be missing."""
AudienceId = Annotated[Key, Refers("audience")]
"""The id of an audience of communications."""
SignalName = Annotated[Key, Refers("signal")]
"""The name of a measured value that the severity criteria look at."""
RuleId = Annotated[Key, Refers("rule")]
"""The id of a rule."""
FieldName = Annotated[str, Text(120, r"^[a-z_]+(?:\.[a-z_]+)*$"), Refers("field")]
"""The dotted name of a field of an incident, such as `impact.revenue`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One use of a name; ``on_key`` when it is the key of a mapping."""

    kind: Kind
    name: str
    path: Path
    on_key: bool = False


def references(record: Record, path: Path = ()) -> Iterator[Reference]:
    """Yield every reference under a record, in the order of its fields."""
    for hint, value, place in _fields(record, path):
        yield from _under(value, hint, place)


def lists(record: Record, path: Path = ()) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """Yield every list of records that carry an ``id``, with its path."""
    for _, value, place in _fields(record, path):
        yield from _lists(value, place)


def _fields(record: Record, path: Path) -> Iterator[tuple[Any, Any, Path]]:
    types_of = hints(typing.cast("Any", type(record)))
    for each in fields(typing.cast("Any", record)):
        yield types_of[each.name], getattr(record, each.name), (*path, each.name.removesuffix("_"))


def _under(value: Any, hint: Any, path: Path, *, on_key: bool = False) -> Iterator[Reference]:  # noqa: ANN401
    hint, kind = _unwrap(hint)
    if isinstance(value, Record):
        yield from references(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _under(item, typing.get_args(hint)[0], (*path, index))
    elif isinstance(value, dict):
        key_hint, item_hint = typing.get_args(hint)
        for key, item in value.items():
            yield from _under(key, key_hint, (*path, key), on_key=True)
            yield from _under(item, item_hint, (*path, key))
    elif kind is not None and isinstance(value, str):
        yield Reference(kind=kind, name=value, path=path, on_key=on_key)


def _unwrap(hint: Any) -> tuple[Any, Kind | None]:  # noqa: ANN401
    """Take markers and ``| None`` off a type; what remains, and what its text names."""
    kind: Kind | None = None
    while True:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is Annotated:
            kind = next((mark.kind for mark in arguments if isinstance(mark, Refers)), kind)
            hint = arguments[0]
        elif types.NoneType in arguments and len(arguments) == _OPTIONAL:
            hint = next(each for each in arguments if each is not types.NoneType)
        else:
            return hint, kind


def _lists(value: Any, path: Path) -> Iterator[tuple[Path, tuple[Any, ...]]]:  # noqa: ANN401
    if isinstance(value, Record):
        yield from lists(value, path)
    elif isinstance(value, tuple):
        if value and hasattr(value[0], "id"):
            yield path, value
        for index, item in enumerate(value):
            yield from _lists(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _lists(item, (*path, key))
