"""A question of the analysis that a published postmortem leaves without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.open_questions import open_questions
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("open-why", family="process", level=Level.WARNING)
def open_why(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem is published, and a question under `analysis` has no answer.

    A why is open without its `answer`, a question of another method until what it asks for stands
    beside it.

    Why: An open question may be honest, but a published one looks like an answer until somebody
    reaches its end. Nobody comes back to it by itself.

    Fix: Answer it, remove it, or add an action of type `investigate` and say so in the answer.

    Source: The review of the payment API's outage of March 2024, two of whose five whys have none.

    Flagged:
        analysis:
          five_whys:
            - question: Why were card payments declined?
              answer: The gateway's certificate had expired.
              whys:
                - question: Why did nobody renew it?

    Accepted:
        analysis:
          five_whys:
            - question: Why were card payments declined?
              answer: The gateway's certificate had expired.
              whys:
                - question: Why did nobody renew it?
                  answer: The only reminder was a ticket that a person had to make.
    """
    del context
    if incident.postmortem.status != "published" or incident.analysis is None:
        return
    for path, _ in open_questions(incident.analysis):
        yield Problem(
            rule="open-why",
            path=path,
            message="this question has no answer, and the postmortem is published",
            why="nobody comes back to it by itself",
            fix="answer it, remove it, or add an action of type `investigate`",
        )
