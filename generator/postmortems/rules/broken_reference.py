"""A reference to something that does not exist."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context
    from postmortems.rules.repository import Card, Repository


def _between(card: Card, repository: Repository) -> Iterator[Problem]:
    named: list[tuple[Path, str]] = [
        (("related", index), name) for index, name in enumerate(card.related)
    ]
    if card.recurrence_of is not None:
        named.append((("recurrence_of",), card.recurrence_of))
    for path, name in named:
        # A record that cannot be read is there all the same.
        if repository.get(name) is None and not repository.files(name):
            yield _broken(path, name, list(repository.ids()), "incident of this repository")


@rule("broken-reference", family="structure", between=_between)
def broken_reference(incident: Incident, context: Context) -> Iterator[Problem]:
    """A record refers to an incident, a factor or an action that does not exist.

    Looked at are `related` and `recurrence_of`, which name incidents of this repository, and the
    lists `findings[].actions` and `actions[].factors`, which name entries of the same record.

    Why: A link that leads nowhere hides exactly what it was to show: that this happened before, or
    that somebody answers a weakness.

    Fix: Correct the id, or add what it names.

    Source: Google's SRE workbook, chapter 10: a postmortem's actions must be traceable to what
    they answer.

    Flagged:
        related: [INC-20251202-1411]

    Flagged:
        findings:
          - stage: detection
            verdict: adequate
            text: The alert fired before the first shopper called.
            confidence: high
            control_gap: monitoring
            actions: [A7]

    Accepted:
        related: [INC-20251202-1410]
    """
    del context
    actions = [each.id for each in incident.actions]
    factors = [each.id for each in incident.factors]
    for index, finding in enumerate(incident.findings):
        for place, name in enumerate(finding.actions):
            if name not in actions:
                yield _broken(
                    ("findings", index, "actions", place), name, actions, "action of this record"
                )
    for index, action in enumerate(incident.actions):
        for place, name in enumerate(action.factors):
            if name not in factors:
                yield _broken(
                    ("actions", index, "factors", place), name, factors, "factor of this record"
                )


def _broken(path: Path, name: str, known: list[str], what: str) -> Problem:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return Problem(
        rule="broken-reference",
        path=path,
        message=f"`{name}` is no {what}",
        why="the link would lead nowhere",
        fix=f"did you mean `{near[0]}`?" if near else "correct the id, or add what it names",
    )
