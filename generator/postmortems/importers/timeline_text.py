"""A drawn timeline as plain text: what would be there, and what every doubt rests on."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.clock import duration
from postmortems.importers.phases import NOTHING
from postmortems.importers.timeline_words import day_and_clock, many, phase_names, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postmortems.config.settings import Settings
    from postmortems.importers.draft import Spot
    from postmortems.importers.events.event import Skipped
    from postmortems.importers.timeline import Drawn, Line

WIDTH = 80
_LONGEST = 2_000
_ALIKE = 5


def text(drawn: Drawn, settings: Settings, plain: Callable[[str], str]) -> str:
    """Write a timeline in lines of at most 80 columns; ``plain`` turns Markdown into words."""
    names = phase_names(settings)
    lines = [*_head(drawn)]
    lines += _entries(drawn, names, plain)
    for title, body in (
        ("Moments", _moments(drawn)),
        ("Phases", _phases(drawn, names)),
        ("Silences", _gaps(drawn, names)),
        ("Decisions", _decisions(drawn, plain)),
        ("Told twice, and left out", _duplicates(drawn, plain)),
        ("No events by their nature", _left(drawn)),
        ("Not read", _unread(drawn)),
    ):
        found = list(body)
        if found:
            lines += ["", title, *found]
    return "\n".join(lines) + "\n"


def _head(drawn: Drawn) -> Iterator[str]:
    incident = drawn.incident
    yield from _wrapped(f"{incident.id}: {printable(incident.title, 200)}", "", "")
    told = sum(len(each.events) for each in drawn.sources)
    faults = sum(each.fault for each in drawn.skipped)
    parts = [
        f"{many(told, 'event')} from {many(len(drawn.sources), 'source')}",
        f"{len(drawn.new):,} new",
        f"{len(drawn.duplicates):,} told twice",
        f"{faults:,} not read",
    ]
    yield from _wrapped("; ".join(parts) + ".", "", "")
    for each in drawn.sources:
        said = f"{printable(each.name, 200)}: {each.label}, {many(len(each.events), 'event')}"
        yield from _wrapped(said, "  ", "    ")


def _entries(drawn: Drawn, names: dict[str, str], plain: Callable[[str], str]) -> Iterator[str]:
    if not drawn.lines:
        yield from ("", "There is nothing to put into the timeline.")
        return
    zone = f"; times are in {zone_of(drawn)}" if zone_of(drawn) else ""
    yield ""
    yield from _wrapped(f"Timeline ({many(len(drawn.lines), 'entry', 'entries')}, + is new{zone})")
    today = ""
    width = max(len(day_and_clock(each.entry.at, drawn)[1]) for each in drawn.lines)
    for line in drawn.lines:
        day, clock = day_and_clock(line.entry.at, drawn)
        if day != today:
            yield f"  {day}"
            today = day
        yield from _entry(line, clock.ljust(width), names, plain)


def _entry(
    line: Line, clock: str, names: dict[str, str], plain: Callable[[str], str]
) -> Iterator[str]:
    sign = "+" if line.placed else " "
    who = line.placed.event.actor if line.placed else (line.recorded and line.recorded.actor)
    said = plain(line.entry.text)
    yield from _wrapped(f"{printable(who, 120)}: {said}" if who else said, f"  {sign} {clock}  ")
    under = " " * (len(clock) + 6)
    proposal = line.proposal
    if line.placed:
        yield from _wrapped(plain(line.placed.event.evidence), under)
        if proposal.because != NOTHING:
            phase = names.get(proposal.phase, "no phase")
            yield from _wrapped(f"{phase}: {printable(proposal.because, 300)}", under)
        for doubt in line.placed.doubts:
            yield from _wrapped(f"doubtful: {printable(doubt, 300)}", under)
    elif proposal.phase and not proposal.stated:
        said = f"maybe {names.get(proposal.phase, proposal.phase)}: {proposal.because}"
        yield from _wrapped(said, under)
    elif proposal.phase:
        yield under + names.get(proposal.phase, proposal.phase)


def _moments(drawn: Drawn) -> Iterator[str]:
    for each in drawn.outlook.moments:
        said = f"{' '.join(day_and_clock(each.at, drawn))}, {each.because}"
        if each.recorded is not None and not each.trouble:
            said = f"{said}; the record says the same"
        elif each.recorded is not None:
            other = " ".join(day_and_clock(each.recorded, drawn))
            said = f"{said}; the record says {other}, which stays"
        elif each.trouble:
            said = f"{said}; {each.trouble}, so it is not proposed"
        else:
            said = f"{said}; not recorded yet"
        yield from _wrapped(said, f"  {each.name:<14}")


def _phases(drawn: Drawn, names: dict[str, str]) -> Iterator[str]:
    for each in drawn.outlook.stretches:
        start, end = (" ".join(day_and_clock(at, drawn)) for at in (each.start, each.end))
        length = duration(each.length) or "0 min"
        said = f"from {start} for {length}" if not each.last else f"from {start}, last entry {end}"
        yield from _wrapped(said, f"  {names.get(each.phase, each.phase):<17}")
    if drawn.outlook.missing and drawn.lines:
        missing = ", ".join(names.get(each, each) for each in drawn.outlook.missing)
        yield from _wrapped(f"Nothing shows: {missing}", "  ", "    ")


def _gaps(drawn: Drawn, names: dict[str, str]) -> Iterator[str]:
    for each in drawn.outlook.gaps:
        start = " ".join(day_and_clock(drawn.lines[each.before].entry.at, drawn))
        phase = names.get(each.phase, each.phase)
        yield from _wrapped(
            f"{duration(each.length)} from {start} in {phase}, where more than "
            f"{duration(each.most)} is long",
            "  ",
            "    ",
        )


def _decisions(drawn: Drawn, plain: Callable[[str], str]) -> Iterator[str]:
    for each in drawn.outlook.decisions:
        entry = drawn.lines[each.entry].entry
        when = " ".join(day_and_clock(entry.at, drawn))
        yield from _wrapped(f"{when}  {plain(entry.text)} ({each.because})", "  ", "    ")


def _duplicates(drawn: Drawn, plain: Callable[[str], str]) -> Iterator[str]:
    for each in drawn.duplicates:
        where = _where(each.event.source, each.event.spot)
        said = f"{where}: {plain(each.event.text)} (as in {each.of})"
        yield from _wrapped(said, "  ", "    ")


def _left(drawn: Drawn) -> Iterator[str]:
    """Say what is no event by its nature; of very many alike, how many and where."""
    alike: dict[tuple[str, str], list[Skipped]] = {}
    for each in drawn.skipped:
        if not each.fault:
            alike.setdefault((each.source, each.reason), []).append(each)
    for (source, reason), group in alike.items():
        if len(group) <= _ALIKE:
            for each in group:
                yield from _one(each)
            continue
        lines = [each.spot.line for each in group]
        said = (
            f"{printable(source, 200)}: {len(group):,} of lines {min(lines)} to {max(lines)}: "
            f"{reason}; --output json lists them"
        )
        yield from _wrapped(said, "  ", "    ")


def _unread(drawn: Drawn) -> Iterator[str]:
    for each in drawn.skipped:
        if each.fault:
            yield from _one(each)


def _one(each: Skipped) -> Iterator[str]:
    said = f"{_where(each.source, each.spot)}: {each.reason}"
    yield from _wrapped(f"{said}: {each.excerpt}" if each.excerpt else said, "  ", "    ")


def _where(source: str, spot: Spot) -> str:
    """Name a place: by its line, and in JSON, whose lines say little, by its path, too."""
    name = f" {printable(spot.name, 100)}" if spot.name else ""
    return f"{printable(source, 200)}:{spot.line}{name}"


def _wrapped(said: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        printable(said, _LONGEST),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_on_hyphens=False,
    ) or [first.rstrip()]
