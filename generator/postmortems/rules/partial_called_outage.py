"""A partial impact that is called an outage."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.phrases import Sentences, any_of
from postmortems.rules.prose import claims
from postmortems.rules.wording import may_say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

_EVERYONE = 100
_PARTIAL = re.compile(r"\b(?:partial|partly|limited)\s+$", re.IGNORECASE)


@rule("partial-called-outage", family="language", level=Level.WARNING)
def partial_called_outage(incident: Incident, context: Context) -> Iterator[Problem]:
    """`impact.users_pct` is below 100, and the `kind` is `outage` or a headline text calls it one.

    The words are `outage_words` in `language.yml`; looked at are the title, the summary and the
    impact. "Partial outage" is left alone, and so are a sentence that says that there was none, or
    that one was ruled out, and a record with a window of harm in which everyone was hurt. When the
    share of users is not recorded, nothing is said.

    Why: An outage is read as "nothing worked for anybody". It frightens those who were not hurt,
    and it spoils every table that counts outages.

    Fix: Write `kind: degradation`, and name the part that did not work. If the service was gone for
    those whom it served, keep the kind and silence the rule with that reason.

    Source: PagerDuty's incident response guide on severity; the failover of August 2024, with "all
    applications" beside 85 % of users.

    Flagged:
        kind: outage

    Flagged:
        title: Total outage of card payments after a gateway certificate had expired

    Accepted:
        title: Partial outage of card payments after a gateway certificate had expired
    """
    share = _share(incident)
    if share is None or share >= _EVERYONE:
        return
    if incident.kind == "outage":
        yield _problem(("kind",), "`outage`", share)
        return
    words = context.settings.language.outage_words
    if not may_say(incident, words):
        return
    pattern, denied = any_of(words), _denied(words)
    for path, text in claims(incident, headline=True):
        sentences = None
        for match in pattern.finditer(text):
            sentences = sentences or Sentences(text)
            first, last = sentences.around(match.start(), match.end())
            if denied.search(text, first, last) or _PARTIAL.search(text, first, match.start()):
                continue
            yield _problem(path, f"`{printable(match.group())}`", share)
            break


@lru_cache(maxsize=8)
def _denied(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile what a sentence says that claims no outage, such as `no total outage`."""
    return re.compile(
        r"\brul(?:e|es|ed|ing)\s+(?:it\s+)?out\b"
        r"|\b(?:no|not|never|without)\s+(?:an?\s+)?(?:(?!but\b)[\w'\u2019-]+\s+){0,2}?"
        + any_of(words).pattern,
        re.IGNORECASE,
    )


def _share(incident: Incident) -> float | None:
    """Return the greatest recorded share of users hurt at once; None when none is recorded."""
    impact = incident.impact
    if impact is None or impact.users_pct is None or impact.users_pct.value is None:
        return None
    windows = [each.users_pct for each in impact.windows if each.users_pct is not None]
    return max([impact.users_pct.value, *windows])


def _problem(path: Path, word: str, share: float) -> Problem:
    return Problem(
        rule="partial-called-outage",
        path=path,
        message=f"{word} is said of an impact on {share:g} % of users",
        why="an outage is read as nothing working for anybody",
        fix="write `kind: degradation` and name the part that did not work",
    )
