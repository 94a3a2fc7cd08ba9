"""The units of a document's sections, each put to the part that it tells something of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from postmortems.importers.draft import Spot
from postmortems.importers.facts import MOMENTS, PEOPLE
from postmortems.importers.outline import Unit
from postmortems.importers.reading import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.document_parts import Part
    from postmortems.importers.parts import Label, Names, Section

FACTS: frozenset[str] = frozenset(
    (
        *("title", "id", "date", "duration", "timezone", "severity", "status", "services"),
        *("responders", "author", "tags"),
        *MOMENTS,
        *PEOPLE,
    )
)
"""Parts that are single values."""
PROSE: frozenset[str] = frozenset(
    ("summary", "background", "impact", "detection", "trigger", "cause", "resolution")
)
"""Parts that are texts."""
# In these, a name before a colon begins an entry and is no label.
_ENTRIES = frozenset(
    (
        *("timeline", "whys", "went_well", "went_poorly", "got_lucky", "surprises", "lessons"),
        *("actions", "measures", "ideas", "follow_ups", "links"),
    )
)
# In these, a label of another of them begins an entry of that.
_LOOKS = frozenset(("went_well", "went_poorly", "got_lucky", "surprises", "lessons"))
_PAIR = 2


@dataclass(slots=True)
class Sorted:
    """What a document holds, by part: facts with their places, texts, and units of lists.

    ``aside`` are texts that name no part. ``labels`` are the lines of a summary that are labels.
    """

    facts: list[tuple[Part, str, Spot]] = field(default_factory=list)
    pieces: dict[Part, list[Piece]] = field(default_factory=dict)
    units: dict[Part, list[Unit]] = field(default_factory=dict)
    aside: list[tuple[str, str]] = field(default_factory=list)
    opening: list[Piece] = field(default_factory=list)
    labels: list[Piece] = field(default_factory=list)


def sort(found: list[Section], names: Names) -> Sorted:
    """Put every unit of some sections where it belongs."""
    made = Sorted()
    for section in found:
        _Sorter(section, names, made).sort()
    return made


class _Sorter:
    def __init__(self, section: Section, names: Names, made: Sorted) -> None:
        self.section = section
        self.names = names
        self.made = made
        self.label: Label | None = None
        self.depth = 0

    def sort(self) -> None:
        part = self.section.part
        inherited = part is not None and not self.section.named and bool(self.section.name)
        if inherited and part in PROSE and self.section.units:
            self._text(part, f"**{self.section.name.strip('*_ ')}**", Spot(self.section.line))
        told = any(each.sort not in {"code", "markup"} for each in self.section.units)
        if inherited and told and part in _ENTRIES:
            line = self.section.line
            heading = Unit(sort="heading", text=self.section.name, line=line)
            self.made.units.setdefault(part, []).append(heading)
        for unit in self.section.units:
            if unit.sort == "code":
                self.made.aside.append((self.section.name or "code", unit.text))
            elif unit.sort == "markup":
                continue
            elif part in _LOOKS and unit.sort == "text":
                self._looked_back(unit)
            elif part in _ENTRIES:
                self.made.units.setdefault(part, []).append(unit)
            elif unit.sort == "row":
                self._row(unit)
            else:
                for piece in self._parted(unit):
                    self._unit(piece)
        if self.section.name and not self.section.units and part is None:
            self.made.aside.append(("heading", self.section.name))

    def _looked_back(self, unit: Unit) -> None:
        for piece in self._parted(unit):
            label = self.names.label(piece.text)
            part = label.part if label and label.part in _LOOKS and label.text else None
            told = replace(piece, text=label.text) if label and part else piece
            self.made.units.setdefault(part or self.section.part, []).append(told)  # type: ignore[arg-type]

    def _parted(self, unit: Unit) -> Iterator[Unit]:
        """Yield a paragraph in pieces, each of which begins with a label if it has one."""
        held: Unit | None = None
        for line in unit.lines():
            label = self.names.label(line.text)
            if held is None:
                held = line
            elif label is not None:
                yield held
                held = line
            else:
                held = _joined(held, line)
        if held is not None:
            yield held

    def _unit(self, unit: Unit) -> None:
        label = self.names.label(unit.text)
        continues = unit.sort == "text" and unit.level > 0 and self.label is not None
        if label is None and continues and self.label and self.label.part in PROSE:
            self._text(self.label.part, unit.text, unit.spot, early=self._early(self.label.part))
            return
        self.label, self.depth = label, unit.level
        if label is None:
            self._plain(unit)
        elif label.part is None:
            self._unknown(label, unit)
        else:
            self._known(label, unit)

    def _known(self, label: Label, unit: Unit) -> None:
        part = label.part
        assert part is not None  # noqa: S101 - callers look first
        spot = Spot(unit.line, 1, label.name)
        if self.section.part == "summary":
            self.made.labels.append(Piece(unit.text, spot, point=unit.sort == "item"))
        if part in FACTS:
            self.made.facts.append((part, label.text, spot))
        elif part in PROSE:
            self._text(part, label.text, spot, early=self._early(part))
        elif part in _ENTRIES:
            self.made.units.setdefault(part, []).append(replace(unit, text=label.text))
        elif label.text:
            self.made.aside.append((label.name, label.text))

    def _unknown(self, label: Label, unit: Unit) -> None:
        if self.section.part in PROSE:
            self._plain(unit)
        elif label.text:
            self.made.aside.append((label.name, label.text))

    def _plain(self, unit: Unit) -> None:
        part = self.section.part
        if part in FACTS:
            spot = Spot(unit.line, 1, self.section.name)
            self.made.facts.append((part, unit.text, spot))
        elif part in PROSE:
            self._text(part, unit.text, unit.spot, point=unit.sort == "item")
        elif not self.section.name or (part is None and not self.section.named):
            self._opening(unit)
        else:
            self.made.aside.append((self.section.name, unit.text))

    def _opening(self, unit: Unit) -> None:
        if self.section.name and self.section.level > 1:
            self.made.aside.append((self.section.name, unit.text))
        else:
            self.made.opening.append(Piece(unit.text, unit.spot))

    def _row(self, unit: Unit) -> None:
        """Take a row as pairs of a label and a value, where its first cell is a label."""
        cells = [each.strip("*_ :") for each in unit.cells]
        if self.names.part(cells[0]) is None:
            if unit.cells != unit.header:
                self._row_text(unit)
            elif not any(self.names.columns(each) or each == "" for each in cells):
                self.made.aside.append((self.section.name or "table", unit.text))
            return
        for index in range(0, len(cells) - 1, _PAIR):
            name, value = cells[index], unit.cells[index + 1]
            part = self.names.part(name)
            spot = Spot(unit.line, 1, name)
            if part in FACTS:
                self.made.facts.append((part, value, spot))
            elif part in PROSE:
                self._text(part, value, spot, early=self._early(part))
            elif name or value:
                self.made.aside.append((name or self.section.name, value))
        if len(cells) % _PAIR:
            self.made.aside.append((self.section.name or "table", unit.cells[-1]))

    def _row_text(self, unit: Unit) -> None:
        text = ": ".join(each for each in unit.cells if each)
        if self.section.part in PROSE:
            self._text(self.section.part, text, unit.spot, point=True)
        else:
            self.made.aside.append((self.section.name or "table", text))

    def _early(self, part: Part | None) -> bool:
        return self.section.part != part

    def _text(
        self, part: Part | None, text: str, spot: Spot, *, early: bool = False, point: bool = False
    ) -> None:
        if part is not None and text:
            piece = Piece(text, Spot(spot.line, 1, spot.name or part), early, point)
            self.made.pieces.setdefault(part, []).append(piece)


def _joined(one: Unit, other: Unit) -> Unit:
    return replace(one, text=f"{one.text}\n{other.text}")
