"""The few shapes that the JSON Schemas of what commands write are built from."""

from __future__ import annotations

from typing import Any


def record(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - schemas are what they are
    """Describe an object that has all of these keys, and maybe more."""
    return {"type": "object", "required": list(properties), "properties": properties}


def listed(items: dict[str, Any]) -> dict[str, Any]:
    """Describe a list of such things."""
    return {"type": "array", "items": items}


def null(kind: dict[str, Any]) -> dict[str, Any]:
    """Describe a thing that may be null."""
    return kind | {"type": [kind["type"], "null"]}
