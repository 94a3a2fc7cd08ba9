"""From files to events: what each file is, and everything that could be read of it or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.errors import UsageError
from postmortems.importers.draft import Spot
from postmortems.importers.events import alerts, chat, github, logs, slack, table
from postmortems.importers.events.archive import document, is_archive, members
from postmortems.importers.events.event import Event, Skipped, Terms
from postmortems.importers.events.stamps import Stamps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from postmortems.config.timeline import TimelineWords
    from postmortems.importers.dates import Order
    from postmortems.importers.document import Document
    from postmortems.importers.events.event import Reader

READERS: tuple[Reader, ...] = (
    slack.READER,
    alerts.READER,
    github.READER,
    table.CSV,
    table.JSON,
    logs.READER,
    chat.READER,
)
"""Every kind of source; of two that fit alike, the one that stands first."""
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document with events: what it was taken for, and its events in its own order."""

    name: str
    label: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All sources that hold events, and everything that became none."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]


def gather(
    files: Iterable[tuple[str, bytes]],
    words: TimelineWords,
    *,
    zone: str | None = None,
    order: Order | None = None,
    year: int | None = None,
    channels: Collection[str] = (),
) -> Gathered:
    """Read files, given as pairs of a name and what they hold.

    ``zone`` is that of times without an offset, ``order`` that of days in figures, ``year`` that of
    logs without one. ``channels`` are those of a Slack export to look at. Raises UsageError where
    an export holds several and nobody says which, and for a channel that none has.
    """
    documents, skipped = _documents(files)
    chosen = _of_channels(documents, channels)
    people = slack.people(documents)
    sources: list[Source] = []
    for each in chosen:
        stamps = Stamps(zone=zone, order=order).of(each.text)
        terms = Terms(words=words, stamps=stamps, people=people, year=year)
        reader = reader_of(each, terms)
        if reader is None:
            reason = "nothing in it looks like an event with a time"
            skipped.append(Skipped(source=each.name, spot=Spot(), excerpt="", reason=reason))
            continue
        told = list(reader.read(each, terms))
        skipped += [one for one in told if isinstance(one, Skipped)]
        events = tuple(one for one in told if isinstance(one, Event))
        sources.append(Source(name=each.name, label=reader.label, events=events))
    return Gathered(sources=tuple(sources), skipped=tuple(skipped))


def reader_of(each: Document, terms: Terms) -> Reader | None:
    """Return what reads a document best; None for what no reader knows."""
    best, reader = max(((one.fits(each, terms), one) for one in READERS), key=lambda pair: pair[0])
    return reader if best else None


def _documents(files: Iterable[tuple[str, bytes]]) -> tuple[list[Document], list[Skipped]]:
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for name, content in files:
        found = members(name, content) if is_archive(content) else [document(name, content)]
        for each in found:
            if isinstance(each, Skipped):
                skipped.append(each)
            else:
                documents.append(each)
    return documents, skipped


def _of_channels(documents: Sequence[Document], wanted: Collection[str]) -> list[Document]:
    """Leave out the lists of exports, and the channels that nobody asked about.

    An export holds whatever its workspace talks about: nobody wants all of it in a postmortem.
    """
    names = {each.lstrip("#") for each in wanted}
    others = [each for each in documents if not slack.is_list(each)]
    days = {each.name: slack.channel_of(each) for each in others if slack.is_day(each)}
    there = sorted(set(days.values()) - {""})
    if missing := sorted(names - set(there)):
        raise UsageError(f"no channel {missing[0]!r} in the files; {_listed(there)}")
    if len(there) > 1 and not names:
        raise UsageError(f"{_listed(there)}; say which with --channel, such as {there[0]}")
    return [
        each for each in others if each.name not in days or not names or days[each.name] in names
    ]


def _listed(channels: Sequence[str]) -> str:
    if not channels:
        return "there are no channels in them"
    more = f" and {len(channels) - _SHOWN:,} more" if len(channels) > _SHOWN else ""
    return f"there are the channels {', '.join(channels[:_SHOWN])}{more}"
