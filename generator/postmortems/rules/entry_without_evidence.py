"""A timeline entry that names nothing to check it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("entry-without-evidence", family="time", level=None)
def entry_without_evidence(incident: Incident, context: Context) -> Iterator[Problem]:
    """A timeline entry names no log, message or graph to check it by.

    Off unless `site_config/rules.yml` switches it on.

    Why: Memory bends towards how things ended. What can be checked stays true.

    Fix: Add `evidence`: a link, a log's name, the channel in which it was said.

    Source: PagerDuty's postmortem guide, which asks for a metric or a page behind each item of the
    timeline.

    Flagged:
        timeline:
          - at: 09:08
            text: PaymentErrorRate fired.
            evidence: Alert history
          - at: 09:34
            text: The expired certificate was found.
            evidence: Incident channel
          - at: 09:50
            text: The new certificate was in place.
          - at: 10:20
            text: The incident was resolved.
            evidence: Payment dashboard

    Accepted:
        timeline:
          - at: 09:08
            text: PaymentErrorRate fired.
            evidence: Alert history
          - at: 09:34
            text: The expired certificate was found.
            evidence: Incident channel
          - at: 09:50
            text: The new certificate was in place.
            evidence: Gateway log
          - at: 10:20
            text: The incident was resolved.
            evidence: Payment dashboard
    """
    del context
    for index, entry in enumerate(incident.timeline):
        if entry.evidence is None:
            yield Problem(
                rule="entry-without-evidence",
                path=("timeline", index),
                message="the entry names no evidence",
                why="what can be checked stays true",
                fix="add `evidence:`, such as a log's name or a link",
            )
