"""How long incidents took: the whole, its stages, and the recovery from changes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from support.recount.counting import Cell, Count, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from support.recount.reading import Record, Repository

SPANS = {
    "durations": ("started", "resolved"),
    "detect": ("started", "detected"),
    "acknowledge": ("detected", "acknowledged"),
    "mitigate": ("detected", "mitigated"),
    "verify": ("mitigated", "resolved"),
    "recovery": ("started", "mitigated"),
}
GUESSED = {
    "durations": "start estimated as the moment of the end",
    "recovery": "start estimated as the moment of the end",
    "detect": "start estimated as the moment of detection",
}
NO_ORDER = "recorded moments out of order"


def minutes(earlier: datetime, later: datetime) -> Fraction:
    """The exact minutes between two moments."""
    return Fraction((later - earlier).total_seconds()) / 60


def absent(record: Record, name: str) -> str:
    """Why a moment is not there."""
    return f"`{name}` {'not recorded' if record.reached(name) else 'not reached yet'}"


def span(record: Record, name: str) -> Fraction | str:
    """The minutes of one span, or why there are none."""
    ends = SPANS[name]
    for end in ends:
        if record.time(end) is None:
            return absent(record, end)
    first, last = (record.time(end) for end in ends)
    assert first is not None
    assert last is not None
    if last < first:
        return NO_ORDER
    if (
        name in GUESSED
        and first == last
        and record.part("times").get("started_estimated") == "true"
    ):
        return GUESSED[name]
    return minutes(first, last)


def measured(records: Iterable[Record], name: str) -> tuple[Count, dict[str, Fraction]]:
    """One span of every record: those that have it, by id, and the others by reason."""
    count, found = Count(), {}
    for record in records:
        if name == "recovery" and not record.change:
            continue
        value = span(record, name)
        if isinstance(value, str):
            count.left[value] += 1
        else:
            count.n += 1
            found[record.id] = value
    return count, found


def one_span(repository: Repository, name: str) -> dict[tuple[str, ...], dict[str, Cell]]:
    """A row for each incident that has the span."""
    _, found = measured(repository.records, name)
    return {
        (each,): {
            "title": repository.by_id[each].title,
            "severity": repository.by_id[each].level,
            "minutes": value,
        }
        for each, value in found.items()
    }


def stages(repository: Repository) -> dict[tuple[str, ...], dict[str, Cell]]:
    """A row for each incident that has any stage."""
    rows: dict[tuple[str, ...], dict[str, Cell]] = {}
    for record in repository.records:
        values = {name: span(record, name) for name in list(SPANS)[1:5]}
        if any(isinstance(value, Fraction) for value in values.values()):
            cells: dict[str, Cell] = {"title": record.title, "severity": record.level}
            for name, value in values.items():
                cells[f"{name}_minutes"] = value if isinstance(value, Fraction) else None
            rows[record.id,] = cells
    return rows


def grouped(
    repository: Repository, groups: Callable[[Record], Iterable[str]], every: Iterable[str] = ()
) -> dict[tuple[str, ...], dict[str, Cell]]:
    """How far durations reach in each group; those of ``every`` are there with nothing, too."""
    _, found = measured(repository.records, "durations")
    values: dict[str, list[Fraction]] = {group: [] for group in every}
    for each, value in found.items():
        for group in groups(repository.by_id[each]):
            values.setdefault(group, []).append(value)
    return {(group,): spread(each) for group, each in values.items()}
