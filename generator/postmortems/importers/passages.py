"""Texts of a document to the fields that hold prose, and entries of its lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.importers import names
from postmortems.importers.draft import Spot
from postmortems.importers.reading import flat, in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.document_parts import Part
    from postmortems.importers.reading import Reading
    from postmortems.importers.sorting import Sorted

_AFFECTED = re.compile(r"\baffect\w*\s+(?P<list>\[[^\[\]\n]{1,2000}\])", re.IGNORECASE)


def prose(reading: Reading, part: Part) -> tuple[str, Spot]:
    """Return the text of a part as Markdown, without what only says that there is nothing."""
    held: list[str] = []
    spot = Spot()
    pieces = reading.pieces.get(part, [])
    late = any(not each.early for each in pieces)
    for piece in pieces:
        if (late and piece.early) or reading.blank(piece.text):
            reading.aside(part, piece.text)
            continue
        spot = spot if held else piece.spot
        text = in_words(piece.text)
        if piece.point and held and held[-1].startswith("- "):
            held[-1] += f"\n- {text}"
        else:
            held.append(f"- {text}" if piece.point else text)
    return "\n\n".join(held), spot


def summary(reading: Reading, made: Sorted) -> None:
    """Place the summary, with how it was resolved; where it is only labels, those lines."""
    draft = reading.draft
    text, spot = prose(reading, "summary")
    if not text and made.labels:
        spot = made.labels[0].spot
        lines = [f"- {each.text}" for each in made.labels if not reading.blank(each.text)]
        text = in_words("\n".join(lines))
    resolution, at = prose(reading, "resolution")
    if resolution:
        lead = resolution if resolution.startswith("- ") else f"**Resolution:** {resolution}"
        text, spot = "\n\n".join(part for part in (text, lead) if part), spot if text else at
    draft.place(("summary",), text, spot)
    for piece in reading.pieces.get("summary", []):
        match = _AFFECTED.search(piece.text)
        if match and "services" not in draft.record:
            named = [(each, piece.spot) for each in listed(match["list"])]
            names.services(draft, named, reading.terms)


def detection(reading: Reading) -> None:
    """Place how it was noticed, and by whom where the words tell."""
    text, spot = prose(reading, "detection")
    if not text:
        return
    source = next(
        (each.source for each in reading.words.sources if reading.has(each.phrases, text)),
        "unknown",
    )
    reading.draft.record.pop("detection", None)
    reading.draft.place(("detection",), {"source": source, "note": flat(text)}, spot)
    if source != "unknown":
        reading.draft.doubt(
            "who noticed was taken from the words of the text", spot, field="detection.source"
        )


def entries(reading: Reading, part: Part, made: Sorted) -> Iterator[tuple[str, Spot]]:
    """Yield the entries of a list; what says nothing, or leads to a list, is kept aside."""
    for unit in made.units.get(part, []):
        if unit.sort == "row" and unit.cells == unit.header:
            continue
        for line in reading.lines(unit):
            text = flat(line.text)
            if unit.sort == "heading" or reading.blank(text) or text.endswith(":"):
                reading.aside(part, text)
            else:
                yield text, Spot(line.line, 1, part)


def points(reading: Reading, part: Part, made: Sorted) -> None:
    """Place the entries of a list, or that there was nothing where the source says so."""
    units = made.units.get(part, [])
    said = {flat(each.text).strip(" .*_").casefold() for each in units}
    if said and said <= {"none", "nothing"}:
        reading.draft.place((part,), "none", units[0].spot)
        return
    for text, spot in entries(reading, part, made):
        reading.draft.append((part,), text, spot)
