"""The reference of fields: every key of an incident and of the settings, from the code itself."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar, get_type_hints

from postmortems.config.settings import Settings
from postmortems.model.incident import Incident
from postmortems.model.requirements import asked
from postmortems.pages.base import Page
from postmortems.plan import Field, Items, Mapping, Node, Scalar, Shape, plan, walk

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key with what it may hold, when it is asked for, and what it means."""

    name: str
    holds: str
    asked: str
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The keys of one record class or configuration file."""

    name: str
    anchor: str
    doc: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsPage(Page):
    """A reference of keys."""

    template: ClassVar[str] = "fields.md.j2"

    lead: str
    groups: tuple[Group, ...]


def pages() -> Iterator[Page]:
    """Yield the reference pages."""
    yield FieldsPage(
        path="reference/fields.md",
        title="Incident fields",
        description="Every key of an incident file, what it holds and when it is asked for.",
        lead="An incident is one YAML file under `incidents/`. Ask only what the stage needs: a "
        "field is required from the moment named here, and not before.",
        groups=tuple(_groups(plan(Incident), "")),
    )
    hints = get_type_hints(Settings)
    yield FieldsPage(
        path="reference/configuration.md",
        title="Configuration",
        description="Every key of the files under site_config/.",
        lead="The team's policy is data: each file under `site_config/` replaces the default of "
        "the same name, and what it says is both checked and published.",
        groups=tuple(
            group
            for each in fields(Settings)
            for group in _groups(plan(hints[each.name]), f"{each.name}.yml")
        ),
    )


def _groups(root: Shape, file: str) -> Iterator[Group]:
    """List the shapes under a root, each once, in the order in which they are first met."""
    seen: dict[str, tuple[Shape, str]] = {root.cls.__name__: (root, "")}
    for path, each in walk(root):
        shape = _shape(each.node)
        if shape is not None:
            seen.setdefault(shape.cls.__name__, (shape, ".".join(path).replace(".[]", "[]")))
    for name, (shape, place) in seen.items():
        title = (file or "The record") if not place else (f"{file}: {place}" if file else place)
        yield Group(
            name=title,
            anchor=f"{file.removesuffix('.yml')}-{name}".strip("-").lower(),
            doc=inspect.cleandoc(shape.cls.__doc__ or ""),
            entries=tuple(
                Entry(
                    name=key,
                    holds=_holds(each.node),
                    asked=_asked(each, f"{place}.{key}".strip("."), file),
                    doc=each.doc,
                )
                for key, each in shape.fields.items()
            ),
        )


def _shape(node: Node) -> Shape | None:
    match node:
        case Shape():
            return node
        case Items() | Mapping():
            return _shape(node.item)
    return None


def _asked(each: Field, path: str, file: str) -> str:
    if each.required:
        return "always"
    return "" if file else asked(path)


def _holds(node: Node) -> str:
    match node:
        case Items():
            return f"list of {_holds(node.item)}" + (", or `none`" if node.none_allowed else "")
        case Mapping():
            return f"names, each with {_holds(node.item)}"
        case Shape():
            bare = f"{_holds(node.fields[node.short.key].node)}, or " if node.short else ""
            words = "".join(f"`{word}`, or " for word, _ in node.short.words) if node.short else ""
            return f"{bare}{words}a mapping ({node.cls.__name__})"
    return _scalar(node)


def _scalar(node: Scalar) -> str:
    if node.choices:
        return " | ".join(f"`{choice}`" for choice in node.choices)
    if node.name is not None:
        return f"a configured {node.name.kind.replace('_', ' ')}"
    if node.time is not None:
        return "a day" if node.types[0].__name__ == "date" else "a time"
    words = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false"}
    kind = " or ".join(words[each.__name__] for each in node.types)
    if node.text is not None and node.text.kind != "plain":
        kind = "Markdown" if node.text.kind == "prose" else "one paragraph of Markdown"
    if node.at_least is not None and node.at_most is not None:
        kind += f", {node.at_least:g} to {node.at_most:,.0f}"
    return kind
