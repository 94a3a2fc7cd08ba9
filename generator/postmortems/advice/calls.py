"""Calls for help that nobody answered, and procedures for which there is one person to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.situation import unrecorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.analysis import KnowledgeGap
    from postmortems.model.incident import Incident
    from postmortems.model.response import Escalation

_STILL_CALLING = frozenset(("investigating", "identified"))


def unreached(incident: Incident) -> Iterator[tuple[int, Escalation]]:
    """Yield each call that reached nobody and was followed by no other, with its index.

    Nothing is yielded while the cause is still being looked for, since the answer may yet come,
    and nothing where the record says that nobody wrote down who was reached or tried instead.
    """
    if incident.status in _STILL_CALLING:
        return
    if any(unrecorded(incident, f"escalations.{field}") for field in ("reached_at", "alternate")):
        return
    for index, each in enumerate(incident.escalations):
        if each.reached_at is None and each.alternate is None:
            yield index, each


def held_by_one(incident: Incident) -> Iterator[tuple[int, KnowledgeGap]]:
    """Yield each procedure with one holder that is not said to be documented, with its index."""
    for index, each in enumerate(incident.knowledge_gaps):
        if len(each.holders) == 1 and each.documented is not True:
            yield index, each
