"""A measure credited with ending the harm and dated after the harm had ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.phrases import Sentences
from postmortems.rules.texts import own_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

_ENDING = frozenset(("mitigate", "repair"))
_ENDED = re.compile(
    r"\b(?:resolved|restored|fixed|mended|repaired|mitigated|contained|solved|recovered"
    r"|brought \w+(?: \w+)? back|put an end)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_FILLING = frozenset(("from", "have", "been", "instead", "into", "more", "than", "that", "with"))
_STEM = 5
_FEWEST = 2


@rule("fix-dated-after-resolution", family="process", level=Level.WARNING)
def fix_dated_after_resolution(incident: Incident, context: Context) -> Iterator[Problem]:
    """The summary credits an action with ending the harm, and it was done on a later day.

    Looked at are done actions of type `mitigate` or `repair` whose `done_at` is after the day of
    `times.mitigated`. The summary credits one when a sentence about what ended the incident holds
    at least half of the words of its title. Records without a calendar date are left alone.

    Why: What was done the day after cannot have ended the harm. Either the day is wrong, or the
    story credits the wrong measure and hides what really helped.

    Fix: Correct `done_at`, or take the measure out of the sentence about what ended it.

    Source: The playbook's example, whose summary credits a larger pool that its list of actions
    dates to the next day.

    Flagged:
        summary: Payments were restored by switching the gateway to a new certificate.
        actions:
          - id: A1
            title: Gateway certificates renew themselves
            type: prevent
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-09
            factors: [F1, F2]
          - id: A2
            title: The gateway is switched to a new certificate
            type: mitigate
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-04
            factors: [F1, F2]

    Accepted:
        summary: Payments were restored by switching the gateway to a new certificate.
        actions:
          - id: A1
            title: Gateway certificates renew themselves
            type: prevent
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-09
            factors: [F1, F2]
          - id: A2
            title: The gateway is switched to a new certificate
            type: mitigate
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-03
            factors: [F1, F2]

    Accepted:
        summary: Payments were restored by switching the gateway to a new certificate.
        actions:
          - id: A1
            title: Gateway certificates renew themselves
            type: prevent
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-09
            factors: [F1, F2]
          - id: A2
            title: An alert fires 30 days before a certificate ends
            type: mitigate
            status: done
            owner: Jon Bell
            due: 2026-03-10
            done_at: 2026-03-09
            factors: [F1, F2]
    """
    del context
    mitigated = incident.times.mitigated if incident.times else None
    if mitigated is None or incident.date_unknown is not None or incident.summary is None:
        return
    credited: list[frozenset[str]] | None = None
    for index, action in enumerate(incident.actions):
        if action.type not in _ENDING or action.status != "done" or action.done_at is None:
            continue
        if action.done_at <= mitigated.date():
            continue
        if credited is None:
            credited = [_words(sentence) for sentence in _credits(own_words(incident.summary))]
        title = _words(action.title)
        shared = max((len(title & words) for words in credited), default=0)
        if shared >= _FEWEST and 2 * shared >= len(title):
            yield Problem(
                rule="fix-dated-after-resolution",
                path=("actions", index, "done_at"),
                message=f"the summary credits `{action.id}` with ending the incident, and it was "
                f"done on {action.done_at.isoformat()}; the harm ended on "
                f"{mitigated.date().isoformat()}",
                why="what was done later cannot have ended the harm",
                fix="correct the day, or take it out of the sentence about what ended it",
            )


def _credits(text: str) -> Iterator[str]:
    """Yield each sentence that tells what ended the incident."""
    sentences = Sentences(text)
    for match in _ENDED.finditer(text):
        first, last = sentences.around(match.start(), match.end())
        yield text[first:last]


def _words(text: str) -> frozenset[str]:
    """Return the beginnings of a text's longer words, so that `enlarged` equals `enlarging`."""
    return frozenset(
        word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in _FILLING
    )
