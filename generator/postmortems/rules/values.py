"""The texts and the days and times of a record, each with its path, found in one walk."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from operator import attrgetter
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, cast

from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from postmortems.fields import Text
    from postmortems.findings import Path
    from postmortems.rules.durations import Length

    Collector = Callable[[Any, Path, "Contents"], None]

_LETTERS = bytes(byte if chr(byte) in ascii_lowercase else 0x20 for byte in range(256))


class Contents:
    """What a record says in words, and every day and time in it, in the order of the fields.

    ``texts`` are pairs of path and text with what the model says about it, names of configured
    things left out; ``dates`` are days and aware times with their paths. ``lengths`` is for
    `prose.stated_lengths` to remember what it found.
    """

    def __init__(self) -> None:
        self.texts: list[tuple[Path, str, Text]] = []
        self.quoted: list[tuple[Path, str]] = []
        self.dates: list[tuple[Path, date]] = []
        self.lengths: list[tuple[Path, str, list[Length]]] | None = None

    @cached_property
    def whole(self) -> str:
        """Return all texts as one, to see quickly that something is in none of them."""
        return "\n".join([text for _, text, _ in self.texts])

    @cached_property
    def folded(self) -> str:
        """Return all texts as one, in lower case."""
        return self.whole.casefold()

    @cached_property
    def words(self) -> frozenset[bytes]:
        """Return the words of all texts, for the same purpose."""
        return words_of(self.folded)


# Two dozen rules look at the same record one after the other; walking it anew for each of them
# would take most of the time of a check. A record never changes, so its contents do not either.
_latest: tuple[Incident | None, Contents] = (None, Contents())


def contents(incident: Incident) -> Contents:
    """Return the texts and dates of a record; what is not recorded is left out."""
    global _latest  # noqa: PLW0603 - remembers the latest record only
    if _latest[0] is not incident:
        found = Contents()
        _of_shape(plan(Incident))(incident, (), found)
        _latest = (incident, found)
    return _latest[1]


def words_of(folded: str) -> frozenset[bytes]:
    """Return the runs of ASCII letters in a text in lower case: quickly, and the same for all."""
    return frozenset(folded.encode("utf-8", "surrogatepass").translate(_LETTERS).split())


def _collector(node: Node) -> Collector | None:
    """Return what collects the texts and dates of a value; None where there can be none."""
    match node:
        case Scalar():
            return _of_scalar(node)
        case Items() | Mapping():
            return _of_parts(node)
        case Shape():
            return _of_shape(node)


def _of_scalar(node: Scalar) -> Collector | None:
    text = node.text
    if text is not None and text.kind == "source":
        return lambda value, path, found: found.quoted.append((path, value))
    if text is not None and node.name is None:
        return lambda value, path, found: found.texts.append((path, value, text))
    if issubclass(node.types[0], date):
        return lambda value, path, found: found.dates.append((path, value))
    return None


def _of_parts(node: Items | Mapping) -> Collector | None:
    collect = _collector(node.item)
    if collect is None:
        return None
    if isinstance(node, Items):

        def items(value: Any, path: Path, found: Contents) -> None:  # noqa: ANN401
            for index, item in enumerate(value):
                collect(item, (*path, index), found)

        return items

    def mapping(value: Any, path: Path, found: Contents) -> None:  # noqa: ANN401
        for key, item in value.items():
            collect(item, (*path, key), found)

    return mapping


def _of_shape(shape: Shape) -> Collector:
    """Return the collector of a record, made when first used: records may hold themselves."""

    def record(value: Any, path: Path, found: Contents) -> None:  # noqa: ANN401
        _planned(cast("Hashable", shape.cls))(value, path, found)

    return record


@cache
def _planned(cls: Any) -> Collector:  # noqa: ANN401 - mypy takes a class of slots for unhashable
    steps = [
        (each.attribute, key, collect)
        for key, each in plan(cls).fields.items()
        if (collect := _collector(each.node)) is not None
    ]
    if not steps:
        return lambda value, path, found: None  # noqa: ARG005
    keys = [(key, collect) for _, key, collect in steps]
    first, *others = [attribute for attribute, _, _ in steps]
    take = attrgetter(first, *others) if others else None

    def record(value: Any, path: Path, found: Contents) -> None:  # noqa: ANN401
        inner = take(value) if take else (getattr(value, first),)
        for (key, collect), each in zip(keys, inner, strict=True):
            if each:
                collect(each, (*path, key), found)

    return record
