"""The questions of an analysis that nobody has answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.findings import Path
    from postmortems.model.analysis import Analysis, Barrier, Gate, Point, Why


def open_questions(analysis: Analysis) -> Iterator[tuple[Path, str]]:
    """Yield each open question with its path in the record, method by method, top to bottom."""
    for index, why in enumerate(analysis.five_whys):
        yield from _of_why(why, ("analysis", "five_whys", index))
    for bone, points in (analysis.fishbone or {}).items():
        yield from _of_points(points, ("analysis", "fishbone", bone))
    if analysis.fault_tree is not None:
        yield from _of_gate(analysis.fault_tree, ("analysis", "fault_tree"))
    for index, each in enumerate(analysis.change_analysis):
        if each.question is not None and each.before is None and each.during is None:
            yield ("analysis", "change_analysis", index, "question"), each.question
    tie = analysis.bow_tie
    if tie is None:
        return
    if tie.question is not None and tie.event is None:
        yield ("analysis", "bow_tie", "question"), tie.question
    sides: tuple[tuple[str, tuple[Point, ...] | tuple[Barrier, ...]], ...] = (
        ("threats", tie.threats),
        ("preventions", tie.preventions),
        ("consequences", tie.consequences),
        ("mitigations", tie.mitigations),
    )
    for side, barriers in sides:
        yield from _of_points(barriers, ("analysis", "bow_tie", side))


def _of_why(why: Why, path: Path) -> Iterator[tuple[Path, str]]:
    if why.answer is None:
        yield (*path, "question"), why.question
    for index, each in enumerate(why.whys):
        yield from _of_why(each, (*path, "whys", index))


def _of_gate(gate: Gate, path: Path) -> Iterator[tuple[Path, str]]:
    if gate.question is not None and gate.event is None:
        yield (*path, "question"), gate.question
    for index, each in enumerate(gate.causes):
        yield from _of_gate(each, (*path, "causes", index))


def _of_points(points: Iterable[Point | Barrier], path: Path) -> Iterator[tuple[Path, str]]:
    for index, each in enumerate(points):
        if each.question is not None and each.text is None:
            yield (*path, index, "question"), each.question
