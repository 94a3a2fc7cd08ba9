"""Where moments fall on the picture of an incident: its scale, clock times and named moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from whenever import Instant

from postmortems.advice.clocks import is_running
from postmortems.pages.base import when

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

Anchor = Literal["start", "middle", "end"]

_MOMENTS = ("started", "detected", "acknowledged", "declared", "mitigated", "resolved")
_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)
_DAY = 1440
_DAYS = (1, 2, 7, 14, 28, 91, 182, 364)
_MOST_TICKS = 6
_EDGE = 0.06
"""A name this near to an edge is set inwards, to stay inside the picture."""
_ROW = 15
_LETTER = 6.2
_PAD = 12
_LEAST = 0.25
"""An open incident whose recorded part is a smaller share than this of its time up to now is drawn
with a break before now: to scale, all that is known of it would lie on a few pixels."""
_BROKEN = 0.86
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From the first moment to the last one drawn to scale, on a ``share`` of the width.

    ``now`` tells whether the picture's right edge stands for now.
    """

    first: datetime
    last: datetime
    share: float
    now: bool

    def at(self, moment: datetime) -> float:
        """Return where a moment falls, from 0 to the share."""
        return self.share * ((moment - self.first) / (self.last - self.first))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A clock time under the picture."""

    x: str
    label: str
    anchor: Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A named moment over the picture: ``top`` and ``base`` are pixels from above."""

    x: str
    label: str
    anchor: Anchor
    dx: int
    top: int
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """The named moments, in as many rows as keep their names apart at one width."""

    height: int
    flags: tuple[Flag, ...]


def percent(share: float) -> str:
    """Write a share of the width: ``16.67%``."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def scale(incident: Incident, as_of: datetime) -> Scale | None:
    """Return the scale of the picture; None without a start, or without an end after it."""
    times = incident.times
    first = (times.started or times.detected) if times else None
    if times is None or first is None:
        return None
    if not is_running(incident):
        last = times.resolved
        if last is None or last <= first:
            return None
        return Scale(first=first, last=last, share=1, now=False)
    moments = [getattr(times, name) for name in _MOMENTS]
    moments += [each.at for each in incident.timeline]
    known = max(each for each in moments if each is not None)
    dated = incident.date_unknown is None
    if dated and as_of > known and (known - first) >= _LEAST * (as_of - first):
        return Scale(first=first, last=as_of, share=1, now=True)
    if known <= first:
        return (
            Scale(first=first, last=as_of, share=1, now=True) if dated and as_of > first else None
        )
    return Scale(first=first, last=known, share=_BROKEN, now=dated and as_of > known)


def ticks(incident: Incident, drawn: Scale) -> tuple[Tick, ...]:
    """List round clock times of the record's own zone, at most a handful."""
    whole = (drawn.last - drawn.first).total_seconds() / 60
    steps = (*_MINUTES, *(days * _DAY for days in _DAYS))
    step = next((each for each in steps if whole / each <= _MOST_TICKS), None)
    if step is None:
        step = _DAY * (int(whole / _DAY / _MOST_TICKS) + 1)
    local = _local(drawn.first, incident)
    passed = local.hour * 60 + local.minute + local.second / 60
    wait = -passed % step if step < _DAY else -passed % _DAY
    at = drawn.first + timedelta(minutes=wait)
    found: list[Tick] = []
    day = ""
    while at <= drawn.last:
        said = when(at, incident)
        assert said is not None  # noqa: S101 - a moment always has words
        new = said.date != day and (bool(day) or step >= _DAY)
        share = drawn.at(at)
        label = _day(said.date) if step >= _DAY else said.clock
        if new and step < _DAY:
            label = f"{_day(said.date)} {said.clock}"
        day = said.date
        found.append(Tick(x=percent(share), label=label, anchor=_anchor(share)))
        at += timedelta(minutes=step)
    return tuple(found)


def _local(moment: datetime, incident: Incident) -> datetime:
    """Return a moment on the clocks of the record's zone."""
    if incident.timezone is None or incident.date_unknown is not None:
        return moment
    return Instant(moment.astimezone(UTC)).to_tz(incident.timezone).to_stdlib()


def _anchor(share: float) -> Anchor:
    if share < _EDGE:
        return "start"
    return "end" if share > 1 - _EDGE else "middle"


def _day(day: str) -> str:
    if day.startswith("day "):
        return day
    read = date.fromisoformat(day)
    return f"{read.day} {_MONTHS[read.month - 1]}"


def flags(incident: Incident, drawn: Scale, *, width: int, clocks: bool) -> Flags:
    """Name the recorded moments over the picture, in rows that keep the names apart.

    ``width`` is the least width in pixels for which they are laid out. A flag's pole runs down
    through the rows below it, so a name may not lie across the pole of a higher one.
    """
    named: dict[datetime, list[str]] = {}
    for name in _MOMENTS:
        moment = getattr(incident.times, name)
        if moment is not None and drawn.first <= moment <= drawn.last:
            named.setdefault(moment, []).append(name)
    placed: list[tuple[float, float, float, int, str, Anchor]] = []
    for moment, names in sorted(named.items(), reverse=True):
        label = ", ".join(names).capitalize()
        said = when(moment, incident)
        if clocks and said is not None:
            label += f" {said.clock}"
        x = drawn.at(moment) * width
        length = len(label) * _LETTER + _PAD
        ending = x + length > width and x > width / 2
        left, right = (x - length, x) if ending else (x, x + length)
        row = 0
        while any(
            (low < right and left < high and other == row) or (left < pole < right and other >= row)
            for pole, low, high, other, *_ in placed
        ):
            row += 1
        placed.append((x, left, right, row, label, "end" if ending else "start"))
    rows = max((row for *_, row, _, _ in placed), default=-1) + 1
    return Flags(
        height=rows * _ROW + 4,
        flags=tuple(
            Flag(
                x=percent(x / width),
                label=label,
                anchor=anchor,
                dx=-4 if anchor == "end" else 4,
                top=(rows - 1 - row) * _ROW + 1,
                base=(rows - 1 - row) * _ROW + 11,
            )
            for x, _, _, row, label, anchor in reversed(placed)
        ),
    )
