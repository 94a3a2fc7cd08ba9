"""One thing that the playbook asks for in an incident, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.catalog import Contact

State = Literal[
    "overdue",
    "due",
    "coming",
    "done",
    "late",
    "missed",
    "judge",
    "unknown",
    "not_applicable",
]
"""Where a task stands.

``overdue``: its time is over and the record does not show it done. ``due``: to be done now; it has
until ``due``, or no limit. ``coming``: it falls due if the incident goes on. ``done`` and ``late``:
the record shows it, in time or after it. ``missed``: the incident is over and the record never
showed it. ``judge``: people decide. ``unknown``: something that it hangs on is not recorded.
"""
Kind = Literal[
    "response",
    "commander",
    "role",
    "handoff",
    "escalation",
    "message",
    "update",
    "all_clear",
    "postmortem",
    "action",
    "follow_up",
    "filing",
]
OPEN: tuple[State, ...] = ("overdue", "due")
"""The states in which something is to be done now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do: what, by when, and what the record shows of it.

    ``id`` is unique in an advice and the same at every moment. ``due`` is an instant, ``done_at``
    when it was done; both are None where there is none or it is not recorded. ``why`` explains the
    state in a sentence without capital and full stop, empty where there is nothing to explain;
    ``reason`` is the playbook's own sentence on why it is asked for.
    ``tier`` and ``contacts`` say whom to call, ``audiences`` whom to tell, and ``message`` is the
    id of the playbook's message for it.
    """

    id: str
    kind: Kind
    state: State
    text: str
    due: datetime | None = None
    done_at: datetime | None = None
    why: str = ""
    reason: str = ""
    tier: str | None = None
    contacts: tuple[Contact, ...] = ()
    audiences: tuple[str, ...] = ()
    message: str | None = None
