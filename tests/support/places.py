"""Where everything in a document stands, laid out by path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.load.places import Place, span

if TYPE_CHECKING:
    from postmortems.findings import Path, Span
    from postmortems.load.text import Document


def spans(document: Document, text: str) -> tuple[dict[Path, Span], dict[Path, Span]]:
    """The spans of every value and of every key, by path."""
    values: dict[Path, Span] = {}
    keys: dict[Path, Span] = {}
    lines = text.split("\n")

    def under(place: Place, path: Path) -> None:
        values[path] = span(place.value, lines)
        if place.key is not None:
            keys[path] = span(place.key, lines)
        for step, part in place.parts.items():
            under(part, (*path, step))

    if document.place is not None:
        under(document.place, ())
    return values, keys
