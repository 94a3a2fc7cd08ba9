"""A start that is only the moment at which somebody noticed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("start-equals-detection", family="time", level=Level.WARNING)
def start_equals_detection(incident: Incident, context: Context) -> Iterator[Problem]:
    """The start is the very moment of the detection, or of the alert.

    Said of outages and other harm only. `started_estimated: true` settles it: the record then
    admits that the true start is not known.

    Why: Nothing is noticed the instant it breaks. When the alert is taken for the start, the time
    to detect is always zero and nobody learns to shorten it.

    Fix: Look for the start in logs or graphs; where they do not tell, add
    `started_estimated: true`.

    Source: Google's SRE workbook, chapter 10, which keeps the trigger and the detection apart.

    Flagged:
        times:
          started: 2026-03-03 09:08
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30

    Accepted:
        times:
          started: 2026-03-03 09:08
          started_estimated: true
          detected: 2026-03-03 09:08
          acknowledged: 2026-03-03 09:10
          declared: 2026-03-03 09:12
          mitigated: 2026-03-03 09:50
          resolved: 2026-03-03 10:20
          closed: 2026-03-03 10:30
    """
    del context
    times = incident.times
    if times is None or times.started is None or times.started_estimated:
        return
    if incident.kind not in _HARMFUL:
        return
    if times.started == times.detected:
        said = "the start is the moment of the detection"
    elif any(
        each.at == times.started and _alert(each.text, incident) for each in incident.timeline
    ):
        said = "the start is the moment of the alert"
    else:
        return
    yield Problem(
        rule="start-equals-detection",
        path=("times", "started"),
        message=said,
        why="nothing is noticed the instant it breaks; the time to detect would always be zero",
        fix="look for the start in logs or graphs, or add `started_estimated: true`",
    )


_HARMFUL = frozenset(("outage", "degradation", "security", "data_loss"))
_ALERTED = re.compile(r"(?<!\bno )\balert(?:s|ed)?\b", re.IGNORECASE)


def _alert(text: str, incident: Incident) -> bool:
    if incident.detection.source not in ("alert", "monitoring"):
        return False
    name = incident.detection.alert
    return (name is not None and name in text) or _ALERTED.search(text) is not None
