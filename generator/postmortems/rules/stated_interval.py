"""A rhythm of updates, in prose, that the recorded messages contradict."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.clock import length, moment
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import minutes
from postmortems.rules.phrases import Sentences
from postmortems.rules.prose import about_this, stated_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("stated-interval", family="time", level=Level.WARNING)
def stated_interval(incident: Incident, context: Context) -> Iterator[Problem]:
    """Prose says that updates went out every so often, and two recorded messages are further apart.

    Compared is the longest gap between one recorded message and the next, whoever they were for.
    With fewer than two messages there is nothing to compare. Sentences about plans and duties are
    left alone, and so are quotations and the messages themselves.

    Why: It praises a rhythm that clients did not get, and the next incident keeps to it.

    Fix: Record the messages that are missing, or correct the sentence.

    Source: The worked example of this project's playbook claims updates every 30 minutes beside
    two messages 65 minutes apart.

    Flagged:
        went_well:
          - Clients were kept informed with updates every 15 minutes.

    Accepted:
        went_well:
          - Clients were kept informed with updates every 30 minutes.
    """
    del context
    times = sorted(each.at for each in incident.communications)
    if len(times) < _TWO:
        return
    widest, since = max((minutes(one, other), one) for one, other in pairwise(times))
    for path, text, found in stated_lengths(incident):
        sentences = None
        for stated in found:
            before = text[max(0, stated.start - _REACH) : stated.start]
            if not _EVERY.search(before) or widest <= stated.most:
                continue
            sentences = sentences or Sentences(text)
            first, last = sentences.around(stated.start, stated.end)
            if _UPDATE.search(text[first:last]) and about_this(text[first:last]):
                yield Problem(
                    rule="stated-interval",
                    path=path,
                    message=f"`every {printable(stated.text)}` contradicts the recorded messages: "
                    f"{length(widest)} passed after that of {moment(since)}",
                    why="it praises a rhythm that nobody got",
                    fix="record the messages that are missing, or correct the sentence",
                )


_TWO = 2
_REACH = 20
_EVERY = re.compile(r"\b(?:every|each)[ ]?\Z", re.IGNORECASE)
_UPDATE = re.compile(
    r"\b(?:updat(?:es?|ed)|messages?|informed|notices?|notified|news|status|told)\b", re.IGNORECASE
)
