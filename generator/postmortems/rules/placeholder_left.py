"""A published postmortem that still holds a placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.phrases import any_of
from postmortems.rules.prose import SOURCES
from postmortems.rules.texts import own_words, texts
from postmortems.rules.wording import may_say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("placeholder-left", family="structure")
def placeholder_left(incident: Incident, context: Context) -> Iterator[Problem]:
    """A published postmortem still holds words that stand for text to come.

    The words are `placeholders` in `site_config/language.yml`. Quotations and code are left alone,
    and so are `notes`, which may speak of what a source had left open.

    Why: Readers cannot tell whether the answer is unknown or was forgotten, and nobody comes back
    to fill it in once the postmortem counts as done.

    Fix: Write what is known. What nobody knows is left out, or listed under `not_recorded` with
    the reason.

    Source: Google's SRE workbook, chapter 10, on postmortems that leave key details out.

    Flagged:
        summary: >-
          The gateway's certificate expired. Why the reminder was missed: TBD.

    Accepted:
        summary: >-
          The gateway's certificate expired. The report writes "TBD" where the reminder belongs.
    """
    if incident.postmortem.status != "published":
        return
    placeholders = context.settings.language.placeholders
    if not may_say(incident, placeholders):
        return
    placeholder = any_of(placeholders)
    for path, text in texts(incident):
        if path[0] in SOURCES:
            continue
        match = placeholder.search(own_words(text))
        if match:
            yield Problem(
                rule="placeholder-left",
                path=path,
                message=f"the placeholder `{match.group()}` is left in a published postmortem",
                why="readers cannot tell what is unknown from what was forgotten",
                fix="write what is known, or leave it out",
            )
