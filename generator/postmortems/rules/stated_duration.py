"""A length of the incident, in prose, that the recorded times contradict."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.clock import length
from postmortems.findings import Problem
from postmortems.rules.base import rule
from postmortems.rules.moments import distances, minutes
from postmortems.rules.phrases import Sentences, any_of
from postmortems.rules.prose import about_this, stated_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.language import Language
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context
    from postmortems.rules.durations import Length


@rule("stated-duration", family="time")
def stated_duration(incident: Incident, context: Context) -> Iterator[Problem]:
    """Prose says how long the incident lasted, and the recorded times say otherwise.

    A length counts as a statement about the incident when one of the `duration_cues` or
    `outage_words` of `site_config/language.yml` stands beside it, or when people could not do
    something for that long. It is compared with the time from start and from detection to
    mitigation and to resolution, with each window of harm, and with their sum; never with the time
    to close. A shorter length is also borne out by any two recorded moments that far apart, since
    it may be about a part. Numbers count as exactly as they are given: `two hours` allows half an
    hour either way, `2 h 15` a minute. Sentences about plans, limits and other incidents are left
    alone, and so are quotations, messages, actions and notes.

    Why: Readers remember the sentence, dashboards count the times. When the two differ, one of
    them misleads whoever decides on it.

    Fix: Correct the sentence or the times; best, leave the number out, since the page computes it.

    Source: Three reports that this project grew from state lengths that their own clock times
    contradict: 18 hours for ten and a half, and twice the time until the paperwork was closed.

    Flagged:
        summary: >-
          The certificate of the payment gateway expired. The trouble lasted 2 hours and 15 minutes.

    Flagged:
        title: Shoppers could not pay by card for eighteen hours

    Accepted:
        summary: >-
          The certificate of the payment gateway expired. The trouble lasted 45 minutes, and it was
          1 h 15 min until the incident was resolved. The report said "down for three hours".
    """
    if incident.times is None:
        return
    totals = _totals(incident)
    if not totals:
        return
    parts: list[float] | None = None
    for path, text, found in stated_lengths(incident):
        sentences = None
        for stated in found:
            if any(map(stated.fits, totals)):
                continue
            sentences = sentences or Sentences(text)
            if not _of_the_whole(text, stated, sentences, context.settings.language):
                continue
            if stated.exact and stated.least <= max(totals):
                parts = parts if parts is not None else distances(incident)
                if any(map(stated.fits, parts)):
                    continue
            yield Problem(
                rule="stated-duration",
                path=path,
                message=f"`{printable(stated.text)}` contradicts the recorded times, which give "
                + " or ".join(length(each) for each in sorted(set(totals))[:4]),
                why="readers remember the sentence, dashboards count the times",
                fix="correct one of them, or leave the number out: the page computes it",
            )


def _totals(incident: Incident) -> list[float]:
    """Return every length in minutes that may honestly be called the incident's."""
    times = incident.times
    found: list[float] = []
    if times is not None:
        found = [
            minutes(start, end)
            for end in (times.mitigated, times.resolved)
            for start in (times.started, times.detected)
            if start is not None and end is not None and end >= start
        ]
    windows = [
        minutes(each.start, each.end)
        for each in (incident.impact.windows if incident.impact else ())
        if each.end is not None and each.end >= each.start
    ]
    return [*found, *windows, *([sum(windows)] if windows else [])]


def _of_the_whole(text: str, stated: Length, sentences: Sentences, language: Language) -> bool:
    """Tell whether a length is said of the incident as a whole."""
    first, last = sentences.around(stated.start, stated.end)
    before = text[max(first, stated.start - _REACH) : stated.start]
    after = text[stated.end : min(last, stated.end + _REACH)]
    claimed = _claimed_before(before, language) or _claimed_after(after, language)
    return claimed and about_this(text[first:last])


def _claimed_before(before: str, language: Language) -> bool:
    ends = [
        match.end()
        for cue in (any_of(language.duration_cues), _outage(language.outage_words), _UNABLE)
        for match in cue.finditer(before)
    ]
    if not ends:
        return False
    between = _WORD.findall(before[max(ends) :])
    return all(word in _FILL or word[0].isdigit() or word.isupper() for word in between)


def _claimed_after(after: str, language: Language) -> bool:
    words = _LINK.match(after)
    return words is not None and any(
        any_of(phrases).match(after, words.end())
        for phrases in (language.duration_cues, language.outage_words)
    )


@cache
def _outage(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what claims a length by a noun: `an outage of`, `the outage lasted`."""
    return re.compile(rf"{any_of(words).pattern}\s+(?:of|for|lasted)\b", re.IGNORECASE)


# People could not do something for so long; a handful of words say what.
_UNABLE = re.compile(
    r"\b(?:could(?: not|n['\u2019]t)|w(?:as|ere) (?:not able|unable) to)"
    r"(?:\s+[\w'\u2019-]+){1,8}?\s+for\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"[\s-]+(?:long\s+|of\s+)?")
# May stand between the cue and the number, besides clock times and the letters of a zone.
_FILL = frozenset(
    (
        *("from", "to", "and", "for", "of", "was", "were", "is", "a", "an", "the", "total", "in"),
        *("all", "only", "exactly", "just", "another", "users", "customers", "clients", "it"),
    )
)
_REACH = 200
