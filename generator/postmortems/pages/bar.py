"""The proportional picture of an incident: what is drawn where, in percent of its width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.clocks import is_running
from postmortems.clock import duration
from postmortems.pages import axis
from postmortems.quantities import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from postmortems.model.incident import Incident
    from postmortems.pages.axis import Flags, Scale, Tick
    from postmortems.pages.story import Entry

_COURSE = (
    ("unnoticed", "Unnoticed", "started", ("detected",)),
    ("harm", "Noticed, not yet mitigated", "detected", ("mitigated", "resolved")),
    ("verify", "Mitigated, being verified", "mitigated", ("resolved",)),
)
_LABEL = 90
"""How many characters of an entry a mark tells; the timeline has them all."""
_THIN = 0.008
"""Below this share of the width a stretch is drawn with a least width, or nobody would see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the bar from ``x``; ``thin`` ones are drawn a few pixels wide to be seen at all."""

    role: str
    label: str
    text: str
    x: str
    width: str
    thin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A timeline entry on the bar, leading to the entry."""

    x: str
    key: bool
    anchor: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """From which pixel downwards each lane of the picture is drawn, and its whole height."""

    windows: int
    phases: int
    marks: int
    ticks: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The picture of an incident, from its start to its resolution, or to now while it is open.

    ``totals`` are the phases, each once with all of its time; ``wide`` and ``narrow`` the names of
    its moments, laid out for two widths; ``open`` says how it goes on, empty for one that is over;
    ``rest`` where the part begins that is not drawn to scale, empty where all of it is.
    """

    description: str
    lanes: Lanes
    course: tuple[Stretch, ...]
    windows: tuple[Stretch, ...]
    phases: tuple[Stretch, ...]
    totals: tuple[Stretch, ...]
    gaps: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    wide: Flags
    narrow: Flags
    ticks: tuple[Tick, ...]
    open: str
    rest: str


def bar(incident: Incident, lines: tuple[Entry, ...], as_of: datetime) -> Bar | None:
    """Draw the incident to scale; None until it has a start, and an end after that or none yet.

    ``lines`` are the entries of its timeline as the page lists them.
    """
    running = is_running(incident)
    scale = axis.scale(incident, as_of)
    if scale is None:
        return None
    now = f"open as of {as_of.date().isoformat()}" if scale.now else "open"
    course = tuple(_course(incident, scale))
    if not course:
        return None
    spoken = "; ".join(f"{each.label.lower()} for {each.text}" for each in course if each.text)
    silences = tuple(_gaps(incident, lines, scale))
    if running:
        said = f"From the start, still {now}"
    else:
        said = f"From start to resolution in {duration(scale.last - scale.first)}"
    said += f": {spoken}." if spoken else "."
    if silences:
        said += f" Nothing was written down for {', '.join(each.text for each in silences)}."
    phases = tuple(_phases(incident, lines, scale))
    windows = tuple(_windows(incident, scale))
    return Bar(
        description=said,
        lanes=_lanes(windows=bool(windows), phases=bool(phases), marks=bool(lines)),
        course=course,
        windows=windows,
        phases=phases,
        totals=tuple(_totals(incident, lines, scale)),
        gaps=silences,
        marks=tuple(
            Mark(
                x=axis.percent(scale.at(entry.at)),
                key=entry.key,
                anchor=line.anchor,
                label=_label(line),
            )
            for entry, line in zip(incident.timeline, lines, strict=True)
            if scale.first <= entry.at <= scale.last
        ),
        wide=axis.flags(incident, scale, width=680, clocks=True),
        narrow=axis.flags(incident, scale, width=330, clocks=False),
        ticks=axis.ticks(incident, scale),
        open=now if running else "",
        rest=axis.percent(scale.share) if scale.share < 1 else "",
    )


def _label(line: Entry) -> str:
    said = f"{line.when.clock} {' '.join(line.text.split())}"
    return said if len(said) <= _LABEL else said[: _LABEL - 1].rstrip() + "…"


def _lanes(*, windows: bool, phases: bool, marks: bool) -> Lanes:
    below = 24
    first, below = below, below + (10 if windows else 0)
    second, below = below, below + (12 if phases else 0)
    third, below = below, below + (24 if marks else 0)
    return Lanes(windows=first, phases=second, marks=third, ticks=below, height=below + 20)


def _stretch(
    scale: Scale, role: str, label: str, text: str, begin: datetime, end: datetime | None
) -> Stretch:
    """Make a stretch; without an end it goes on to the edge of the picture."""
    x = scale.at(begin)
    width = (1 if end is None else scale.at(end)) - x
    return Stretch(
        role=role,
        label=label,
        text=text,
        x=axis.percent(x),
        width=axis.percent(width),
        thin=width < _THIN,
    )


def _course(incident: Incident, scale: Scale) -> Iterator[Stretch]:
    times = incident.times
    for role, label, start_name, end_names in _COURSE:
        start = getattr(times, start_name)
        end = next((found for name in end_names if (found := getattr(times, name))), None)
        if start is None or not scale.first <= start:
            continue
        if end is None:
            if role == "unnoticed" and is_running(incident) and times and not times.mitigated:
                # Whoever works on it has noticed; nobody wrote down when.
                yield _stretch(scale, "harm", "Not yet mitigated", "", start, None)
            elif role != "unnoticed" and is_running(incident) and start <= scale.last:
                yield _stretch(scale, role, label, "", start, None)
        elif start < end <= scale.last:
            yield _stretch(scale, role, label, duration(end - start), start, end)


def _windows(incident: Incident, scale: Scale) -> Iterator[Stretch]:
    """Draw the stretches of harm, cut to what the picture shows."""
    for each in incident.impact.windows if incident.impact else ():
        begin = max(each.start, scale.first)
        if each.end is None and not is_running(incident):
            continue
        end = None if each.end is None else min(each.end, scale.last)
        if begin >= (end or scale.last):
            continue
        share = f"{figure(each.users_pct)} % of users" if each.users_pct is not None else ""
        length = duration(each.end - each.start) if each.end else "not over"
        said = ", ".join(part for part in (each.severity or "", share) if part)
        yield _stretch(scale, "window", said or "harm", length, begin, end)


def _runs(
    incident: Incident, lines: tuple[Entry, ...], scale: Scale
) -> Iterator[tuple[Entry, datetime, datetime | None]]:
    """Run each phase from its first entry to that of the next, as far as entries name one."""
    named = [
        (max(entry.at, scale.first), line)
        for entry, line in zip(incident.timeline, lines, strict=True)
        if line.phase and entry.at < scale.last
    ]
    turns = [
        each
        for index, each in enumerate(named)
        if not index or named[index - 1][1].phase != each[1].phase
    ]
    for index, (begin, line) in enumerate(turns):
        if index + 1 < len(turns):
            end: datetime | None = turns[index + 1][0]
        else:
            end = None if is_running(incident) else scale.last
        if end is None or end > begin:
            yield line, begin, end


def _phases(incident: Incident, lines: tuple[Entry, ...], scale: Scale) -> Iterator[Stretch]:
    for line, begin, end in _runs(incident, lines, scale):
        text = duration(end - begin) if end else "not over"
        yield _stretch(scale, line.phase_role, line.phase, text, begin, end)


def _totals(incident: Incident, lines: tuple[Entry, ...], scale: Scale) -> Iterator[Stretch]:
    """Add up what each phase took, in the order in which they began."""
    found: dict[str, list[tuple[Entry, datetime, datetime | None]]] = {}
    for run in _runs(incident, lines, scale):
        found.setdefault(run[0].phase, []).append(run)
    for runs in found.values():
        line, begin, _ = runs[0]
        spans = [end - start for _, start, end in runs if end]
        whole = len(spans) == len(runs)
        text = duration(sum(spans[1:], spans[0])) if whole else "not over"
        yield _stretch(scale, line.phase_role, line.phase, text, begin, begin)


def _gaps(incident: Incident, lines: tuple[Entry, ...], scale: Scale) -> Iterator[Stretch]:
    """Draw the silences that the timeline tells in words."""
    for before, entry, line in _silent(incident, lines):
        begin, end = max(before, scale.first), min(entry, scale.last)
        if begin < end:
            yield _stretch(scale, "gap", "Nothing written down", line.gap, begin, end)


def _silent(
    incident: Incident, lines: tuple[Entry, ...]
) -> Iterable[tuple[datetime, datetime, Entry]]:
    entries = incident.timeline
    return (
        (entries[index - 1].at, entry.at, line)
        for index, (entry, line) in enumerate(zip(entries, lines, strict=True))
        if line.gap
    )
