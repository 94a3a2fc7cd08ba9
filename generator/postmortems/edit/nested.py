"""Mappings, lists and texts inside each other, written as YAML that is read back as the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postmortems.edit.quoting import inline, written


def block(value: Mapping[str, Any] | list[Any], column: int) -> str:
    """Write a mapping or a list that is not empty as lines that begin at a column.

    Long texts are folded, and those of several lines kept so. There is no line break at the end.
    """
    if isinstance(value, Mapping):
        return "\n".join(_pair(key, held, column) for key, held in value.items())
    return "\n".join(_item(each, column) for each in value)


def flow(value: Any) -> str:  # noqa: ANN401 - plain values as in YAML
    """Write a value in one line, with braces and brackets."""
    if isinstance(value, Mapping):
        pairs = (f"{inline(key, flow=True)}: {flow(held)}" for key, held in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return inline(value, flow=True)


def _pair(key: str, value: Any, column: int) -> str:  # noqa: ANN401
    head = " " * column + inline(key) + ":"
    if isinstance(value, Mapping | list):
        return f"{head}\n{block(value, column + 2)}" if value else f"{head} {flow(value)}"
    return f"{head} {written(value, column + 2, len(head) + 1)}"


def _item(value: Any, column: int) -> str:  # noqa: ANN401
    dash = " " * column + "- "
    if isinstance(value, Mapping | list):
        return dash + block(value, column + 2).lstrip(" ") if value else dash + flow(value)
    return dash + written(value, column + 2, len(dash))
