"""One duty after or during an incident: its kind, its day, and whether it was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from datetime import date, datetime

    from postmortems.findings import Path

DutyKind = Literal["draft", "publication", "review", "follow_up", "second_look", "filing", "update"]
KINDS: tuple[DutyKind, ...] = get_args(DutyKind)
"""In the order in which those of one day and incident are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One duty after an incident.

    ``name`` tells it from others of its kind in the incident: ``1`` for the first follow-up and the
    first promised update, ``1-2`` for the second report under the first duty to report, empty
    elsewhere. ``label`` says what a report is, and ``path`` where it stands in the record. ``day``
    is the last day on which it is in time, ``first`` the first one where there is a window, ``at``
    the moment where one is known. ``finished`` tells that it was done, ``done`` on which day, None
    where nobody wrote it down. ``agreed`` is False for a later look that only the policy asks for:
    nobody has entered it, so it is never overdue.
    """

    kind: DutyKind
    incident: str
    name: str = ""
    label: str = ""
    path: Path = ()
    first: date | None = None
    day: date | None
    at: datetime | None = None
    finished: bool
    done: date | None = None
    overdue: bool = False
    agreed: bool = True

    @property
    def id(self) -> str:
        """Return an id that is unique among all incidents and stays: ``INC-…#follow_up-1``."""
        return f"{self.incident}#{self.kind}{self.name and f'-{self.name}'}"
