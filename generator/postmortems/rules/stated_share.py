"""A share of the users, in prose, that the recorded figure contradicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.phrases import Sentences
from postmortems.rules.prose import about_this, claims, of_repair
from postmortems.rules.shares import shares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("stated-share", family="structure", level=Level.WARNING)
def stated_share(incident: Incident, context: Context) -> Iterator[Problem]:
    """The headline gives another share of the users than `impact.users_pct`.

    Looked at are the title, the summary and the impact.

    A share is `85 % of users`, `four users in five`, `half of our clients`, or one of the
    `universal_quantifiers` beside one of the `quantified_nouns` of `site_config/language.yml`, as
    in `all applications`. It must stand in a sentence that tells of harm. Shares of requests,
    orders, payments and traffic are measured by other figures and left alone. The share of any
    window of harm bears a statement out, too. When no share is recorded, nothing is said.

    Why: `All users` is quoted for ever; that it was 85 % stands in a field that fewer people read.

    Fix: Write the share that was recorded, or record the one that was meant.

    Source: Google's SRE workbook, chapter 10, which asks for measured numbers in place of words.
    Two reports that this project grew from say `all` where they count fewer.

    Flagged:
        summary: >-
          The certificate of the payment gateway expired, and all users saw an error at checkout.

    Flagged:
        summary: >-
          The certificate of the payment gateway expired, and 40 % of users saw an error.

    Accepted:
        summary: >-
          The certificate of the payment gateway expired, and one shopper in four saw an error. All
          users were told when it was over.
    """
    recorded = _recorded(incident)
    if not recorded:
        return
    language = context.settings.language
    for path, text in claims(incident, headline=True):
        if _HARM.search(text) is None:
            continue
        sentences = Sentences(text)
        for share in shares(text, language.universal_quantifiers, language.quantified_nouns):
            first, last = sentences.around(share.start, share.end)
            sentence = text[first:last]
            if any(map(share.fits, recorded)) or not _HARM.search(sentence):
                continue
            if of_repair(sentence):
                continue
            if about_this(sentence):
                yield Problem(
                    rule="stated-share",
                    path=path,
                    message=f"`{printable(share.text)}` contradicts `impact.users_pct`, "
                    f"{recorded[0]:g} %",
                    why="the words are quoted; the number stands where fewer people read it",
                    fix="write the share that was recorded, or record the one that was meant",
                )


def _recorded(incident: Incident) -> list[float]:
    impact = incident.impact
    if impact is None or impact.users_pct is None or impact.users_pct.value is None:
        return []
    windows = (each.users_pct for each in impact.windows)
    return [impact.users_pct.value, *(each for each in windows if each is not None)]


_HARM = re.compile(
    r"\b(?:error\w*|fail\w*|unable|unavailab\w+|unreachab\w+|unrespons\w+|inaccessib\w+|down"
    r"|offline|affect\w*|hit|hurt|lost|lose|losing|could(?: not|n['\u2019]t)|cannot|can['\u2019]t"
    r"|nothing|out of reach|blocked|declined|rejected|broken|stopped|outage|prevent\w*"
    r"|did not|didn['\u2019]t)\b"
    r"|\bno(?:body| one)?\b[^.]{0,80}\b(?:could|able|reached)\b",
    re.IGNORECASE,
)
