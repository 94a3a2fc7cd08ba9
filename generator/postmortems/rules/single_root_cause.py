"""One cause claimed beside several factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.phrases import any_of
from postmortems.rules.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

_SEVERAL = 2


@rule("single-root-cause", family="language", level=Level.WARNING)
def single_root_cause(incident: Incident, context: Context) -> Iterator[Problem]:
    """A text claims a single cause, and the record lists several factors.

    The words are `single_cause` in `language.yml`, such as "the root cause", unless they are part
    of a name in `single_cause_except`, such as "root cause analysis". Quotations, code, messages
    and notes are left alone. With fewer than two factors nothing is said.

    Why: Whoever finds "the" root cause stops looking. Incidents of complex systems need several
    things to come together, and each of them is a place to act.

    Fix: Speak of contributing factors, or of what set it off: that is the `trigger`.

    Source: PagerDuty's postmortem guide on contributing factors; the order system's outage, whose
    review names a root cause and doubts it in the next sentence.

    Flagged:
        summary: The root cause was the expired certificate.

    Accepted:
        summary: The expired certificate set it off; two factors made that possible.

    Accepted:
        summary: The expired certificate set it off, as the root cause analysis found.
    """
    if len(incident.factors) < _SEVERAL:
        return
    language = context.settings.language
    names = any_of(language.single_cause_except)
    # Of phrases that begin at one place the longest is found: a name hides the claim within it.
    phrases = language.single_cause + language.single_cause_except
    for path, words in said(
        incident, phrases, meant=lambda match: not names.fullmatch(match.group())
    ):
        yield Problem(
            rule="single-root-cause",
            path=path,
            message=f"{words} claims one cause; the record lists {len(incident.factors)} factors",
            why="whoever finds the one cause stops looking",
            fix="speak of contributing factors, or of the trigger",
        )
