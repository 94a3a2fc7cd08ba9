"""Words about what did not happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.phrases import any_of
from postmortems.rules.subjects import Subjects
from postmortems.rules.wording import said

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("counterfactual", family="language", level=Level.WARNING)
def counterfactual(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text judges by what did not happen, with words such as "should have" or "failed to".

    The words are `counterfactuals` in `language.yml`. Those under `person_counterfactuals`, such as
    "failed to", count only right after the name of a person, a team or a role, or one of the
    `person_words`: that a pod failed to start is what happened. Quotations, code, messages and
    notes are left alone.

    Why: With the end known, a better path is easy to see; nobody had it in view at the time. Such a
    sentence tells nothing about what did happen and why it made sense.

    Fix: Tell what was done and what was known. What is to change belongs under `actions`.

    Source: Etsy's debriefing guide on counterfactuals; PagerDuty's postmortem guide on hindsight.

    Flagged:
        trigger: The team should have renewed the certificate a week before.

    Flagged:
        trigger: The engineer on call failed to renew the certificate.

    Accepted:
        trigger: The gateway failed to load its certificate.

    Accepted:
        trigger: The certificate's last day came; the reminder went to a mailbox that nobody reads.
    """
    language = context.settings.language
    of_people = any_of(language.person_counterfactuals)
    subjects = Subjects(incident, context)

    def meant(match: re.Match[str]) -> bool:
        return not of_people.fullmatch(match.group()) or subjects.are_people(match)

    phrases = language.counterfactuals + language.person_counterfactuals
    for path, words in said(incident, phrases, meant=meant):
        yield Problem(
            rule="counterfactual",
            path=path,
            message=f"{words} judges by what did not happen",
            why="it tells nothing about what did happen and why it made sense",
            fix="tell what was done and known; what is to change belongs under `actions`",
        )
