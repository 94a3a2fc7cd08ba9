"""A stretch of an open incident of which nothing is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.silences import silences
from postmortems.clock import length, moment
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("timeline-gap", family="time", level=Level.WARNING)
def timeline_gap(incident: Incident, context: Context) -> Iterator[Problem]:
    """Nothing is recorded for a long stretch of an open incident.

    How long, and at which levels, is `timeline` in `site_config/policy.yml`. Looked at is the time
    from the detection, else from the start, to the resolution. Calls for help, answers and handoffs
    count as much as timeline entries. Messages do not: a promise to report back is no report.

    Why: Whoever reads the record later asks what was tried in those hours. If it was nothing, that
    is a finding; if it was something, it is lost.

    Fix: Fill the stretch from chat, logs and memory. If nothing happened, say so in an entry.

    Source: Two reports that this project grew from: one is silent for five and a half hours while
    a person could not be reached, one for 75 minutes until the database was back.

    Flagged:
        timeline:
          - at: 09:08
            text: PaymentErrorRate fired.
          - at: 09:50
            text: The new certificate was in place.
          - at: 10:20
            text: The incident was resolved.
        escalations: []

    Accepted:
        timeline:
          - at: 09:08
            text: PaymentErrorRate fired.
          - at: 09:50
            text: The new certificate was in place.
          - at: 10:20
            text: The incident was resolved.
    """
    for silence in silences(incident, context.settings.policy.timeline):
        yield Problem(
            rule="timeline-gap",
            path=silence.path,
            message=f"nothing is recorded for {length(silence.minutes)} before this, since "
            f"{moment(silence.begin)}",
            why="what was tried in that time is lost, and so is what was not",
            fix="fill the stretch from chat and logs; if nothing happened, say so in an entry",
        )
