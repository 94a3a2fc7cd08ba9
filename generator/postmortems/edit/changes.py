"""What a fix does to the values of a record, so that the mended file can be held against it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.findings import Path


@dataclass(frozen=True, slots=True)
class SetValue:
    """A value becomes another one."""

    path: Path
    value: str | int | float | bool

    def apply(self, record: Any) -> Any:  # noqa: ANN401 - plain values of any shape
        """Make the change in plain values, which are changed in place and returned."""
        if not self.path:
            return self.value
        _at(record, self.path[:-1])[self.path[-1]] = self.value
        return record

    def moved(self, path: Path) -> Path:
        """Return where something at a path stands afterwards."""
        return path


@dataclass(frozen=True, slots=True)
class RenameKey:
    """A key gets another name and keeps its place and value."""

    path: Path
    name: str

    def apply(self, record: Any) -> Any:  # noqa: ANN401
        """Make the change in plain values."""
        mapping = _at(record, self.path[:-1])
        renamed = {self.name if key == self.path[-1] else key: mapping[key] for key in mapping}
        mapping.clear()
        mapping.update(renamed)
        return record

    def moved(self, path: Path) -> Path:
        """Return where something at a path stands afterwards."""
        length = len(self.path)
        if path[:length] == self.path:
            return (*self.path[:-1], self.name, *path[length:])
        return path


@dataclass(frozen=True, slots=True)
class Reorder:
    """The entries of a list change places: ``order[new]`` is the old index."""

    path: Path
    order: tuple[int, ...]

    def apply(self, record: Any) -> Any:  # noqa: ANN401
        """Make the change in plain values."""
        entries = _at(record, self.path)
        entries[:] = [entries[index] for index in self.order]
        return record

    def moved(self, path: Path) -> Path:
        """Return where something at a path stands afterwards."""
        length = len(self.path)
        if len(path) > length and path[:length] == self.path:
            return (*self.path, self.order.index(int(path[length])), *path[length + 1 :])
        return path


Change = SetValue | RenameKey | Reorder


def changed(record: Any, changes: Iterable[Change]) -> Any:  # noqa: ANN401
    """Return a copy of plain values with the changes made; renamed keys come last.

    So every path is one of the record as it was.
    """
    made = copy.deepcopy(record)
    ordered = sorted(changes, key=lambda each: (isinstance(each, RenameKey), -len(each.path)))
    for each in ordered:
        made = each.apply(made)
    return made


def same(one: object, other: object) -> bool:
    """Tell whether two plain values agree in everything: types and the order of keys, too."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def _at(record: Any, path: Path) -> Any:  # noqa: ANN401
    for step in path:
        record = record[step]
    return record
