"""A stage that went badly and that no action answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.coverage import findings_covered
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import UNFINISHED_WRITE_UP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("finding-without-action", family="process", level=Level.WARNING)
def finding_without_action(incident: Incident, context: Context) -> Iterator[Problem]:
    """A finding judges a stage as slow or failed and names no action.

    Drafts are left alone, and so are records without any action, about which another rule speaks.

    Why: A weakness that everyone saw and nobody took on is the likeliest part of the next incident.

    Fix: List the ids of the actions that answer it, or add one.

    Source: The review of the order system's outage, which draws each recommendation from a stage
    that went badly.

    Flagged:
        findings:
          - stage: detection
            verdict: slow
            text: The alert fired after the first shopper had called.

    Accepted:
        findings:
          - stage: detection
            verdict: slow
            text: The alert fired after the first shopper had called.
            actions: [A2]
    """
    del context
    if incident.postmortem.status in UNFINISHED_WRITE_UP or not incident.actions:
        return
    for each in findings_covered(incident):
        if each.lacking:
            yield Problem(
                rule="finding-without-action",
                path=("findings", each.index),
                message=f"{each.finding.stage} was judged {each.finding.verdict}, and no action "
                "answers that",
                why="a weakness that nobody takes on is part of the next incident",
                fix="list the ids of the actions that answer it under `actions`",
            )
