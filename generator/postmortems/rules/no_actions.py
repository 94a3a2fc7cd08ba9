"""A published postmortem that changes nothing and does not say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("no-actions", family="process")
def no_actions(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem is published, and it has neither `actions` nor a `no_action_reason`.

    Why: A postmortem without actions says that the same may happen again tomorrow. Sometimes that
    is right, and then a sentence can say why.

    Fix: Enter the actions, or write `no_action_reason` with what speaks against any.

    Source: Etsy's debriefing guide, which allows for no actions and asks for the reason; one of
    this project's seeds promises "specific actions" that are nowhere defined.

    Flagged:
        actions: []
        findings:
          - stage: detection
            verdict: adequate
            text: The alert fired before the first shopper called.

    Accepted:
        actions: []
        no_action_reason: The gateway is switched off for good in two weeks.
        findings:
          - stage: detection
            verdict: adequate
            text: The alert fired before the first shopper called.
    """
    del context
    if incident.postmortem.status != "published" or incident.actions:
        return
    if incident.no_action_reason is None:
        yield Problem(
            rule="no-actions",
            path=("postmortem", "status"),
            message="the postmortem is published with neither actions nor a reason for having none",
            why="the same may happen again tomorrow",
            fix="enter `actions:`, or write `no_action_reason:`",
        )
