"""What a timeline shows as a whole: moments, lengths of phases, silences, decisions, what lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from postmortems.advice.lifecycle import LIFECYCLE, contradictions
from postmortems.importers.phases import said_in
from postmortems.model.response import Times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from postmortems.config.taxonomy import Phase
    from postmortems.config.timeline import MomentWords, TimelineWords
    from postmortems.importers.phases import Entry, Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment of the incident's life that an entry shows.

    ``entry`` is its number in the whole timeline. ``recorded`` is what the record holds, None where
    it holds nothing; ``trouble`` says why the two or the order of moments do not go together.
    """

    name: str
    at: datetime
    entry: int
    because: str
    recorded: datetime | None
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time in one phase, from the first entry that shows it to the next phase's first."""

    phase: str
    start: datetime
    end: datetime
    last: bool = False

    @property
    def length(self) -> timedelta:
        """Return how long it was."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A silence between two entries, longer than its phase allows; numbers of the entries."""

    before: int
    after: int
    length: timedelta
    phase: str
    most: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An entry in which something was decided, and the words that say so."""

    entry: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Everything above, of one timeline."""

    moments: tuple[Moment, ...]
    stretches: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]
    decisions: tuple[Decision, ...]
    missing: tuple[str, ...]


def outlook(
    entries: Sequence[Entry],
    proposals: Sequence[Proposal],
    by: TimelineWords,
    phases: Sequence[Phase],
    times: Times | None,
) -> Outlook:
    """Look over a timeline that is in order, each entry with its phase."""
    moments = tuple(_moments(entries, by, times))
    stretches = tuple(_stretches(entries, proposals))
    expected = {each.phase for each in by.phases if each.expected}
    shown = {each.phase for each in proposals}
    return Outlook(
        moments=moments,
        stretches=stretches,
        gaps=tuple(_gaps(entries, proposals, by, _over(moments, times))),
        decisions=tuple(_decisions(entries, by)),
        missing=tuple(each.id for each in phases if each.id in expected - shown),
    )


def _moments(entries: Sequence[Entry], by: TimelineWords, times: Times | None) -> Iterator[Moment]:
    """Yield the moments that entries show, in the order of an incident's life."""
    wanted = {each.moment: each for each in by.moments}
    known = {name: at for name in LIFECYCLE if (at := getattr(times, name, None)) is not None}
    for name in LIFECYCLE:
        found = _shown(entries, wanted[name], by) if name in wanted else None
        if found is None:
            continue
        entry, because = found
        at, recorded = entries[entry].at, known.get(name)
        trouble = ""
        if recorded is not None and _minute(recorded) != _minute(at):
            trouble = "the record says another time"
        elif recorded is None:
            trouble = _out_of_order(name, at, known)
        if recorded is None and not trouble:
            known[name] = at
        yield Moment(
            name=name,
            at=at,
            entry=entry,
            because=because,
            recorded=recorded,
            trouble=trouble,
        )


def _shown(
    entries: Sequence[Entry], moment: MomentWords, by: TimelineWords
) -> tuple[int, str] | None:
    order = range(len(entries))
    for number in reversed(order) if moment.take == "last" else order:
        each = entries[number]
        said = next(said_in(each.text, moment.phrases, by), None)
        if said is not None:
            return number, f"it says “{' '.join(said[0].split())}”"
        if each.kind in moment.kinds:
            return number, f"it is the {moment.take} event of its kind, {each.kind}"
    return None


def _out_of_order(name: str, at: datetime, known: dict[str, datetime]) -> str:
    """Say which of the known moments one would contradict; nothing where it fits."""
    held: dict[str, Any] = {**known, name: at}
    for each in contradictions(Times(**held)):
        if name == each.first:
            return f"it lies after `{each.second}`"
        if name == each.second:
            return f"it lies before `{each.first}`"
    return ""


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _stretches(entries: Sequence[Entry], proposals: Sequence[Proposal]) -> Iterator[Stretch]:
    """Yield the times in one phase: one after the other, none inside another."""
    begun: list[tuple[str, datetime]] = []
    for entry, proposal in zip(entries, proposals, strict=True):
        if proposal.phase and (not begun or begun[-1][0] != proposal.phase):
            begun.append((proposal.phase, entry.at))
    if begun:
        for (phase, start), (_, end) in pairwise(begun):
            yield Stretch(phase=phase, start=start, end=end)
        phase, start = begun[-1]
        yield Stretch(phase=phase, start=start, end=entries[-1].at, last=True)


def _over(moments: Sequence[Moment], times: Times | None) -> datetime | None:
    """Return when the incident was over: as recorded, else as an entry shows."""
    for name in ("resolved", "closed"):
        if (at := getattr(times, name, None)) is not None:
            found: datetime = at
            return found
    return next((each.at for each in moments if each.name == "resolved"), None)


def _gaps(
    entries: Sequence[Entry],
    proposals: Sequence[Proposal],
    by: TimelineWords,
    over: datetime | None,
) -> Iterator[Gap]:
    """Yield silences that are too long for the phase they fall into, while it was not over."""
    longest = {
        each.phase: timedelta(minutes=each.gap_minutes)
        for each in by.phases
        if each.gap_minutes is not None
    }
    phase = ""
    for number, (one, other) in enumerate(pairwise(entries)):
        phase = proposals[number].phase or phase
        most = longest.get(phase)
        if most is None:
            continue
        # What follows once it is over is another day's work.
        length = (min(other.at, over) if over is not None else other.at) - one.at
        if length > most:
            yield Gap(before=number, after=number + 1, length=length, phase=phase, most=most)


def _decisions(entries: Sequence[Entry], by: TimelineWords) -> Iterator[Decision]:
    for number, each in enumerate(entries):
        said = next(said_in(each.text, by.decisions, by), None)
        if said is not None:
            yield Decision(entry=number, because=f"it says “{' '.join(said[0].split())}”")
