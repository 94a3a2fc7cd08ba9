"""A severity level other than the one that the recorded signals suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.severity import judge
from postmortems.advice.severity_words import cited, gap
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.severity import Judgement, Match
    from postmortems.config.severities import Severities
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("severity-differs", family="process", level=Level.WARNING)
def severity_differs(incident: Incident, context: Context) -> Iterator[Problem]:
    """The recorded level is not the one that the `signals` suggest, and nothing says why.

    The criteria stand in `severities.yml`; of those that are met, the most severe counts. A signal
    that is not recorded meets none. A record that says `severity_override_reason`, or whose
    `severity_history` holds the suggested level, has its explanation.

    Why: The level starts every clock. When the same values make a P1 today and a P2 tomorrow, the
    counts by level mean nothing.

    Fix: Take the suggested level, correct the signal, or write `severity_override_reason`.

    Source: The definitions and examples of the playbook's levels; PagerDuty's incident response
    guide: when in doubt, the higher severity.

    Flagged:
        signals:
          failure_rate_pct: 100

    Accepted:
        signals:
          failure_rate_pct: 25
    """
    scale = context.settings.severities
    found = judge(scale, incident.signals or {})
    if found.level is None or found.level == incident.severity:
        return
    if incident.severity_override_reason is not None:
        return
    if any(each.level == found.level for each in incident.severity_history):
        return
    yield Problem(
        rule="severity-differs",
        path=("severity",),
        message=f"{incident.severity} is recorded; the signals suggest {_said(found, scale)}",
        why="the level starts every clock, and counts by level compare like with like",
        fix=f"write `severity: {found.level}`, or say why not under `severity_override_reason`",
    )


def _said(found: Judgement, scale: Severities) -> str:
    first = found.matches[0]
    sources = " and ".join(name for name, _ in cited(first.criterion, scale))
    said = f"{found.level}, by {_values(first)} (playbook: {sources})"
    return f"{said}; {gap(found)}, the worse is assumed" if found.between else said


def _values(match: Match) -> str:
    return " and ".join(
        f"`{name}: {str(value).lower() if isinstance(value, bool) else f'{value:g}'}`"
        for name, value in match.observed
    )
