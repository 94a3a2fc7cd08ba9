"""What a record class asks of a document: its types and markers, read once and laid out as a tree.

The reader, the JSON Schema, the field reference and the tests all walk this tree, so none of
them can disagree about what a field may hold.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
import typing
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal

import annotated_types as at

from postmortems.fields import Example, Meanings, Name, NoneAllowed, Record, Short, Text, TimeText

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value: of these Python types, or one of these words, within these bounds.

    ``meanings`` say what the words mean; ``examples`` are values that are accepted.
    """

    types: tuple[type, ...]
    choices: tuple[str | int, ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()
    text: Text | None = None
    time: TimeText | None = None
    name: Name | None = None
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list of values of one kind."""

    item: Node
    fewest: int = 0
    most: int | None = None
    none_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping whose keys the author chooses."""

    key: Scalar
    item: Node
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key of a record: the attribute it fills, what it holds, and its documentation."""

    attribute: str
    node: Node
    required: bool
    owner: Any

    @property
    def doc(self) -> str:
        """Return what the field means. Read from the source when asked: that is slow."""
        return attribute_docs(self.owner).get(self.attribute, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A record class and its keys, in the order in which they are declared."""

    cls: type[Record]
    fields: dict[str, Field] = field(default_factory=dict)
    short: Short | None = None


Node = Scalar | Items | Mapping | Shape


def plan(cls: type[Record]) -> Shape:
    """Lay out a record class. Classes may refer to themselves."""
    return _shape(cls)


# A class that is planned holds others, and perhaps itself: each is laid out once for all of them.
_SHAPES: dict[type[Record], Shape] = {}


@cache
def hints(cls: Any) -> dict[str, Any]:  # noqa: ANN401 - mypy takes a class of slots for unhashable
    """Return the types of a record class's attributes, with their markers."""
    return typing.get_type_hints(cls, include_extras=True)


def _shape(cls: type[Record]) -> Shape:
    if cls in _SHAPES:
        return _SHAPES[cls]
    shape = _SHAPES[cls] = Shape(cls=cls)
    types_of = hints(typing.cast("Hashable", cls))
    for each in fields(typing.cast("Any", cls)):
        required = each.default is MISSING and each.default_factory is MISSING
        shape.fields[each.name.removesuffix("_")] = Field(
            attribute=each.name,
            node=_node(types_of[each.name], ()),
            required=required,
            owner=_declarer(cls, each.name),
        )
    return shape


def _declarer(cls: type[Record], name: str) -> type:
    """Return the class under whose name a field, perhaps inherited, is written down."""
    return next(each for each in cls.__mro__ if name in inspect.get_annotations(each))


def _node(hint: Any, marks: tuple[Any, ...]) -> Node:  # noqa: ANN401
    """Translate one type hint, with the markers collected on the way to it."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _node(arguments[0], (*arguments[1:], *marks))
    if origin in (typing.Union, types.UnionType):
        rest = [each for each in arguments if each is not type(None)]
        if len(rest) == 1:
            return _node(rest[0], marks)
        parts = [_node(each, marks) for each in rest]
        return _union([each for each in parts if isinstance(each, Scalar)])
    if origin is Literal:
        said = _mark(marks, Meanings)
        return Scalar(
            types=(type(arguments[0]),),
            choices=arguments,
            meanings=said.by_word if said else (),
        )
    if origin is tuple:
        return Items(
            item=_node(arguments[0], ()),
            fewest=_bound(marks, at.MinLen, "min_length") or 0,
            most=_bound(marks, at.MaxLen, "max_length"),
            none_allowed=_mark(marks, NoneAllowed) is not None,
        )
    if origin is dict:
        key = _node(arguments[0], ())
        item = _node(arguments[1], ())
        assert isinstance(key, Scalar)  # noqa: S101 - a mapping's keys are always text
        return Mapping(key=key, item=item, most=_bound(marks, at.MaxLen, "max_length"))
    if isinstance(hint, type) and issubclass(hint, Record):
        shape = _shape(hint)
        short = _mark(marks, Short)
        return Shape(cls=hint, fields=shape.fields, short=short) if short else shape
    if hint in (str, int, float, bool, datetime, date):
        return _scalar(hint, marks)
    message = f"no plan for the type {hint!r}"
    raise TypeError(message)


def _scalar(kind: type, marks: tuple[Any, ...]) -> Scalar:
    text = _mark(marks, Text)
    if text is None and (limit := _bound(marks, at.MaxLen, "max_length")):
        text = Text(limit)
    time = _mark(marks, TimeText)
    shown = _mark(marks, Example)
    return Scalar(
        types=(kind,),
        examples=shown.values if shown else (text or time or Text(0)).examples,
        text=text,
        time=time,
        name=_mark(marks, Name),
        at_least=_bound(marks, at.Ge, "ge"),
        above=_bound(marks, at.Gt, "gt"),
        at_most=_bound(marks, at.Le, "le"),
    )


def _union(parts: list[Scalar]) -> Scalar:
    """Join alternatives such as ``bool | float`` or two lists of words."""
    kinds = tuple(dict.fromkeys(kind for part in parts for kind in part.types))
    choices = tuple(choice for part in parts for choice in part.choices)
    meanings = tuple(meaning for part in parts for meaning in part.meanings)
    return Scalar(types=kinds, choices=choices, meanings=meanings)


def _mark(marks: tuple[Any, ...], kind: type) -> Any:  # noqa: ANN401
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _bound(marks: tuple[Any, ...], kind: type, attribute: str) -> Any:  # noqa: ANN401
    mark = _mark(marks, kind)
    return None if mark is None else getattr(mark, attribute)


@cache
def attribute_docs(cls: Any) -> dict[str, str]:  # noqa: ANN401 - any class
    """Return the string literals that stand under a class's attributes, by attribute."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    body = typing.cast("ast.ClassDef", tree.body[0]).body
    return {
        named.target.id: inspect.cleandoc(str(said.value.value)).replace("\n", " ")
        for named, said in pairwise(body)
        if isinstance(named, ast.AnnAssign)
        and isinstance(named.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
    }


def walk(shape: Shape) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Yield every field under a record with its path; ``[]`` stands for a list, ``*`` for a key.

    A record that contains itself is entered once.
    """

    def under(
        node: Node, path: tuple[str, ...], trail: tuple[type, ...]
    ) -> Iterator[tuple[tuple[str, ...], Field]]:
        match node:
            case Shape() if node.cls not in trail:
                for key, each in node.fields.items():
                    yield (*path, key), each
                    yield from under(each.node, (*path, key), (*trail, node.cls))
            case Items():
                yield from under(node.item, (*path, "[]"), trail)
            case Mapping():
                yield from under(node.item, (*path, "*"), trail)
            case _:
                return

    yield from under(shape, (), ())
