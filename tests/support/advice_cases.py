"""Moments of incidents whose advice is kept as text under `golden/advice`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.advice.now import advise
from support.advising import BARE, OPEN, moment
from support.example import make_incident, settings

if TYPE_CHECKING:
    from postmortems.advice.now import Advice

_TIMES = {
    "started": "2026-03-03 09:05",
    "detected": "2026-03-03 09:08",
    "acknowledged": "2026-03-03 09:10",
    "declared": "2026-03-03 09:12",
}
_P0: dict[str, Any] = {
    **OPEN,
    "severity": "P0",
    "title": "No query reaches the database",
    "services": ["platform-database"],
    "signals": {"database_unavailable": True},
    "times": _TIMES,
    "roles": {"commander": {"name": "Ana Ruiz", "tier": "L2", "since": "2026-03-03 09:12"}},
    "escalations": [
        {"at": "2026-03-03 09:14", "tier": "L3", "contact": "Jon Bell"},
    ],
    "communications": [
        {"at": "2026-03-03 09:13", "audience": "internal", "kind": "initial"},
        {
            "at": "2026-03-03 09:20",
            "audience": "client",
            "kind": "initial",
            "next_update_at": "2026-03-03 09:40",
        },
    ],
    "timeline": [
        {"at": "2026-03-03 09:08", "text": "The alert fired.", "phase": "identification"},
        {"at": "2026-03-03 09:18", "text": "Long queries were ended.", "phase": "containment"},
    ],
    "regulatory": [{"regime": "NIS2", "aware_at": "2026-03-03 09:30"}],
}
_RESOLVED: dict[str, Any] = {
    **_P0,
    "status": "resolved",
    "times": {**_TIMES, "mitigated": "2026-03-03 10:30", "resolved": "2026-03-03 11:00"},
    "actions": [
        {"id": "A1", "title": "The index is there", "status": "done", "done_at": "2026-03-04"},
        {"id": "A2", "title": "An alert watches slow queries", "status": "open",
         "owner": "Jon Bell", "due": "2026-03-09"},
    ],
    "postmortem": {"status": "draft", "owner": "Ana Ruiz", "drafted_at": "2026-03-04 16:00"},
}  # fmt: skip
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "p0-after-4-minutes": ("09:09", {**OPEN, "severity": "P0"}),
    "p0-after-30-minutes": ("09:35", _P0),
    "p0-after-3-hours": ("12:05", _P0),
    "p1": ("10:20", {**OPEN, "severity": "P1", "times": _TIMES}),
    "p2": ("11:30", {**OPEN, "severity": "P2", "status": "identified"}),
    "p3": ("10:00", {**OPEN, "severity": "P3"}),
    "resolved": ("2026-03-10 12:00", _RESOLVED),
    "undated": (
        "2026-03-10 12:00",
        {
            **BARE,
            "id": "INC-UNDATED-07",
            "date_unknown": "Some time in winter.",
            "severity": "P0",
            "status": "closed",
            "times": {
                "started": "day 1 15:47",
                "detected": "day 1 15:52",
                "resolved": "day 2 02:15",
            },
            "postmortem": {"status": "none"},
        },
    ),
    "nothing-recorded": ("09:30", {**OPEN, "severity": "P0", "times": None}),
    "false-alarm": ("09:30", {**OPEN, "kind": "false_alarm"}),
}
"""By the name of the file: the moment, and the record's fields."""


def case(name: str) -> Advice:
    """The advice of a case."""
    clock, fragment = CASES[name]
    return advise(make_incident(**fragment), settings(), moment(clock))
