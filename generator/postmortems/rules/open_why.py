"""A why that a published postmortem leaves without an answer."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.analysis import Why
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("open-why", family="process", level=Level.WARNING)
def open_why(incident: Incident, context: Context) -> Iterator[Problem]:
    """The postmortem is published, and a question of `analysis.five_whys` has no `answer`.

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
    waiting: deque[tuple[Path, Why]] = deque(
        (("analysis", "five_whys", index), each)
        for index, each in enumerate(incident.analysis.five_whys)
    )
    while waiting:
        path, why = waiting.popleft()
        if why.answer is None:
            yield Problem(
                rule="open-why",
                path=(*path, "question"),
                message="this question has no answer, and the postmortem is published",
                why="nobody comes back to it by itself",
                fix="answer it, remove it, or add an action of type `investigate`",
            )
        waiting.extend(((*path, "whys", index), each) for index, each in enumerate(why.whys))
