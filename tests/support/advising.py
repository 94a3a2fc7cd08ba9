"""An open incident with next to nothing recorded, and the advice on it at a moment of its day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from postmortems.advice.now import advise
from postmortems.advice.situation import Situation
from support.example import make_incident, settings

if TYPE_CHECKING:
    from postmortems.advice.now import Advice
    from postmortems.advice.task import Task
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

_ABSENT = """
    actions change communications escalations factors findings follow_ups handoffs impact lessons
    recovery review roles signals teams timeline trigger
"""
BARE: dict[str, Any] = dict.fromkeys(_ABSENT.split())
OPEN: dict[str, Any] = {
    **BARE,
    "status": "investigating",
    "times": {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:08"},
    "postmortem": {"status": "none"},
}
"""Began at 09:05 and was noticed at 09:08, on a Tuesday, in UTC."""


def moment(clock: str) -> datetime:
    """A clock time of that Tuesday, or a whole moment such as `2026-03-04 10:00`."""
    said = clock if " " in clock else f"2026-03-03 {clock}"
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


def open_incident(**fragment: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
    """The open incident with these top-level values in place of its own."""
    return make_incident(**{**OPEN, **fragment})


def situation(clock: str, policy: Settings | None = None, **fragment: Any) -> Situation:  # noqa: ANN401
    """The open incident at a moment."""
    incident = open_incident(**fragment)
    return Situation(incident=incident, settings=policy or settings(), as_of=moment(clock))


def advised(clock: str, policy: Settings | None = None, **fragment: Any) -> Advice:  # noqa: ANN401
    """The advice on the open incident at a moment."""
    return advise(open_incident(**fragment), policy or settings(), moment(clock))


def task(name: str, clock: str, policy: Settings | None = None, **fragment: Any) -> Task:  # noqa: ANN401
    """One task of that advice by its id."""
    found = advised(clock, policy, **fragment)
    return next(each for each in found.tasks if each.id == name)


def said(at: datetime | None) -> str:
    """A moment of that Tuesday as its clock time, any other as a whole; empty for none."""
    if at is None:
        return ""
    there = at.astimezone(UTC)
    return f"{there:%H:%M}" if f"{there:%F}" == "2026-03-03" else f"{there:%F %H:%M}"
