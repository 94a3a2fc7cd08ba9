"""A record as it stood at a moment: without what came later."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.model.incident import Incident, Status
    from postmortems.model.response import (
        Communication,
        Escalation,
        Handoff,
        Roles,
        SeverityChange,
        TimelineEntry,
        Times,
    )

    Told = TypeVar("Told", Communication, Escalation, Handoff, SeverityChange, TimelineEntry)


def as_it_stood(incident: Incident, as_of: datetime) -> Incident:
    """Return a record without the moments that come after one; the record itself without any.

    Where it is told to be mended or over later, it is still open: mitigated if it was, and else
    under investigation, which claims the least. The level is the last that its history reached by
    then. What has no moment stays, since nobody can say when it was known. Records without a
    calendar date stay as they are.
    """
    if incident.date_unknown is not None:
        return incident
    times = incident.times and _times(incident.times, as_of)
    changes = _until(incident.severity_history, as_of)
    stood = replace(
        incident,
        times=times,
        status=_status(incident, times),
        severity=max(changes, key=lambda each: each.at).level if changes else incident.severity,
        severity_history=changes,
        roles=incident.roles and _roles(incident.roles, as_of),
        timeline=_until(incident.timeline, as_of),
        communications=_until(incident.communications, as_of),
        handoffs=_until(incident.handoffs, as_of),
        escalations=tuple(
            replace(each, reached_at=None)
            if each.reached_at is not None and each.reached_at > as_of
            else each
            for each in _until(incident.escalations, as_of)
        ),
    )
    return incident if stood == incident else stood


def _until(told: tuple[Told, ...], as_of: datetime) -> tuple[Told, ...]:
    return tuple(each for each in told if each.at <= as_of)


def _times(times: Times, as_of: datetime) -> Times:
    later: dict[str, Any] = {
        each.name: None
        for each in fields(times)
        if each.name != "started_estimated"
        and (moment := getattr(times, each.name)) is not None
        and moment > as_of
    }
    return replace(times, **later) if later else times


def _status(incident: Incident, times: Times | None) -> Status:
    """Take back each step of the status whose moment is still to come."""
    was, status = incident.times, incident.status
    if was is None or times is None:
        return status
    if status == "closed" and was.closed and not times.closed:
        status = "resolved"
    if status in {"closed", "resolved"} and was.resolved and not times.resolved:
        status = "mitigated" if times.mitigated else "investigating"
    if status == "mitigated" and was.mitigated and not times.mitigated:
        status = "investigating"
    return status


def _roles(roles: Roles, as_of: datetime) -> Roles:
    later: dict[str, Any] = {
        name: None
        for name in ("commander", "tech_lead", "comms_lead", "scribe")
        if (person := getattr(roles, name)) is not None
        and person.since is not None
        and person.since > as_of
    }
    return replace(roles, **later) if later else roles
