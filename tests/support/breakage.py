"""Every way to break one field of a record, derived from what the model says about it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from postmortems.load.events import read
from postmortems.load.text import Limits
from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan, walk
from support.places import spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path as Place
    from postmortems.plan import Field

COMPLETE = Path(__file__).with_name("complete.yml")
"""A valid record that holds every field, apart from `date_unknown`."""
UNDATED = b"""\
schema: 1
id: INC-UNDATED-07
title: The nightly report was late
status: resolved
severity: P3
kind: degradation
services: [payment-api]
date_unknown: Only the day of the week is known.
detection:
  source: internal
times:
  started: day 1 10:00
  resolved: day 1 11:00
summary: The nightly report came late.
postmortem:
  status: none
"""
"""A valid record whose date nobody knows."""


@dataclass(frozen=True, kw_only=True)
class Breakage:
    """A record with one fault: where it is, which rule says so, and what was done to it.

    With `on_key`, what counts is the line of the key. When `absent`, the field is not there any
    more, and the line of its parent's key counts.
    """

    how: str
    place: Place
    rule: str
    value: Any
    absent: bool = False
    on_key: bool = False

    def text(self, record: dict[str, Any]) -> bytes:
        """The record with the fault."""
        broken = copy.deepcopy(record)
        parent: Any = broken
        for part in self.place[:-1]:
            parent = parent[part]
        if self.absent:
            del parent[self.place[-1]]
        else:
            parent[self.place[-1]] = self.value
        return dump(broken)


def dump(record: dict[str, Any]) -> bytes:
    """Writes plain values as YAML: each key of a record on a line of its own, no line folded."""
    written: bytes = yaml.dump(
        record,
        Dumper=yaml.CSafeDumper,
        sort_keys=False,
        allow_unicode=True,
        width=10**9,
        encoding="utf-8",
    )
    return written


def values(content: bytes) -> dict[str, Any]:
    """The plain values of a record."""
    document = read(content, Limits())
    assert document.faults == []
    found: dict[str, Any] = document.value
    return found


def line(content: bytes, breakage: Breakage) -> int:
    """The line at which the fault must be reported: where the value begins, else its parent."""
    document = read(content, Limits(), positions=True)
    place = breakage.place[:-1] if breakage.absent else breakage.place
    by_key = breakage.absent or breakage.on_key
    values, keys = spans(document, content.decode())
    found = [
        held[place].line for held in ((keys, values) if by_key else (values,)) if place in held
    ]
    return found[0] if place else 1


def recorded(record: dict[str, Any]) -> Iterator[tuple[str, Place, Field]]:
    """Yields every field with its dotted name and the place of its first value in the record."""
    for path, each in walk(plan(Incident)):
        value: Any = record
        place: list[str | int] = []
        for part in path:
            step: str | int = part
            if part == "[]":
                step = 0
            elif part == "*":
                step = next(iter(value))
            if isinstance(value, dict) and step not in value:
                break
            place.append(step)
            value = value[step]
        else:
            yield ".".join(path).replace(".[]", "[]"), tuple(place), each


def breakages(place: Place, each: Field, record: dict[str, Any]) -> Iterator[Breakage]:
    """Yields everything that the types, bounds and names of one field can refuse."""
    held: Any = record
    for part in place:
        held = held[part]
    if each.required:
        yield Breakage(how="missing", place=place, rule="missing-field", value=None, absent=True)
        yield Breakage(how="empty", place=place, rule="missing-field", value=None)
    yield from _node(each.node, place, held)


def _node(node: Node, place: Place, held: Any) -> Iterator[Breakage]:  # noqa: ANN401
    match node:
        case Scalar():
            yield from _scalar(node, place)
        case Items():
            yield Breakage(how="wrong type", place=place, rule="wrong-type", value="a word")
            yield Breakage(how="mapping", place=place, rule="wrong-type", value={"a": "word"})
            if node.most is not None:
                many = [held[0]] * (node.most + 1)
                yield Breakage(how="too many", place=place, rule="too-many-entries", value=many)
            if node.fewest:
                yield Breakage(how="too few", place=place, rule="too-many-entries", value=[])
            yield from _node(node.item, (*place, 0), held[0])
        case Mapping():
            yield Breakage(how="wrong type", place=place, rule="wrong-type", value=["a", "list"])
            first = next(iter(held))
            if node.most is not None:
                names = {f"{first}{number}": held[first] for number in range(node.most + 1)}
                yield Breakage(how="too many", place=place, rule="too-many-entries", value=names)
            yield from _key(node.key, place, held[first])
            yield from _node(node.item, (*place, first), held[first])
        case Shape():
            yield Breakage(how="wrong type", place=place, rule="wrong-type", value=["a", "list"])
            unknown = (*place, "no_such_key")
            yield Breakage(how="unknown key", place=unknown, rule="unknown-key", value="a word")


def _key(key: Scalar, place: Place, value: Any) -> Iterator[Breakage]:  # noqa: ANN401
    def one(how: str, rule: str, name: str) -> Breakage:
        return Breakage(how=how, place=(*place, name), rule=rule, value=value, on_key=True)

    if key.name is not None:
        yield one("unknown name", "unknown-name", "no-such-name")
    elif key.text is not None:
        yield one("long key", "invalid-text", "x" * (key.text.limit + 1))
        if key.text.pattern is not None:
            yield one("odd key", "invalid-text", " ")


def _scalar(node: Scalar, place: Place) -> Iterator[Breakage]:
    def one(how: str, rule: str, value: object) -> Breakage:
        return Breakage(how=how, place=place, rule=rule, value=value)

    yield one("mapping", "wrong-type", {"a": "word"})
    yield one("list", "wrong-type", ["a", "list"])
    if node.choices:
        unknown = 99 if node.types == (int,) else "no-such-word"
        yield one("unknown value", "unknown-value", unknown)
        yield one("wrong type", "wrong-type", True)
    elif node.time is not None:
        yield one("wrong type", "wrong-type", 947)
        yield one("no time", "invalid-time", "soon")
        yield one("no such day", "invalid-time", _no_such_day(node))
    elif node.name is not None:
        yield one("wrong type", "wrong-type", 5)
        yield one("unknown name", "unknown-name", "no-such-name")
    elif node.types == (str,):
        yield one("wrong type", "wrong-type", 5)
        yield from _text(node, place)
    else:
        yield one("wrong type", "wrong-type", "plenty")
    if node.at_least is not None:
        yield one("below", "out-of-range", node.at_least - 1)
    if node.above is not None:
        yield one("not above", "out-of-range", node.above)
    if node.at_most is not None:
        yield one("above", "out-of-range", node.at_most + 1)


def _text(node: Scalar, place: Place) -> Iterator[Breakage]:
    text = node.text
    assert text is not None, f"{place} has no limit"
    link = text.pattern is not None and text.pattern.startswith("^https")
    long = "x" * (text.limit + 1)
    yield Breakage(how="too long", place=place, rule="invalid-text", value=long)
    yield Breakage(how="no text", place=place, rule="invalid-text", value="")
    if text.pattern is not None:
        rule = "not-https" if link else "invalid-text"
        yield Breakage(how="odd", place=place, rule=rule, value=" two\nlines")
    if link:
        insecure = "http://tracker.example.com"
        yield Breakage(how="insecure", place=place, rule="not-https", value=insecure)
    if place == ("timezone",):
        yield Breakage(how="no zone", place=place, rule="unknown-zone", value="Europe/Berlim")


def _no_such_day(node: Scalar) -> str:
    assert node.types in {(datetime,), (date,)}
    return "2026-02-30 10:00" if node.types == (datetime,) else "2026-02-30"
