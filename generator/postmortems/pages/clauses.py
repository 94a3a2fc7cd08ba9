"""The playbook's promises about the response in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.clock import duration

if TYPE_CHECKING:
    from postmortems.config.severities import Clause

NAMES = {
    "detection": "Detection",
    "acknowledgement": "Acknowledgement",
    "engineering_escalation": "Engineering called in",
    "executive_notice": "Executives told",
    "client_notice": "Clients told",
}
_SINCE = {"started": "the start of harm", "detected": "detection"}


def promise(clause: Clause) -> str:
    """Say a clause in the playbook's words, or by its minutes where they say it all."""
    return clause.wording or measured(clause) or "no time set"


def measured(clause: Clause) -> str:
    """Say what is checked: ``within 1 h``, ``in less than 5 min``; empty without a clock."""
    if clause.within_minutes is None:
        return ""
    said = "within " if clause.inclusive else "in less than "
    said += duration(timedelta(minutes=clause.within_minutes))
    return said + (" of business time" if clause.business_hours else "")


def since(clause: Clause) -> str:
    """Say from when the minutes count."""
    said = _SINCE[clause.counted_from]
    if clause.within_minutes is not None and clause.delay_minutes:
        said = f"{duration(timedelta(minutes=clause.delay_minutes))} after {said}"
    return said


def terms(clause: Clause) -> str:
    """Say when a clause is owed at all: ``always``, or its conditions."""
    applies = clause.applies
    if applies is None:
        return "always"
    parts: list[str] = []
    if applies.unresolved_after_minutes is not None:
        limit = duration(timedelta(minutes=applies.unresolved_after_minutes))
        parts.append(f"still unresolved after {limit}")
    if applies.longer_than_minutes is not None:
        limit = duration(timedelta(minutes=applies.longer_than_minutes))
        parts.append(f"users hurt for longer than {limit}")
    if applies.client_impact:
        parts.append("clients feel it")
    said = "when " + " and ".join(parts) if parts else "always"
    return said + ("; also when someone asks" if applies.on_request else "")
