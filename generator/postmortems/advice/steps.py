"""What is to be done about an incident, in one shape: what, by when, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

State = Literal["done", "overdue", "due", "later", "judge", "unknown"]
"""How a step stands.

``done``: the record shows it. ``overdue``: owed, and its moment has passed. ``due``: owed now.
``later``: owed from a moment on, if the incident is still open then. ``judge``: for people to
decide. ``unknown``: what it hangs on is not recorded.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do.

    ``due`` is the moment by which it is owed, or, of a later step, from which on; None where no
    clock says so. ``done`` is when the record says it was done. ``note`` adds what matters about
    its state.
    """

    what: str
    state: State
    due: datetime | None = None
    done: datetime | None = None
    note: str = ""


def state_of(due: datetime | None, done: datetime | None, as_of: datetime) -> State:
    """Return how something stands that is owed by a moment; at that very moment it is in time."""
    if done is not None:
        return "done"
    return "overdue" if due is not None and as_of > due else "due"


def known_by(moment: datetime | None, as_of: datetime) -> datetime | None:
    """Return a recorded moment, or None while it is still to come."""
    return moment if moment is not None and moment <= as_of else None


def plus(moment: datetime | None, minutes: int | None) -> datetime | None:
    """Return a moment so many minutes later; None when either is not known."""
    if moment is None or minutes is None:
        return None
    return moment + timedelta(minutes=minutes)


def detected(incident: Incident) -> datetime | None:
    """Return when the incident was detected; None when that is not recorded."""
    return incident.times.detected if incident.times else None
