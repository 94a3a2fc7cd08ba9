"""Whether the playbook makes a postmortem of one incident mandatory or advises one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.policy import Policy, PostmortemCondition
    from postmortems.model.impact import Figure, Share
    from postmortems.model.incident import Incident


def mandatory(incident: Incident, policy: Policy) -> PostmortemCondition | None:
    """Return the first case of the policy that makes the postmortem mandatory; None without one.

    A case that hangs on something that is not recorded does not hold, and none does where nobody
    knows whether there was a write-up.
    """
    if write_up_unknown(incident):
        return None
    return next((each for each in policy.postmortem.mandatory if _holds(incident, each)), None)


def recommended(incident: Incident, policy: Policy) -> PostmortemCondition | None:
    """Return the first case of the policy in which one is advised; None without one."""
    if write_up_unknown(incident):
        return None
    return next((each for each in policy.postmortem.recommended if _holds(incident, each)), None)


def mandatory_after(
    incident: Incident, policy: Policy
) -> tuple[tuple[PostmortemCondition, datetime], ...]:
    """Return the cases that an open incident will fall under by lasting, and from which moment.

    A case holds after its moment, not at it; none where the start is not recorded.
    """
    started = incident.times.started if incident.times else None
    if started is None or write_up_unknown(incident):
        return ()
    return tuple(
        (each, started + timedelta(minutes=each.longer_than_minutes))
        for each in policy.postmortem.mandatory
        if each.longer_than_minutes is not None and _holds(incident, each, lasting=True)
    )


def write_up_unknown(incident: Incident) -> bool:
    """Tell whether the record says that nobody knows if the incident was written up elsewhere."""
    return incident.postmortem.status == "none" and any(
        each.field == "postmortem.status" for each in incident.not_recorded
    )


def given_up(incident: Incident) -> bool:
    """Tell whether the incident is closed with no postmortem begun and no day agreed for one."""
    written = incident.postmortem
    return incident.status == "closed" and written.status == "none" and written.due is None


def _holds(incident: Incident, case: PostmortemCondition, *, lasting: bool = False) -> bool:
    """Tell whether a case holds; ``lasting``, whether it would if the incident lasted."""
    impact = incident.impact
    clients = _number(impact.clients) if impact else 0
    lost = _number(impact.data_loss) if impact else 0
    return (
        (not case.levels or incident.severity in case.levels)
        and (
            lasting
            or case.longer_than_minutes is None
            or _duration(incident) > case.longer_than_minutes
        )
        and (not case.repeat or incident.recurrence_of is not None)
        and (not case.multi_client or clients > 1)
        and (not case.data_loss or incident.kind == "data_loss" or lost > 0)
        and (not case.client_detected or incident.detection.source == "client_report")
    )


def _duration(incident: Incident) -> float:
    times = incident.times
    if times is None or times.started is None or times.resolved is None:
        return 0
    return (times.resolved - times.started).total_seconds() / 60


def _number(figure: Figure | Share | None) -> float:
    return (figure.value or 0) if figure else 0
