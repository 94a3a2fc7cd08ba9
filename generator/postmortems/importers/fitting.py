"""Values made to fit their fields, with the whole kept aside: characters, lengths, entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.characters import FORBIDDEN, REPLACEMENT
from postmortems.findings import dotted
from postmortems.importers.draft import Spot
from postmortems.plan import Items, Scalar, Shape

if TYPE_CHECKING:
    from postmortems.findings import Path
    from postmortems.importers.draft import Draft
    from postmortems.plan import Node


def spot_of(draft: Draft, path: Path) -> Spot:
    """Return where in the source a value of the record, or what holds it, came from."""
    for length in range(len(path), 0, -1):
        if path[:length] in draft.spots:
            return draft.spots[path[:length]]
    return Spot()


def clean(draft: Draft, value: Any, path: Path) -> Any:  # noqa: ANN401 - plain values
    """Replace characters that no file may hold, and say so once for each text."""
    if isinstance(value, dict):
        for key in value:
            value[key] = clean(draft, value[key], (*path, key))
    elif isinstance(value, list):
        value[:] = [clean(draft, each, (*path, index)) for index, each in enumerate(value)]
    elif isinstance(value, str):
        new = FORBIDDEN.sub(REPLACEMENT, value.replace("\r\n", "\n"))
        if FORBIDDEN.search(value.replace("\r\n", "\n")):
            draft.doubt(
                "hidden or broken characters were replaced by U+FFFD",
                spot_of(draft, path),
                field=dotted(path),
            )
        return new
    return value


def fit(draft: Draft, node: Node | None, value: Any, path: Path) -> None:  # noqa: ANN401
    """Cut texts and lists that are longer than their fields, keeping the whole aside."""
    if isinstance(node, Shape) and isinstance(value, dict):
        for key, item in list(value.items()):
            field = node.fields.get(key)
            if field is None:
                continue
            if isinstance(field.node, Scalar) and field.node.text and isinstance(item, str):
                value[key] = _fitted(draft, field.node, item, (*path, key))
            else:
                fit(draft, field.node, item, (*path, key))
    elif isinstance(node, Items) and isinstance(value, list):
        if node.most is not None and len(value) > node.most:
            rest = value[node.most :]
            del value[node.most :]
            spot = spot_of(draft, (*path, node.most))
            draft.keep(dotted(path), rest)
            draft.doubt(
                f"{len(rest)} more entries than a record can hold were kept aside",
                spot,
                field=dotted(path),
            )
        for index, item in enumerate(value):
            if isinstance(node.item, Scalar) and node.item.text and isinstance(item, str):
                value[index] = _fitted(draft, node.item, item, (*path, index))
            else:
                fit(draft, node.item, item, (*path, index))


def _fitted(draft: Draft, node: Scalar, text: str, path: Path) -> str:
    assert node.text is not None  # noqa: S101 - callers look first
    fitted = text.strip()
    if node.text.kind != "prose":
        fitted = " ".join(fitted.split())
    if len(fitted) > node.text.limit:
        spot = spot_of(draft, path)
        draft.keep(spot.name or dotted(path), text)
        fitted = fitted[: node.text.limit - 1].rsplit(" ", 1)[0].rstrip() + "…"
        draft.doubt(
            f"{len(text):,} characters are more than this field holds; the whole was kept aside",
            spot,
            field=dotted(path),
        )
    return fitted
