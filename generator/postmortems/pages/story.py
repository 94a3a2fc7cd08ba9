"""What happened and when, as the postmortem page tells it: milestones, phase bar, timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.clock import duration
from postmortems.pages.base import When, when

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

_MILESTONES = (
    ("started", "Started"),
    ("detected", "Detected"),
    ("acknowledged", "Acknowledged"),
    ("declared", "Declared"),
    ("mitigated", "Mitigated"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
)

_SPANS = (
    ("Harm lasted", "started", "mitigated", "mitigated − started"),
    ("Time to detect", "started", "detected", "detected − started"),
    ("Time to acknowledge", "detected", "acknowledged", "acknowledged − detected"),
    ("Time to mitigate", "detected", "mitigated", "mitigated − detected"),
    ("Time to verify", "mitigated", "resolved", "resolved − mitigated"),
)

_STRETCHES = (
    ("unnoticed", "Unnoticed", "started", ("detected",)),
    ("harm", "Noticed, not yet mitigated", "detected", ("mitigated", "resolved")),
    ("verify", "Mitigated, being verified", "mitigated", ("resolved",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A moment of the incident's life; ``when`` is None where it was not recorded."""

    label: str
    when: When | None
    after: str
    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A named duration with its definition; ``text`` is empty where it cannot be computed."""

    label: str
    text: str
    definition: str
    from_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the phase bar, in percent of its length."""

    role: str
    label: str
    text: str
    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A timeline entry on the phase bar, in percent of its length."""

    x: str
    key: bool
    anchor: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The proportional picture of an incident, from its start to its resolution."""

    description: str
    stretches: tuple[Stretch, ...]
    phases: tuple[Stretch, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the timeline. ``gap`` says how long nothing was written down before it."""

    anchor: str
    when: When
    new_day: bool
    offset: str
    phase: str
    phase_role: str
    text: str
    actor: str
    evidence: str
    key: bool
    gap: str


def milestones(incident: Incident) -> tuple[Milestone, ...]:
    """List the moments of the incident's life, recorded or not, with their time from the start."""
    times = incident.times
    begun = times.started if times else None
    found = []
    for name, label in _MILESTONES:
        moment: datetime | None = getattr(times, name) if times else None
        if name == "closed" and moment is None and incident.status != "closed":
            continue
        found.append(
            Milestone(
                label=label,
                when=when(moment, incident),
                after=_after(moment, begun),
                estimated=name == "started" and bool(times and times.started_estimated),
            )
        )
    return tuple(found)


def _after(moment: datetime | None, begun: datetime | None) -> str:
    if moment is None or begun is None or moment <= begun:
        return ""
    return "+" + duration(moment - begun)


def spans(incident: Incident) -> tuple[Span, ...]:
    """Compute the stage durations."""
    times = incident.times
    found = []
    for label, start, end, definition in _SPANS:
        first: datetime | None = getattr(times, start) if times else None
        last: datetime | None = getattr(times, end) if times else None
        text = duration(last - first) if first is not None and last is not None else ""
        found.append(
            Span(label=label, text=text, definition=definition, from_start=start == "started")
        )
    return tuple(found)


def bar(incident: Incident, lines: tuple[Entry, ...]) -> Bar | None:
    """Draw the incident to scale; None until it has a start and an end in the right order."""
    times = incident.times
    if times is None or times.resolved is None:
        return None
    first = times.started or times.detected
    last = times.resolved
    if first is None or last <= first:
        return None
    whole = last - first
    stretches = []
    for role, label, start_name, end_names in _STRETCHES:
        start = getattr(times, start_name)
        end = next((found for name in end_names if (found := getattr(times, name))), None)
        if start is None or end is None or not first <= start < end <= last:
            continue
        stretches.append(
            Stretch(
                role=role,
                label=label,
                text=duration(end - start),
                x=_percent((start - first) / whole),
                width=_percent((end - start) / whole),
            )
        )
    if not stretches:
        return None
    marks = tuple(
        Mark(
            x=_percent((entry.at - first) / whole),
            key=entry.key,
            anchor=line.anchor,
            label=f"{line.when.clock} {line.phase}".strip(),
        )
        for entry, line in zip(incident.timeline, lines, strict=True)
        if first <= entry.at <= last
    )
    said = "; ".join(f"{each.label.lower()} for {each.text}" for each in stretches)
    return Bar(
        description=f"From start to resolution in {duration(whole)}: {said}.",
        stretches=tuple(stretches),
        phases=tuple(_phases(incident, lines, first, last)),
        marks=marks,
    )


def _phases(
    incident: Incident, lines: tuple[Entry, ...], first: datetime, last: datetime
) -> Iterator[Stretch]:
    """Run each phase from its first entry to that of the next, as far as entries name one."""
    named = [
        (max(entry.at, first), line)
        for entry, line in zip(incident.timeline, lines, strict=True)
        if line.phase and entry.at < last
    ]
    for index, (begin, line) in enumerate(named):
        if index and named[index - 1][1].phase == line.phase:
            continue
        later = (at for at, other in named[index + 1 :] if other.phase != line.phase)
        end = next(later, last)
        if end > begin:
            yield Stretch(
                role=line.phase_role,
                label=line.phase,
                text=duration(end - begin),
                x=_percent((begin - first) / (last - first)),
                width=_percent((end - begin) / (last - first)),
            )


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def entries(incident: Incident, settings: Settings) -> tuple[Entry, ...]:
    """List the timeline with day changes, distances and silences."""
    names = {each.id: each.name for each in settings.taxonomy.phases}
    limit = timedelta(minutes=settings.policy.timeline.gap_minutes)
    begun = incident.times.started if incident.times else None
    resolved = incident.times.resolved if incident.times else None
    found: list[Entry] = []
    seen: dict[str, int] = {}
    for index, entry in enumerate(incident.timeline):
        said = when(entry.at, incident)
        assert said is not None  # noqa: S101 - an entry always has its moment
        before = incident.timeline[index - 1].at if index else None
        silent = (
            before is not None
            and entry.at - before > limit
            and (resolved is None or before < resolved)
        )
        base = f"t-{said.date}-{said.clock}".replace(":", "").replace(" ", "-")
        seen[base] = seen.get(base, 0) + 1
        found.append(
            Entry(
                anchor=base if seen[base] == 1 else f"{base}-{seen[base]}",
                when=said,
                new_day=not found or found[-1].when.date != said.date,
                offset=_after(entry.at, begun),
                phase=names.get(entry.phase or "", ""),
                phase_role=entry.phase or "none",
                text=entry.text,
                actor=entry.actor or "",
                evidence=entry.evidence or "",
                key=entry.key,
                gap=duration(entry.at - before) if silent and before is not None else "",
            )
        )
    return tuple(found)
