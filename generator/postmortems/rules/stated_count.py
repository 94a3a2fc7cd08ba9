"""A count of those who were hurt, in prose, that the recorded figure contradicts."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.counts import counts
from postmortems.rules.phrases import Sentences
from postmortems.rules.prose import about_this, claims, of_repair
from postmortems.rules.wording import may_say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from postmortems.config.language import CountedNouns
    from postmortems.model.impact import Figure
    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context
    from postmortems.rules.counts import Count


@rule("stated-count", family="structure", level=Level.WARNING)
def stated_count(incident: Incident, context: Context) -> Iterator[Problem]:
    """The headline counts other clients, users, tickets or failed requests than the impact does.

    Looked at are the title, the summary and the impact, for a number beside one of the
    `counted_nouns` of `site_config/language.yml`: `12 clients`, `1,200`, `1.2 k`, `twelve`. A word
    of harm must stand beside it, or for tickets one such as `opened`. Round numbers from 1,000 on
    count as exactly as they are given, an estimate allows a tenth either way, and of `12 of 40`
    either may be the recorded number.

    Left alone are parts: `12 clients in Europe`, a number by a certain time, a smaller number where
    the same text gives the recorded one too or where there were several windows of harm, and
    several that add up to it. When the figure is not recorded, or its `unit` is another, nothing is
    said.

    Why: The sentence is quoted to clients, the figure is added up over the year. When the two
    differ, one of them misleads.

    Fix: Correct the sentence or the figure; `unknown` is a figure, too.

    Source: Google's SRE workbook, chapter 10, which asks that an impact be quantified.

    Flagged:
        summary: >-
          The certificate of the payment gateway expired, and 1,240 requests failed.

    Flagged:
        impact:
          clients: 40
          description: The expired certificate hit 12 clients.

    Accepted:
        summary: >-
          The certificate of the payment gateway expired, and about 1,800 requests failed.

    Accepted:
        impact:
          clients: 40
          description: The expired certificate hit 12 of 40 clients.
    """
    figures_of = _figures_of(context.settings.language.counted_nouns)
    known = _known(incident, {name for names in figures_of.values() for name in names})
    if not known:
        return
    # A noun with two meanings says something only where both of them are recorded.
    nouns = tuple(noun for noun, names in figures_of.items() if known.keys() >= set(names))
    if not may_say(incident, nouns):
        return
    last_words = dict.fromkeys(noun.rpartition(" ")[2] for noun in nouns)
    several_windows = incident.impact is not None and len(incident.impact.windows) > 1
    for path, text in claims(incident, headline=True):
        # Most texts count nothing, and this tells it ten times sooner.
        folded = text.casefold()
        if not any(noun in folded for noun in last_words):
            continue
        sentences = Sentences(text)
        by_figures: dict[tuple[str, ...], list[Count]] = {}
        for count in islice(counts(text, nouns), _MOST):
            names = figures_of[_key(count.noun)]
            by_figures.setdefault(names, []).append(count)
        for names, stated in by_figures.items():
            figures = [known[name] for name in names]
            for count in _wrong(stated, figures, parts=several_windows):
                if not _of_harm(text, count, sentences, raised=names == ("tickets",)):
                    continue
                recorded = " and ".join(
                    f"`impact.{name}`, {known[name].value:,.15g}" for name in names
                )
                yield Problem(
                    rule="stated-count",
                    path=path,
                    message=f"`{printable(count.text)}` contradicts {recorded}",
                    why="the words are quoted; the figure is added up with those of others",
                    fix="correct one of them",
                )


def _known(incident: Incident, names: Collection[str]) -> dict[str, Figure]:
    """Return the recorded figures by their names; those that nobody knows are left out."""
    impact = incident.impact
    if impact is None:
        return {}
    figures = {name: getattr(impact, name) for name in names}
    return {
        name: figure
        for name, figure in figures.items()
        if figure is not None and figure.value is not None
    }


@lru_cache(maxsize=8)
def _figures_of(nouns: CountedNouns) -> dict[str, tuple[str, ...]]:
    """Return for each noun, in lower case, the names of the figures that it may mean."""
    found: dict[str, tuple[str, ...]] = {}
    for each in fields(nouns):
        for noun in getattr(nouns, each.name):
            found[_key(noun)] = (*found.get(_key(noun), ()), each.name)
    return found


def _key(noun: str) -> str:
    return " ".join(noun.casefold().split()).replace("\u2019", "'")


def _wrong(stated: Sequence[Count], figures: Sequence[Figure], *, parts: bool) -> Iterator[Count]:
    """Yield the counts that no figure bears out; with ``parts``, smaller ones may be of a part."""
    spans = [_span(figure) for figure in figures]
    if any(low <= sum(each.value for each in stated) <= high for low, high in spans):
        return
    right = [each.value for each in stated if any(each.fits(*span) for span in spans)]
    whole = max([*right, *(high for _, high in spans if parts)], default=0)
    for each in stated:
        comparable = all(_same_unit(each.noun, figure) for figure in figures)
        if comparable and each.value > whole and not any(each.fits(*span) for span in spans):
            yield each


def _span(figure: Figure) -> tuple[float, float]:
    value = figure.value or 0
    slack = value / 10 if figure.basis == "estimated" else 0
    return value - slack, value + slack


def _same_unit(noun: str, figure: Figure) -> bool:
    """Tell whether a figure counts what the noun names, as far as it says what it counts."""
    return figure.unit is None or _key(noun).split()[-1] in _key(figure.unit).split()


def _of_harm(text: str, count: Count, sentences: Sentences, *, raised: bool) -> bool:
    """Tell whether a count is of what this incident hurt, or of tickets that it raised."""
    first, last = sentences.around(count.start, count.end)
    sentence = text[first:last]
    if not about_this(sentence) or of_repair(sentence) or _PARTLY.search(sentence):
        return False
    if _WHICH.match(text, count.end, last):
        return False
    if not raised and _HARM_WITHIN.search(count.text):
        return True
    before, after = (_RAISED_BEFORE, _RAISED_AFTER) if raised else (_HARM_BEFORE, _HARM_AFTER)
    near = max(first, count.start - _NEAR)
    return bool(before.search(text, near, count.start) or after.match(text, count.end, last))


_NEAR = 80
# So many counts no headline holds; a hostile one is not followed any further.
_MOST = 200
_HARM = (
    r"(?:error\w*|fail\w*|unable|not able|unavailab\w+|unreachab\w+|inaccessib\w+|down|offline"
    r"|affect\w*|impact(?:ed|ing|s)?|hit|hitting|hurt\w*|struck|disrupt\w*|lost access"
    r"|los(?:t|ing) (?:the )?(?:connection|service)|could(?: not|n['\u2019]t)|cannot|can['\u2019]t"
    r"|block\w*|declin\w*|reject\w*|dropp\w*|timed out|timing out|prevent\w*|cut off"
    r"|locked out|lock\w* out|kept out)"
)
_RAISED = r"(?:open(?:ed|ing)?|rais(?:ed|ing)|filed|caus(?:ed|ing)|led to|resulted in|generated)"
# Between the word of harm and the number no other clause may begin, and nobody only tell of it.
_BETWEEN = (
    r"(?:\s+(?!(?:and|but|or|of|not|never|no|nor|while|whereas|report\w*|call\w*|complain\w*|wrote"
    r"|said|told|notic\w*|ask\w*|confirm\w*|notif\w*|inform\w*|warn\w*)\b)[^\W\d][\w'\u2019-]*)"
)
_DENIED = r"(?<!not )(?<!never )(?<!n't )(?<!n\u2019t )(?<!without )(?<!\w)"
_HARM_WITHIN = re.compile(rf"\b{_HARM}\b", re.IGNORECASE)
_HARM_BEFORE = re.compile(rf"{_DENIED}{_HARM}\b{_BETWEEN}{{0,4}}\s*\Z", re.IGNORECASE)
_HARM_AFTER = re.compile(rf"{_BETWEEN}{{0,3}}?\s+{_HARM}\b", re.IGNORECASE)
_RAISED_BEFORE = re.compile(rf"{_DENIED}{_RAISED}\b{_BETWEEN}{{0,2}}\s*\Z", re.IGNORECASE)
_RAISED_AFTER = re.compile(
    rf"{_BETWEEN}{{0,2}}?\s+(?:{_RAISED}|came in|were (?:open|rais|fil)ed)\b", re.IGNORECASE
)
# Only some of those who are counted: in a place, of a sort, with a property.
_WHICH = re.compile(
    r"\s+(?:in(?! (?:all|total)\b)|on|with|without|who|whose|that|which|using|of|from|at"
    r"|behind|under|for whom)\b",
    re.IGNORECASE,
)
# Only some of the time, or some of several.
_PARTLY = re.compile(
    r"\b(?:by then|by \d|so far|at first|first|initially|already|at (?:the|its) (?:time|peak)|still"
    r"|within|later|among|includ\w+|an hour|a minute|a second)\b",
    re.IGNORECASE,
)
