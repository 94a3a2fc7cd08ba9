"""When a postmortem's draft, its publication and its review are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortems.config.policy import Policy
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The moments by which the draft is owed and the postmortem is to be published."""

    draft: datetime
    publication: datetime


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
        return Deadlines(draft=agreed, publication=agreed) if agreed else None
    owed = policy.postmortem
    published_by = resolved + timedelta(days=owed.publish_within_days)
    return Deadlines(
        draft=agreed or resolved + timedelta(hours=owed.draft_within_hours),
        publication=max(agreed, published_by) if agreed else published_by,
    )
