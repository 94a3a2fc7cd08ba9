"""Every text of a record with its path, and the parts of a text that are the author's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.model.incident import Incident
from postmortems.plan import Items, Mapping, Node, Scalar, Shape, plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path

# Code, quotations and link targets are not the author's claims; blanked so offsets stay true.
_QUOTED = re.compile(
    r"```[^`]*(?:```|\Z)"
    r"|~~~[^~]*(?:~~~|\Z)"
    r"|`[^`\n]*`"
    r"|^[ ]{0,3}>[^\n]*"
    r"|\"[^\"\n]{1,400}\""
    r"|\u201c[^\u201d\n]{1,400}\u201d"
    r"|\]\([^()\s]*\)"
    r"|https?://\S+",
    re.MULTILINE,
)


def own_words(text: str) -> str:
    """Blank out code, quotations and links, keeping every other character where it is."""
    return _QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def texts(incident: Incident) -> Iterator[tuple[Path, str]]:
    """Yield every prose and sentence of a record with its path, in the order of the fields."""
    yield from _under(incident, plan(Incident), ())


def _under(value: object, node: Node, path: Path) -> Iterator[tuple[Path, str]]:
    match node:
        case Scalar():
            if isinstance(value, str) and node.text is not None and node.name is None:
                yield path, value
        case Items():
            for index, item in enumerate(value):  # type: ignore[arg-type, var-annotated]
                yield from _under(item, node.item, (*path, index))
        case Mapping():
            for key, item in value.items():  # type: ignore[attr-defined]
                yield from _under(item, node.item, (*path, key))
        case Shape():
            for key, each in node.fields.items():
                inner = getattr(value, each.attribute)
                if inner is not None:
                    yield from _under(inner, each.node, (*path, key))
