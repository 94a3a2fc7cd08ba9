"""The JSON Schema of an incident file, which editors check against while people type.

It is written from the same plan that the loader walks, with the names of this repository's
configuration, and accepts exactly the documents that the loader finds well shaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.model.incident import Incident
from postmortems.model.requirements import ALL, REQUIREMENTS, STAGES, Requirement
from postmortems.plan import Field, Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from postmortems.model.requirements import Depth

Schema = dict[str, Any]

_JSON_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def schema(names: AnyMapping[str, AnyMapping[str, str]], depths: AnyMapping[str, Depth]) -> Schema:
    """Return the schema, JSON Schema 2020-12.

    ``names`` are the accepted spellings by kind; ``depths`` says for each severity level how
    much its record must hold.
    """
    writer = _Writer(names)
    root = writer.shape(plan(Incident))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Incident",
        "description": (Incident.__doc__ or "").strip(),
        "$ref": root["$ref"],
        "allOf": [_condition(each, names, depths) for each in REQUIREMENTS],
        "$defs": dict(sorted(writer.definitions.items())),
    }


class _Writer:
    def __init__(self, names: AnyMapping[str, AnyMapping[str, str]]) -> None:
        self.names = names
        self.definitions: dict[str, Schema] = {}

    def shape(self, shape: Shape) -> Schema:
        name = shape.cls.__name__
        if name not in self.definitions:
            definition: Schema = {"type": "object", "additionalProperties": False}
            self.definitions[name] = definition
            definition["description"] = (shape.cls.__doc__ or "").strip()
            definition["properties"] = {key: self.field(each) for key, each in shape.fields.items()}
            required = [key for key, each in shape.fields.items() if each.required]
            if required:
                definition["required"] = required
        reference: Schema = {"$ref": f"#/$defs/{name}"}
        if shape.short is None:
            return reference
        words = [word for word, _ in shape.short.words]
        bare = self.node(shape.fields[shape.short.key].node)
        return {"anyOf": [bare, *([{"enum": words}] if words else []), reference]}

    def field(self, each: Field) -> Schema:
        written = self.node(each.node)
        if not each.required:
            # An empty value says the same as no key at all.
            written = {"anyOf": [written, {"type": "null"}]}
        return {"description": each.doc, **written}

    def node(self, node: Node) -> Schema:
        match node:
            case Shape():
                return self.shape(node)
            case Items():
                return self.items(node)
            case Mapping():
                written: Schema = {
                    "type": "object",
                    "propertyNames": self.scalar(node.key),
                    "additionalProperties": self.node(node.item),
                }
                if node.most is not None:
                    written["maxProperties"] = node.most
                return written
        return self.scalar(node)

    def items(self, node: Items) -> Schema:
        written: Schema = {"type": "array", "items": self.node(node.item)}
        if node.fewest:
            written["minItems"] = node.fewest
        if node.most is not None:
            written["maxItems"] = node.most
        return {"anyOf": [written, {"const": "none"}]} if node.none_allowed else written

    def scalar(self, node: Scalar) -> Schema:
        if node.choices:
            return {"enum": list(node.choices)}
        if node.time is not None:
            return {"type": "string", "pattern": node.time.pattern}
        if node.name is not None:
            return {"enum": list(self.names.get(node.name.kind, {}))}
        kinds = [_JSON_TYPES[kind.__name__] for kind in node.types]
        written: Schema = {"type": kinds[0] if len(kinds) == 1 else kinds}
        if node.text is not None:
            written |= {"minLength": 1, "maxLength": node.text.limit}
            if node.text.pattern is not None:
                written["pattern"] = node.text.pattern
        if node.at_least is not None:
            written["minimum"] = node.at_least
        if node.above is not None:
            written["exclusiveMinimum"] = node.above
        if node.at_most is not None:
            written["maximum"] = node.at_most
        return written


def _condition(
    each: Requirement,
    names: AnyMapping[str, AnyMapping[str, str]],
    depths: AnyMapping[str, Depth],
) -> Schema:
    """Say as if/then: from this stage on, at these levels, the field is there or said not to be."""
    teller, values = STAGES[each.stage]
    when = _inside(teller.split("."), {"enum": list(values)})
    if each.depths is not ALL:
        spelled = [
            name
            for name, level in names.get("severity", {}).items()
            if depths[level] in each.depths
        ]
        when = {"allOf": [when, _inside(["severity"], {"enum": spelled})]}
    if each.any_of:
        wanted: Schema = {
            "anyOf": [_inside([each.field, key], {"not": {"type": "null"}}) for key in each.any_of]
        }
    else:
        wanted = _inside(
            each.field.split("."),
            {"not": {"type": "null"}, "if": {"type": "array"}, "then": {"minItems": each.fewest}},
        )
    said = _inside(
        ["not_recorded"],
        {"type": "array", "contains": _inside(["field"], {"const": each.field})},
    )
    return {"if": when, "then": {"anyOf": [wanted, said]}}


def _inside(path: list[str], leaf: Schema) -> Schema:
    for key in reversed(path):
        leaf = {"type": "object", "required": [key], "properties": {key: leaf}}
    return leaf
