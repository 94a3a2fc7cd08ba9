"""A wait between two events, in prose, that no two recorded moments bear out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import distances
from postmortems.rules.phrases import Sentences
from postmortems.rules.prose import about_this, stated_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context
    from postmortems.rules.durations import Length


@rule("stated-delay", family="time", level=Level.WARNING)
def stated_delay(incident: Incident, context: Context) -> Iterator[Problem]:
    """Prose says how long one thing came after another, and no two moments are so far apart.

    Such statements are `after 30 minutes`, `half an hour later`, `took 20 minutes`, `thirty minutes
    to reach`. Compared are all moments of the response with each other, to the precision of the
    statement. Bounds such as `less than` and `within` are left alone, and so are sentences about
    plans, limits and other incidents, quotations, messages, actions and notes.

    Why: Rounded in the telling, a wait becomes a fact that the next report quotes.

    Fix: Correct the sentence, or record the moments that it speaks of.

    Source: An account that this project grew from tells of thirty minutes to reach a person
    who had been called after 28, and not reached at all.

    Flagged:
        went_poorly:
          - It took fifty minutes to reach the gateway's owner.

    Accepted:
        went_poorly:
          - The gateway's owner joined twelve minutes after the alert.
          - The alert fires after an error rate has been high for a while.
    """
    del context
    gaps: list[float] | None = None
    for path, text, found in stated_lengths(incident):
        sentences = None
        for stated in found:
            if not (stated.exact and _between_events(text, stated)):
                continue
            sentences = sentences or Sentences(text)
            first, last = sentences.around(stated.start, stated.end)
            if not about_this(text[first:last]):
                continue
            gaps = gaps if gaps is not None else distances(incident)
            if gaps and not any(map(stated.fits, gaps)):
                yield Problem(
                    rule="stated-delay",
                    path=path,
                    message=f"no two recorded moments are `{printable(stated.text)}` apart",
                    why="a wait that is rounded in the telling becomes a fact",
                    fix="correct the sentence, or record the moments it speaks of",
                )


def _between_events(text: str, stated: Length) -> bool:
    before = text[max(0, stated.start - _REACH) : stated.start]
    after = text[stated.end : stated.end + _REACH]
    return _BEFORE.search(before) is not None or _AFTER.match(after) is not None


_BEFORE = re.compile(
    r"\b(?:after|took|taken|waited|waiting for|spent|needed|delay of|gap of|wait of)"
    r"(?:\s+(?:us|them|it|the team|the|another|a further|only|just|first))*[\s(]*\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s-]+(?:later|after|earlier|afterwards|passed|elapsed|went by|of silence|of waiting"
    r"|into the (?:incident|outage)|delay|gap|wait|to (?!\d)\w+)\b",
    re.IGNORECASE,
)
_REACH = 60
