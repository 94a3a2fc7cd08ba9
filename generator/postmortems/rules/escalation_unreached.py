"""A call for help that nobody answered, with nobody tried instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.calls import unreached
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("escalation-unreached", family="response", level=Level.WARNING)
def escalation_unreached(incident: Incident, context: Context) -> Iterator[Problem]:
    """Somebody was contacted, nobody answered, and no alternate was tried.

    An entry of `escalations` without `reached_at` says that nobody was reached, unless
    `not_recorded` says that nobody wrote it down. While the cause is still being looked for, the
    answer may yet come and nothing is said.

    Why: Contacted is not reached. An incident that waits for one person lasts as long as that
    person's evening.

    Fix: Enter `reached_at` or `alternate` if there was one. Otherwise it stays as a finding about
    the list of contacts, which an action answers.

    Source: The order system's outage that hung on one traveller; PagerDuty's guide to escalation
    policies, which always name a second step.

    Flagged:
        escalations:
          - at: 2026-03-03 09:16
            tier: L3
            contact: Jon Bell
            reason: The gateway belongs to engineering.

    Accepted:
        escalations:
          - at: 2026-03-03 09:16
            tier: L3
            contact: Jon Bell
            alternate: Secondary engineering rota
            reason: The gateway belongs to engineering.
    """
    del context
    for index, each in unreached(incident):
        yield Problem(
            rule="escalation-unreached",
            path=("escalations", index),
            message=f"{each.contact or each.tier} was contacted and not reached, and nobody "
            "was tried instead",
            why="contacted is not reached",
            fix="enter `reached_at` or `alternate`, if there was one",
        )
