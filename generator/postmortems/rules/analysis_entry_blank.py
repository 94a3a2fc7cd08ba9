"""An entry of an analysis that says nothing and asks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.analysis import BowTie, Gate
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("analysis-entry-blank", family="structure")
def analysis_entry_blank(incident: Incident, context: Context) -> Iterator[Problem]:
    """An entry of `analysis` holds neither what was found nor the question that looks for it.

    That is a cause of the fishbone, a threat, barrier or consequence of the bow tie without `text`
    and `question`, a node of the fault tree or a bow tie without `event` and `question`, and a
    comparison of the change analysis without `what` and `question`.

    Why: Readers would see an empty box and could not tell what was meant to stand in it.

    Fix: Write what was found, or the question that is still open, or remove the entry.

    Source: The generator of postmortems that this project replaces, whose diagrams had boxes
    without words.

    Flagged:
        analysis:
          bow_tie:
            event: The gateway's certificate expires.
            preventions:
              - held: false

    Accepted:
        analysis:
          bow_tie:
            event: The gateway's certificate expires.
            preventions:
              - text: A reminder in a calendar.
                held: false
    """
    del context
    for path, needed in _blank(incident):
        yield Problem(
            rule="analysis-entry-blank",
            path=path,
            message=f"the entry has neither `{needed}` nor `question`",
            why="readers would see an empty box",
            fix=f"write `{needed}:` or `question:`, or remove the entry",
        )


def _blank(incident: Incident) -> Iterator[tuple[Path, str]]:
    held = incident.analysis
    if held is None:
        return
    for bone, causes in (held.fishbone or {}).items():
        for index, each in enumerate(causes):
            if each.text is None and each.question is None:
                yield ("analysis", "fishbone", bone, index), "text"
    if held.fault_tree is not None:
        yield from _of_gate(held.fault_tree, ("analysis", "fault_tree"))
    for index, change in enumerate(held.change_analysis):
        if change.what is None and change.question is None:
            yield ("analysis", "change_analysis", index), "what"
    if held.bow_tie is not None:
        yield from _of_tie(held.bow_tie)


def _of_tie(tie: BowTie) -> Iterator[tuple[Path, str]]:
    if tie.event is None and tie.question is None:
        yield ("analysis", "bow_tie"), "event"
    for name in ("threats", "preventions", "consequences", "mitigations"):
        for index, each in enumerate(getattr(tie, name)):
            if each.text is None and each.question is None:
                yield ("analysis", "bow_tie", name, index), "text"


def _of_gate(gate: Gate, path: Path) -> Iterator[tuple[Path, str]]:
    if gate.event is None and gate.question is None:
        yield path, "event"
    for index, each in enumerate(gate.causes):
        yield from _of_gate(each, (*path, "causes", index))
