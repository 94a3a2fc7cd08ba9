"""Words that make a person the cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("human-error", family="language", level=Level.WARNING)
def human_error(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text uses words that make a person the cause, such as "human error".

    The words are `blame` in `language.yml`. Quotations, code, messages and notes are left alone.

    Why: The words end the search at the point where it should begin: what made the mistake easy,
    likely, and able to do harm? People who expect blame also stop telling what happened.

    Fix: Say what the person saw and knew, and what let the step through. That is the factor.

    Source: Google's SRE book, chapter 15, on blameless postmortems; Etsy's debriefing guide on the
    second story.

    Flagged:
        summary: The gateway's certificate expired because of human error.

    Accepted:
        summary: The gateway's certificate expired; the report calls that "human error".
    """
    for path, words in said(incident, context.settings.language.blame):
        yield Problem(
            rule="human-error",
            path=path,
            message=f"{words} makes a person the cause",
            why="it ends the search where it should begin",
            fix="say what made the step likely and what let it do harm",
        )
