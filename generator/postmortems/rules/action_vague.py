"""An action of which nobody can say when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import unfinished, vague_verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("action-vague", family="process", level=Level.WARNING)
def action_vague(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action begins with a verb that names no result, and nothing says when it is done.

    The verbs are `vague_verbs` of `language.yml`. A `done_when`, or one of the `result_cues` in the
    title, makes the result plain. Actions that are done or given up are left alone.

    Why: An action such as "improve monitoring" is never finished and never late. Whoever has it
    does something and closes it, and the weakness stays.

    Fix: Say what will be different: which alert, at which threshold, which limit, which test.
    Wishes without a result go to `ideas`.

    Source: PagerDuty's postmortem guide: actionable, specific and bounded; Google's SRE workbook,
    chapter 10.

    Flagged:
        actions:
          - id: A2
            title: Improve the renewal of certificates and its monitoring
            status: open
            owner: Jon Bell
            priority: P3
            due: 2026-06-30
            tracker: https://tracker.example.com/PAY-103
            factors: [F1, F2]

    Accepted:
        actions:
          - id: A2
            title: Improve the renewal of certificates and its monitoring
            status: open
            owner: Jon Bell
            priority: P3
            due: 2026-06-30
            tracker: https://tracker.example.com/PAY-103
            done_when: Every certificate renews itself, and an alert fires 30 days before the end.
            factors: [F1, F2]
    """
    for index, action in unfinished(incident):
        verb = vague_verb(action, context.settings.language)
        if verb:
            yield Problem(
                rule="action-vague",
                path=("actions", index, "title"),
                message=f"`{action.id}` begins with `{verb}` and does not say when it is done",
                why="it is never finished and never late, and the weakness stays",
                fix="say what will be different, add `done_when`, or move it to `ideas`",
            )
