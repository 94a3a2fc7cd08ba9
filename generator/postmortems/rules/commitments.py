"""The actions that are promises: neither given up nor, where that matters, already kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.situation import unrecorded
from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.language import Language
    from postmortems.model.followup import Action
    from postmortems.model.incident import Incident

UNFINISHED_WRITE_UP = frozenset(("none", "draft"))
"""The statuses of a postmortem that is still being written: what is missing may yet come."""


def unfinished(incident: Incident) -> Iterator[tuple[int, Action]]:
    """Yield each action that is open or in progress, with its index."""
    for index, action in enumerate(incident.actions):
        if action.status in {"open", "in_progress"}:
            yield index, action


def unowned(incident: Incident) -> Iterator[tuple[int, Action]]:
    """Yield each action without an owner, unless it was given up or nobody recorded owners."""
    if unrecorded(incident, "actions.owner"):
        return
    for index, action in enumerate(incident.actions):
        if action.owner is None and action.status != "wont_do":
            yield index, action


def undated(incident: Incident) -> Iterator[tuple[int, Action]]:
    """Yield each unfinished action without a due date, unless nobody recorded those."""
    if unrecorded(incident, "actions.due"):
        return
    for index, action in unfinished(incident):
        if action.due is None:
            yield index, action


def vague_verb(action: Action, language: Language) -> str:
    """Return the vague verb that an action's title begins with; empty when its result is plain."""
    if action.done_when is not None or any_of(language.result_cues).search(action.title):
        return ""
    match = any_of(language.vague_verbs).match(action.title)
    return match.group() if match else ""
