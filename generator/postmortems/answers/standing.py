"""How an incident stood at a moment, for messages: its status, and how long it had lasted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from postmortems.clock import duration

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

OVER = ("resolved", "closed")


def moment_of(incident: Incident, name: str, as_of: datetime) -> datetime | None:
    """Return a recorded time such as ``detected``; None where it is absent or yet to come."""
    moment: datetime | None = getattr(incident.times, name, None)
    return moment if moment is not None and moment <= as_of else None


def clock(moment: datetime, as_of: datetime | None) -> str:
    """Say a moment in UTC, without its date on the day that counts as today."""
    at = moment.astimezone(UTC)
    if as_of is not None and at.date() == as_of.astimezone(UTC).date():
        return f"{at:%H:%M} UTC"
    return f"{at:%Y-%m-%d %H:%M} UTC"


def status_at(incident: Incident, as_of: datetime) -> str | None:
    """Return the status at a moment; None where the record tells only of a later one."""
    status: str = incident.status
    if status == "closed" and not _came(incident, "closed", as_of):
        status = "resolved"
    if status == "resolved" and not _came(incident, "resolved", as_of):
        status = "mitigated"
        if moment_of(incident, "mitigated", as_of) is None:
            return None
    if status == "mitigated" and not _came(incident, "mitigated", as_of):
        return None
    return status


def over_at(incident: Incident, as_of: datetime) -> bool:
    """Tell whether the incident was resolved by a moment."""
    return status_at(incident, as_of) in OVER


def lasted(incident: Incident, as_of: datetime, *, whole: bool) -> str:
    """Say how long it lasted, up to now or as a ``whole``; empty where that is not recorded."""
    begin = moment_of(incident, "started", as_of) or moment_of(incident, "detected", as_of)
    end = moment_of(incident, "resolved", as_of)
    if end is None and not whole and not over_at(incident, as_of):
        end = as_of
    return duration(end - begin) if begin is not None and end is not None and end >= begin else ""


def _came(incident: Incident, name: str, as_of: datetime) -> bool:
    moment: datetime | None = getattr(incident.times, name, None)
    return moment is None or moment <= as_of
