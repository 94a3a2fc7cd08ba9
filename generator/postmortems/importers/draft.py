"""What a source tells of one incident: values in their places, texts kept aside, and doubts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from postmortems.findings import dotted

if TYPE_CHECKING:
    from postmortems.findings import Path


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a source: its line and column from 1, and what the source calls it."""

    line: int = 1
    column: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class SourceFault(Exception):  # noqa: N818 - a fault of a document, as the reader of YAML has them
    """A document, or one incident of it, that cannot be read: where, what, and what to do."""

    message: str
    spot: Spot = Spot()
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A value that may be wrong, told to whoever imports and kept in the record.

    ``field`` is the dotted name of the record's field, empty where it is about none.
    """

    spot: Spot
    message: str
    field: str = ""
    fix: str = ""


@dataclass(slots=True, kw_only=True)
class Draft:
    """One incident on its way in; ``record`` holds plain values as they stand in YAML.

    ``key`` is what the source calls it, stable over its exports; empty where it calls it nothing.
    ``day`` is the day of the id where the record has no dated start: ISO, or empty.
    ``kept`` are pairs of the source's own name and text.
    """

    key: str = ""
    day: str = ""
    record: dict[str, Any] = field(default_factory=dict)
    spots: dict[Path, Spot] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unknown_services: dict[str, str] = field(default_factory=dict)
    """Services that the catalogue does not know: the id made for each, and its own name."""
    unsaid: list[str] = field(default_factory=list)
    """Further fields of which the source says nothing."""

    def place(self, path: Path, value: object, spot: Spot) -> bool:
        """Put a plain value where nothing stands yet; False, and nothing done, when it is empty.

        What stands there stays, and the later value is kept aside. Mappings on the way are made.
        Mappings and lists of plain values may be placed whole.
        """
        if value is None or value in ("", [], {}):
            return False
        holder: Any = self.record
        for step in path[:-1]:
            holder = holder.setdefault(step, {}) if isinstance(step, str) else holder[step]
        if path[-1] in holder:
            if holder[path[-1]] != value:
                self.keep(spot.name or dotted(path), value)
            return False
        holder[path[-1]] = value
        self.spots[path] = spot
        return True

    def append(self, path: Path, value: object, spot: Spot) -> None:
        """Put a value at the end of a list, which is made where it is missing."""
        if value is None or value in ("", [], {}):
            return
        holder: Any = self.record
        for step in path[:-1]:
            holder = holder.setdefault(step, {}) if isinstance(step, str) else holder[step]
        entries = holder.setdefault(path[-1], [])
        self.spots[*path, len(entries)] = spot
        entries.append(value)

    def keep(self, name: str, value: object) -> None:
        """Keep what has no place, under the source's own name; empty values are nothing."""
        if value is None or value in ("", [], {}):
            return
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.kept.append((name, text))

    def doubt(self, message: str, spot: Spot, *, field: str = "", fix: str = "") -> None:
        """Say that a value may be wrong."""
        self.doubts.append(Doubt(spot=spot, message=message, field=field, fix=fix))
