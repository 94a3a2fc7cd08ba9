"""What is another in a record, in words: field by field, along the plan of the model."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from postmortems.answers.review.actions import action_differences
from postmortems.answers.review.entries import entry_differences
from postmortems.answers.review.phrase import Difference, Phrase, Value, title, value
from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.plan import Field, Node

_FIRST = (
    *("postmortem.audience", "severity", "status", "postmortem.status"),
    *("actions", "timeline", "title", "kind", "services"),
)
"""What a reviewer wants to know first; the rest follows in the order of the model."""


def differences(before: Incident, now: Incident) -> tuple[Difference, ...]:
    """Say what is another in a record, the weightiest first; nothing where it says the same."""
    found = list(_under(plan(Incident), before, now, ()))
    return tuple(sorted(found, key=lambda each: _rank(each.field)))


def _rank(field: str) -> int:
    return _FIRST.index(field) if field in _FIRST else len(_FIRST)


def _under(shape: Shape, before: Any, now: Any, path: tuple[str, ...]) -> Iterator[Difference]:  # noqa: ANN401
    for key, each in shape.fields.items():
        old, new = _held(before, shape, each), _held(now, shape, each)
        if old != new:
            here = path if shape.short is not None and key == shape.short.key else (*path, key)
            yield from _of(each.node, old, new, here)


def _held(record: Any, shape: Shape, field: Field) -> Any:  # noqa: ANN401
    """Return what a record holds; of one that is not there, what it would hold by itself."""
    if record is not None:
        return getattr(record, field.attribute)
    own: Any = shape.cls
    default = next(each.default for each in fields(own) if each.name == field.attribute)
    return None if default is MISSING else default


def _of(node: Node, old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Difference]:  # noqa: ANN401
    match node:
        case Shape():
            yield from _under(node, old, new, path)
        case Items(item=Shape()) if path == ("actions",):
            yield from action_differences(old or (), new or ())
        case Items():
            yield from entry_differences(".".join(path), node, old, new)
        case Mapping(item=Scalar() as item):
            for key in {**(old or {}), **(new or {})}:
                was, is_ = (old or {}).get(key), (new or {}).get(key)
                if was != is_:
                    yield from _scalar(item, was, is_, (*path, key))
        case Mapping():
            yield Difference(field=".".join(path), said=(f"{_words(path)} changed",))
        case Scalar():
            yield from _scalar(node, old, new, path)


def _scalar(node: Scalar, old: object, new: object, path: tuple[str, ...]) -> Iterator[Difference]:
    name = ".".join(path)
    special = _SPECIAL.get(name)
    if special is not None:
        yield Difference(field=name, said=special(old, new))
    elif node.text is not None and node.text.kind != "plain":
        verb = "written" if old is None else "taken out" if new is None else "rewritten"
        yield Difference(field=name, said=(*_label(path), f" {verb}"))
    else:
        yield Difference(field=name, said=(*_label(path), " ", *_change(old, new, path)))


def _change(old: object, new: object, path: tuple[str, ...] = ()) -> Phrase:
    """Say from what to what a value changed: ``P1 → P0``, ``set to 20``, ``taken out``."""

    def show(each: object) -> Value:
        return title(str(each)) if path == ("title",) else value(each)

    if old is None:
        return "set to ", show(new)
    if new is None:
        return ("taken out",)
    return show(old), " → ", show(new)


def _label(path: tuple[str, ...]) -> Phrase:
    """Name a field; a mapping's key is the record's own word."""
    return (value(".".join(path)),) if len(path) > 1 else (_words(path),)


def _words(path: tuple[str, ...]) -> str:
    return ".".join(path).replace("_", " ")


def _status(old: object, new: object) -> Phrase:
    return (f"{new} (was {old})",)


def _postmortem(old: object, new: object) -> Phrase:
    was = "" if old == "none" else f" (was {_said(old)})"
    return (f"postmortem {_NAMES.get(str(new), _said(new))}{was}",)


def _audience(old: object, new: object) -> Phrase:
    if new is None:
        return (f"audience taken out (was {old})",)
    said = {"public": "anyone may read it", "internal": "only people inside may read it"}[str(new)]
    return (f"audience {new}: {said}",) if old is None else (f"audience {old} → {new}: {said}",)


def _said(word: object) -> str:
    return str(word).replace("_", " ")


_NAMES = {"none": "withdrawn", "draft": "drafted", "in_review": "in review"}
_SPECIAL = {
    "status": _status,
    "postmortem.status": _postmortem,
    "postmortem.audience": _audience,
}
