"""The phase of each entry, proposed from its own words; nothing where nothing speaks for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.importers.merge import words
from postmortems.rules.phrases import Sentences, any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from postmortems.config.taxonomy import Phase
    from postmortems.config.timeline import EventKind, TimelineWords

NOTHING = "nothing in it speaks for a phase"
"""Why most entries get none."""

_CLAUSE = re.compile(r"[,;:–—()]|\s-\s|\bbut\b|\band\b")
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the whole timeline.

    ``index`` is its place in the record, None for a new one. ``recorded`` is the phase that the
    record names, ``said`` what the source calls the phase; empty where there is none.
    """

    at: datetime
    text: str
    kind: EventKind = "event"
    index: int | None = None
    recorded: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The phase of an entry, empty where none is proposed, and why or why not.

    ``stated`` tells that the record or the source names it, which nothing has to bear out.
    """

    phase: str
    because: str
    stated: bool = False


def said_in(text: str, phrases: tuple[str, ...], by: TimelineWords) -> Iterator[tuple[str, int]]:
    """Yield each phrase that a text states, as it stands there, with its place.

    What is denied, planned, guessed or asked is not stated.
    """
    if not phrases:
        return
    sentences = Sentences(text)
    conditions = any_of(by.conditions)
    not_so = any_of((*by.negations, *by.hedges))
    for found in any_of(phrases).finditer(text):
        start, end = sentences.around(*found.span())
        sentence = text[start:end].rstrip(" *_)\"'”")
        if sentence.endswith("?") or conditions.search(sentence):
            continue
        before = _CLAUSE.split(text[start : found.start()])[-1]
        near = _WORD.findall(before)[-by.reach_words :] if by.reach_words else []
        if not not_so.search(" ".join(near)):
            yield found.group(), found.start()


def propose(
    entries: Sequence[Entry], by: TimelineWords, phases: Sequence[Phase]
) -> tuple[Proposal, ...]:
    """Propose a phase for each entry of a timeline that is in order.

    A recorded phase stands. The response goes on from phase to phase; an entry leads back only
    where it says so, or where its source names the phase, and never ahead of what the record names
    next.
    """
    rank = {each.id: place for place, each in enumerate(phases)}
    named = _names(by, phases)
    of = {words(phrase): each.phase for each in by.phases for phrase in each.phrases}
    everything = tuple(phrase for each in by.phases for phrase in each.phrases)
    reached = -1
    ahead = _ahead(entries, rank)
    found: list[Proposal] = []
    for each, following in zip(entries, ahead, strict=True):
        proposal = _stated(each, named)
        if proposal is None:
            heard: dict[str, list[str]] = {}
            for phrase, _ in said_in(each.text, everything, by):
                heard.setdefault(of[words(phrase)], []).append(phrase)
            proposal = _loudest(heard, phases) if heard else _of_kind(each, by)
        place = rank.get(proposal.phase, -1)
        back = proposal.phase and place < reached and not proposal.stated
        if back and not any(said_in(each.text, by.returns, by)):
            name = phases[reached].name
            because = f"{proposal.because}, which would lead back from {name} and does not say so"
            proposal = Proposal(phase="", because=because)
        elif not proposal.stated and place > following:
            name = phases[following].name
            because = f"{proposal.because}, while the record comes to {name} after it"
            proposal = Proposal(phase="", because=because)
        elif proposal.phase:
            reached = place
        found.append(proposal)
    return tuple(found)


def _ahead(entries: Sequence[Entry], rank: Mapping[str, int]) -> list[int]:
    """Return for each entry the rank of the phase that the record names next after it."""
    found: list[int] = []
    following = len(rank)
    for each in reversed(entries):
        found.append(following)
        following = rank.get(each.recorded, following)
    return found[::-1]


def _names(by: TimelineWords, phases: Sequence[Phase]) -> dict[str, str]:
    """Return the phase that each name stands for: its id, its own name, what other tools say."""
    found = {words(name): each.phase for each in by.phases for name in each.names}
    for phase in phases:
        found |= {words(phase.id): phase.id, words(phase.name): phase.id}
    return found


def _stated(entry: Entry, named: dict[str, str]) -> Proposal | None:
    """Return the phase that the record names, else the source."""
    if entry.recorded:
        return Proposal(phase=entry.recorded, because="it is recorded", stated=True)
    phase = named.get(words(entry.said), "") if entry.said else ""
    if not phase:
        return None
    return Proposal(phase=phase, because=f"the source calls it “{entry.said}”", stated=True)


def _of_kind(entry: Entry, by: TimelineWords) -> Proposal:
    for each in by.phases:
        if entry.kind in each.kinds:
            return Proposal(phase=each.phase, because=f"it is {_KINDS[entry.kind]}")
    return Proposal(phase="", because=NOTHING)


def _loudest(heard: Mapping[str, Sequence[str]], phases: Sequence[Phase]) -> Proposal:
    """Return the phase that most different phrases speak for; none where two tie."""
    weights = {phase: len({words(each) for each in said}) for phase, said in heard.items()}
    most = max(weights.values())
    first = [phase for phase in heard if weights[phase] == most]
    shown = {phase: _listed(heard[phase]) for phase in first}
    if len(first) == 1:
        return Proposal(phase=first[0], because=f"it says {shown[first[0]]}")
    names = {each.id: each.name for each in phases}
    said = "; ".join(f"{shown[each]} for {names.get(each, each)}" for each in first)
    return Proposal(phase="", because=f"its words tie: {said}")


def _listed(said: Iterable[str]) -> str:
    return ", ".join(f"“{' '.join(each.split())}”" for each in dict.fromkeys(said))


_KINDS: dict[EventKind, str] = {
    "alert": "an alert",
    "alert_resolved": "the end of an alert",
    "comment": "a comment",
    "commit": "a commit",
    "deployment": "a deployment",
    "event": "an event",
    "log": "a line of a log",
    "message": "a message",
    "release": "a release",
}
