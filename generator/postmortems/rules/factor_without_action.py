"""A contributing factor that no action answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.coverage import factors_covered
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import UNFINISHED_WRITE_UP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("factor-without-action", family="process", level=Level.WARNING)
def factor_without_action(incident: Incident, context: Context) -> Iterator[Problem]:
    """A factor is listed by none of the actions.

    Drafts are left alone, and so are records without any action, about which another rule speaks.
    An action that was given up answers a factor too: its reason says why nothing is done.

    Why: A factor without an action stays as it was. That may be a decision, but readers must be
    able to tell it from something forgotten.

    Fix: Add the factor's id to the `factors` of the action that answers it, or add an action; where
    nothing will be done, one with `status: wont_do` and the reason.

    Source: Google's SRE workbook, chapter 10; the failover's postmortem of August 2024, with a
    measure that no action carries out.

    Flagged:
        factors:
          - id: F1
            text: Certificates of the gateway are renewed by hand.
            evidence: The renewal is a ticket made by a person.
          - id: F2
            text: Nothing watches how long certificates remain valid.
            evidence: The only alert was about errors.
          - id: F3
            text: The ticket system sends no reminders.
            evidence: Its settings.

    Accepted:
        factors:
          - id: F1
            text: Certificates of the gateway are renewed by hand.
            evidence: The renewal is a ticket made by a person.
          - id: F2
            text: Nothing watches how long certificates remain valid.
            evidence: The only alert was about errors.
    """
    del context
    if incident.postmortem.status in UNFINISHED_WRITE_UP or not incident.actions:
        return
    for each in factors_covered(incident):
        if not each.actions:
            yield Problem(
                rule="factor-without-action",
                path=("factors", each.index, "id"),
                message=f"no action answers the factor `{each.factor.id}`",
                why="readers cannot tell a decision from something forgotten",
                fix=f"add `{each.factor.id}` to the `factors` of the action that answers it",
            )
