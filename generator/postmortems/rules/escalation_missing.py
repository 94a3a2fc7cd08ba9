"""A reason to call a tier was there, and no call to it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.clocks import since_level
from postmortems.advice.situation import unrecorded
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import minutes
from postmortems.rules.playbook import in_the_room, is_over, keeps_no_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.escalation import Trigger
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("escalation-missing", family="response", level=Level.WARNING)
def escalation_missing(incident: Incident, context: Context) -> Iterator[Problem]:
    """`escalation.yml` gave a reason to call a tier, and no call to it or above is recorded.

    Looked at once the incident is resolved are the triggers with `levels`, `after_minutes` or a
    `flag`; the minutes count from detection, or from when the level became one of those. Where
    several tiers were to be called, the highest counts. Someone of such a tier among the `roles`
    was evidently there. Nothing is said where `not_recorded` says that nobody wrote escalations
    down, of a condition that hangs on something not recorded, and of near misses, false alarms and
    planned maintenance.

    Why: The ladder is there so that nobody has to decide alone, tired, whether to wake the next
    one. A reason that leads to no call is a reason that nobody knew of.

    Fix: Enter the call under `escalations`, or the tier of whoever took part under `roles`. If
    there was none, that stays as a finding about the response.

    Source: The playbook's triggers from tier to tier; PagerDuty's incident response guide: escalate
    early, nobody is blamed for a call too many.

    Flagged:
        escalations: []
        roles:
          commander: Ana Ruiz

    Accepted:
        escalations:
          - at: 2026-03-03 09:16
            tier: L3
            contact: Jon Bell
            reached_at: 2026-03-03 09:20
            reason: The gateway belongs to engineering.
        roles:
          commander: Ana Ruiz
    """
    if not is_over(incident) or keeps_no_clock(incident):
        return
    if not incident.escalations and unrecorded(incident, "escalations"):
        return
    ladder = context.settings.escalation
    met = [each for each in ladder.triggers if each.structured and _met(incident, each)]
    # A call to the highest of these tiers answers the reasons for the lower ones.
    trigger = max(met, key=lambda each: ladder.rank(each.to), default=None)
    if trigger is None:
        return
    above = ladder.at_least(trigger.to)
    if any(each.tier in above for each in incident.escalations) or in_the_room(incident, above):
        return
    yield Problem(
        rule="escalation-missing",
        path=("escalations",),
        message=f"no call to {trigger.to} or above is recorded, and there was a reason for one: "
        f"{trigger.text}",
        why="a reason that leads to no call is one that nobody knew of",
        fix="enter the call under `escalations`, if there was one, or list `escalations` under "
        "`not_recorded` with the reason",
    )


def _met(incident: Incident, trigger: Trigger) -> bool:
    if trigger.levels and incident.severity not in trigger.levels:
        return False
    if trigger.flag is not None and (incident.signals or {}).get(trigger.flag) is not True:
        return False
    if trigger.after_minutes is None:
        return True
    times = incident.times
    if times is None or times.detected is None or times.resolved is None:
        return False
    begin = times.detected
    if trigger.levels:
        begin = since_level(incident, begin, trigger.levels)
    return minutes(begin, times.resolved) > trigger.after_minutes
