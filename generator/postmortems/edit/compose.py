"""A whole record as the text of a new file: keys in the model's order, long texts folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.edit.quoting import WIDTH, inline, written
from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Shape, plan

if TYPE_CHECKING:
    from postmortems.plan import Node

MODELINE = "# yaml-language-server: $schema={schema}"
"""What tells editors which schema a file is to be checked against."""


def compose(record: dict[str, Any]) -> str:
    """Write a record's plain values as YAML that is read back as exactly those values."""
    lines: list[str] = []
    several = False
    for key, value in ordered(record, plan(Incident)).items():
        written = _pair(key, value, 0)
        # Short fields stand together; what takes several lines stands by itself.
        if lines and (several or len(written) > 1):
            lines.append("")
        several = len(written) > 1
        lines += written
    return "\n".join(lines) + "\n"


def ordered(value: Any, node: Node | None) -> Any:  # noqa: ANN401 - plain values
    """Return plain values with all keys in the order in which the model declares them."""
    match node:
        case Shape() if isinstance(value, dict):
            known = [key for key in node.fields if key in value]
            other = [key for key in value if key not in node.fields]
            return {
                key: ordered(value[key], node.fields[key].node if key in node.fields else None)
                for key in (*known, *other)
            }
        case Items() if isinstance(value, list):
            return [ordered(each, node.item) for each in value]
        case Mapping() if isinstance(value, dict):
            return {key: ordered(each, node.item) for key, each in value.items()}
    return value


def _pair(key: str, value: Any, indent: int) -> list[str]:  # noqa: ANN401
    head = " " * indent + inline(key) + ":"
    if isinstance(value, dict) and value:
        flow = _flow(value)
        if flow is not None and len(head) + 1 + len(flow) <= WIDTH and indent:
            return [f"{head} {flow}"]
        return [head, *_mapping(value, indent + 2)]
    if isinstance(value, list) and value:
        flow = _flow(value)
        if flow is not None and len(head) + 1 + len(flow) <= WIDTH:
            return [f"{head} {flow}"]
        return [head, *_sequence(value, indent + 2)]
    return f"{head} {_scalar(value, indent + 2, len(head) + 1)}".split("\n")


def _mapping(value: dict[str, Any], indent: int) -> list[str]:
    return [line for key, item in value.items() for line in _pair(key, item, indent)]


def _sequence(value: list[Any], indent: int) -> list[str]:
    lines: list[str] = []
    for item in value:
        if isinstance(item, dict) and item:
            inner = _mapping(item, indent + 2)
        elif isinstance(item, list) and item:
            inner = _sequence(item, indent + 2)
        else:
            inner = (" " * (indent + 2) + _scalar(item, indent + 4, indent + 2)).split("\n")
        # The dash takes the two spaces before the entry's first character.
        lines += [" " * indent + "- " + inner[0][indent + 2 :], *inner[1:]]
    return lines


def _flow(value: Any) -> str | None:  # noqa: ANN401
    """Write a short list or mapping of single values on one line; None where it is neither."""
    items = value.values() if isinstance(value, dict) else value
    if any(
        isinstance(each, dict | list) or (isinstance(each, str) and "\n" in each) for each in items
    ):
        return None
    if isinstance(value, dict):
        pairs = [f"{inline(str(key), flow=True)}: {_one(each)}" for key, each in value.items()]
        return "{" + ", ".join(pairs) + "}"
    return "[" + ", ".join(_one(each) for each in value) + "]"


def _one(value: Any) -> str:  # noqa: ANN401
    return inline(value, flow=True) if isinstance(value, str) else _bare(value)


def _bare(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{}"
    return "[]" if isinstance(value, list) else repr(value)


def _scalar(value: Any, indent: int, before: int) -> str:  # noqa: ANN401
    """Write one value after a key or dash that ends at a column; texts may go on below it."""
    return written(value, indent, before) if isinstance(value, str) else _bare(value)
