"""When a postmortem's draft and its publication are due, and the later looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from postmortems.advice.clocks import is_running

if TYPE_CHECKING:
    from postmortems.config.policy import Policy
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The moments by which the draft is owed and the postmortem is to be published.

    ``publication`` is None while the incident is open: it counts from the resolution.
    """

    draft: datetime
    publication: datetime | None


def deadlines(incident: Incident, policy: Policy) -> Deadlines | None:
    """Return the deadlines of a postmortem; None when neither a resolution nor a day says them.

    `postmortem.due` takes the place of the policy's deadline for the draft, and of the one for the
    publication when it is later than that. The day ends in the zone of the resolution.
    """
    resolved = incident.times.resolved if incident.times else None
    if incident.date_unknown is not None:
        resolved = None
    due = incident.postmortem.due
    agreed = datetime.combine(due, time.max, resolved.tzinfo if resolved else UTC) if due else None
    if resolved is None:
        later = None if is_running(incident) else agreed
        return Deadlines(draft=agreed, publication=later) if agreed else None
    owed = policy.postmortem
    published_by = resolved + timedelta(days=owed.publish_within_days)
    return Deadlines(
        draft=agreed or resolved + timedelta(hours=owed.draft_within_hours),
        publication=max(agreed, published_by) if agreed else published_by,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A later look at whether the actions helped; ``agreed`` where somebody entered it.

    ``number`` counts from 1 among those on record, or among the policy's days.
    """

    number: int
    due: date
    done_at: date | None
    agreed: bool


def looks(incident: Incident, policy: Policy, today: date, *, owed: bool) -> tuple[Look, ...]:
    """Return the later looks on record, else those on the policy's days that are still to come.

    The policy asks for them after a postmortem that is ``owed`` or begun. What nobody has entered
    can be suggested and never be overdue, so its days that have passed are not told.
    """
    if incident.follow_ups:
        return tuple(
            Look(number=number, due=each.due, done_at=each.done_at, agreed=True)
            for number, each in enumerate(incident.follow_ups, start=1)
        )
    resolved = incident.times.resolved if incident.times else None
    if resolved is None or incident.date_unknown is not None:
        return ()
    if not owed and incident.postmortem.status == "none":
        return ()
    return tuple(
        Look(number=number, due=day, done_at=None, agreed=False)
        for number, after in enumerate(policy.follow_up_days, start=1)
        if (day := resolved.date() + timedelta(days=after)) >= today
    )
