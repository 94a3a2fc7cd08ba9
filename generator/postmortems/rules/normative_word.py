"""Words that judge people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("normative-word", family="language", level=Level.WARNING)
def normative_word(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text judges people, with words such as "careless" or "inappropriate".

    The words are `normative` in `language.yml`. Quotations, code, messages and notes are left
    alone.

    Why: The word states an opinion as if it explained something. Whoever it is about stops talking,
    and the next reader learns to keep quiet.

    Fix: Describe what was done and what the procedure, the tool or the training offered at that
    moment.

    Source: Etsy's debriefing guide; PagerDuty's postmortem guide on blameless language.

    Flagged:
        went_poorly:
          - The handling of the reminder was careless.

    Accepted:
        went_poorly:
          - The reminder was one of two hundred in the mailbox that morning.
    """
    for path, words in said(incident, context.settings.language.normative):
        yield Problem(
            rule="normative-word",
            path=path,
            message=f"{words} judges people",
            why="an opinion stands where an explanation belongs",
            fix="describe what was done and what tools and procedures offered",
        )
