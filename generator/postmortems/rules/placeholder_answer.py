"""An answer that says no more than that the answer is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.phrases import any_of
from postmortems.rules.texts import own_words, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("placeholder-answer", family="structure", level=Level.WARNING)
def placeholder_answer(incident: Incident, context: Context) -> Iterator[Problem]:
    """A question of the five whys is answered with a placeholder although the incident is over.

    The words are `placeholders` in `site_config/language.yml`. In a published postmortem the rule
    `placeholder-left` speaks instead.

    Why: A chain of questions with such an answer looks finished. A question without an answer is
    shown as open, which is what it is.

    Fix: Leave `answer` out until there is one.

    Source: A generated review that this project grew from: two of its five answers were a
    promise to look further, and nobody ever did.

    Flagged:
        postmortem:
          status: draft
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          due: 2026-06-30
        analysis:
          five_whys:
            - question: Why had nobody renewed the certificate?
              answer: Further investigation needed

    Accepted:
        postmortem:
          status: draft
          owner: Ana Ruiz
          drafted_at: 2026-03-04 11:00
          due: 2026-06-30
        analysis:
          five_whys:
            - question: Why had nobody renewed the certificate?
    """
    if incident.status not in _OVER or incident.postmortem.status == "published":
        return
    placeholder = any_of(context.settings.language.placeholders)
    for path, text in texts(incident):
        if path[:2] != ("analysis", "five_whys") or path[-1] != "answer":
            continue
        match = placeholder.search(own_words(text))
        if match:
            yield Problem(
                rule="placeholder-answer",
                path=path,
                message=f"`{match.group()}` is no answer",
                why="the chain looks finished where it is open",
                fix="leave `answer` out; the question is then shown as open",
            )


_OVER = ("resolved", "closed")
