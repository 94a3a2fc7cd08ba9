"""The JSON Schema of an incident file, which editors check against while people type.

It is written from the same plan that the loader walks, with the names of this repository's
configuration, and accepts exactly the documents that the loader finds well shaped. What editors
show beside it (texts to hover over, messages, snippets) is in the keywords that VS Code's language
servers know.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postmortems.model.incident import Incident
from postmortems.model.requirements import ALL, REQUIREMENTS, STAGES, Requirement, asked
from postmortems.plan import Field, Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Sequence

    from postmortems.fields import TimeText
    from postmortems.model.requirements import Depth

    Names = AnyMapping[str, AnyMapping[str, str]]

Schema = dict[str, Any]

_JSON_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_KINDS = {"prose": "Markdown.", "inline": "One paragraph of Markdown."}
_MARKUP = re.compile(r"[`*]")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_SNIPPETS: dict[str, Schema] = {
    "TimelineEntry": {
        "label": "Something that happened",
        "body": {"at": "${1:09:12}", "text": "${2:What happened.}"},
    },
    "Action": {
        "label": "A commitment",
        "body": {
            "id": "${1:A1}",
            "title": "${2:What will be different when it is done}",
            "status": "open",
            "owner": "${3:Who answers for it}",
            "due": "${4:2026-03-31}",
            "done_when": "${5:How anyone can tell that it is done.}",
        },
    },
}
"""What an editor offers to write for an entry of a list: its required and its usual keys."""


def schema(names: Names, depths: AnyMapping[str, Depth], meanings: Names) -> Schema:
    """Return the schema, JSON Schema 2020-12.

    ``names`` are the accepted spellings by kind, and ``meanings`` a line of Markdown for each;
    ``depths`` says for each severity level how much its record must hold.
    """
    writer = _Writer(names, meanings)
    root = writer.shape(plan(Incident), "")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Incident",
        "description": (Incident.__doc__ or "").strip(),
        "$ref": root["$ref"],
        "allOf": [_condition(each, names, depths) for each in REQUIREMENTS],
        "$defs": dict(sorted(writer.definitions.items())),
    }


class _Writer:
    def __init__(self, names: Names, meanings: Names) -> None:
        self.names = names
        self.meanings = meanings
        self.definitions: dict[str, Schema] = {}

    def shape(self, shape: Shape, place: str) -> Schema:
        """Refer to a class of records, defined once, under the place where it is first met."""
        name = shape.cls.__name__
        if name not in self.definitions:
            definition: Schema = {
                "title": _CAPITAL.sub(" ", name).capitalize(),
                # A description here would hide that of the field which holds the record.
                "$comment": (shape.cls.__doc__ or "").strip(),
                "type": "object",
                "additionalProperties": False,
            }
            self.definitions[name] = definition
            if name in _SNIPPETS:
                definition["defaultSnippets"] = [_SNIPPETS[name]]
            definition["properties"] = {
                key: self.field(each, f"{place}.{key}".strip("."))
                for key, each in shape.fields.items()
            }
            required = [key for key, each in shape.fields.items() if each.required]
            if required:
                definition["required"] = required
        reference: Schema = {"$ref": f"#/$defs/{name}"}
        if shape.short is None:
            return reference
        words = [word for word, _ in shape.short.words]
        bare = self.node(shape.fields[shape.short.key].node, place)
        return {"anyOf": [bare, *([{"enum": words}] if words else []), reference]}

    def field(self, each: Field, place: str) -> Schema:
        written = self.node(each.node, place)
        if not each.required:
            # An empty value says the same as no key at all.
            written = {"anyOf": [written, {"type": "null"}]}
        when = "Required" if each.required else asked(place).capitalize()
        said = [each.doc, _KINDS.get(_kind(each.node), ""), f"*{when}.*" if when else ""]
        return {
            "description": _plain(each.doc),
            "markdownDescription": "\n\n".join(filter(None, said)),
            **written,
        }

    def node(self, node: Node, place: str) -> Schema:
        match node:
            case Shape():
                return self.shape(node, place)
            case Items():
                return self.items(node, place)
            case Mapping():
                written: Schema = {
                    "type": "object",
                    "propertyNames": self.scalar(node.key),
                    "additionalProperties": self.node(node.item, place),
                }
                if node.most is not None:
                    written["maxProperties"] = node.most
                return written
        return self.scalar(node)

    def items(self, node: Items, place: str) -> Schema:
        written: Schema = {"type": "array", "items": self.node(node.item, place)}
        if node.fewest:
            written["minItems"] = node.fewest
        if node.most is not None:
            written["maxItems"] = node.most
        return {"anyOf": [written, {"const": "none"}]} if node.none_allowed else written

    def scalar(self, node: Scalar) -> Schema:
        if node.choices:
            return _choice(node.choices, dict(node.meanings))
        if node.time is not None:
            return self.moment(node, node.time)
        if node.name is not None:
            kind = node.name.kind
            names = list(self.names.get(kind, {}))
            self.definitions.setdefault(kind, _choice(names, self.meanings.get(kind, {})))
            return {"$ref": f"#/$defs/{kind}"}
        kinds = [_JSON_TYPES[kind.__name__] for kind in node.types]
        written: Schema = {"type": kinds[0] if len(kinds) == 1 else kinds}
        if node.text is not None:
            written |= {"minLength": 1, "maxLength": node.text.limit}
            if node.text.pattern is not None:
                written |= _pattern(node.text.pattern, node.text.form)
        if node.at_least is not None:
            written["minimum"] = node.at_least
        if node.above is not None:
            written["exclusiveMinimum"] = node.above
        if node.at_most is not None:
            written["maximum"] = node.at_most
        if node.examples:
            written["examples"] = list(node.examples)
        return written

    def moment(self, node: Scalar, time: TimeText) -> Schema:
        """Refer to a form of times, whose patterns are long."""
        name = "day" if node.types[0].__name__ == "date" else "moment"
        name = "moment_or_clock" if time.short else name
        self.definitions.setdefault(
            name,
            {
                "type": "string",
                **_pattern(time.pattern, time.form),
                "examples": list(node.examples),
            },
        )
        return {"$ref": f"#/$defs/{name}"}


def _pattern(pattern: str, form: str) -> Schema:
    return {"pattern": pattern, "patternErrorMessage": f"Write {form}."}


def _choice(values: Sequence[str | int], meanings: AnyMapping[str, str]) -> Schema:
    written: Schema = {"enum": list(values)}
    if meanings:
        said = [meanings[str(value)] for value in values]
        written["enumDescriptions"] = [_plain(each) for each in said]
        written["markdownEnumDescriptions"] = said
    return written


def _plain(markdown: str) -> str:
    return _MARKUP.sub("", markdown)


def _kind(node: Node) -> str:
    """Tell how a text is rendered, or the texts of a list."""
    match node:
        case Items():
            return _kind(node.item) if isinstance(node.item, Scalar) else ""
        case Scalar() if node.text is not None:
            return node.text.kind
    return ""


def _condition(each: Requirement, names: Names, depths: AnyMapping[str, Depth]) -> Schema:
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
    message = (
        f"{each.field} is asked for {asked(each.field)}: {each.why}. Where nobody wrote it down, "
        "say so under not_recorded."
    )
    if each.any_of:
        wanted: Schema = {
            "anyOf": [
                _inside([each.field, key], {"not": {"type": "null"}}, message)
                for key in each.any_of
            ]
        }
    else:
        wanted = _inside(
            each.field.split("."),
            {"not": {"type": "null"}, "if": {"type": "array"}, "then": {"minItems": each.fewest}},
            message,
        )
    said = _inside(
        ["not_recorded"],
        {"type": "array", "contains": _inside(["field"], {"const": each.field})},
        message,
    )
    return {"if": when, "then": {"anyOf": [wanted, said]}}


def _inside(path: list[str], leaf: Schema, message: str = "") -> Schema:
    for key in reversed(path):
        leaf = {"type": "object", "required": [key], "properties": {key: leaf}}
        if message:
            leaf["errorMessage"] = message
    return leaf
