"""A remedy that asks people to be better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

_REMEDIES = frozenset(("actions", "ideas", "lessons"))


@rule("be-more-careful", family="language", level=Level.WARNING)
def be_more_careful(incident: Incident, context: Context) -> Iterator[Problem]:
    """An action, an idea or a lesson asks people to be more careful and changes nothing else.

    The words are `be_careful` in `language.yml`. Quotations and code are left alone.

    Why: Everyone was as careful as they could be. A remedy that depends on attention fails at the
    end of the next long night.

    Fix: Change what people work with: a check that stops the step, a default that is safe, an
    alert, a limit.

    Source: Google's SRE book, chapter 15: you cannot fix people, but you can fix systems; Google's
    SRE workbook, chapter 10.

    Flagged:
        lessons:
          - text: Pay more attention to the dates of certificates.

    Accepted:
        lessons:
          - text: A date in a calendar is no monitoring.
    """
    for path, words in said(incident, context.settings.language.be_careful, parts=_REMEDIES):
        yield Problem(
            rule="be-more-careful",
            path=path,
            message=f"{words} asks people to be better and changes nothing",
            why="a remedy that depends on attention fails at the end of a long night",
            fix="change what people work with: a check, a default, an alert, a limit",
        )
