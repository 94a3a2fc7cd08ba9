"""A logarithmic axis of minutes: where it begins and ends, its labels, its columns of counts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOUR = 60
_DAY = 24 * _HOUR
_YEAR = 365 * _DAY

# The steps people use for durations; the first of each unit is labelled before the others.
_STEPS = {
    1: "1 min",
    2: "2 min",
    5: "5 min",
    10: "10 min",
    15: "15 min",
    30: "30 min",
    _HOUR: "1 h",
    2 * _HOUR: "2 h",
    4 * _HOUR: "4 h",
    8 * _HOUR: "8 h",
    _DAY: "1 d",
    2 * _DAY: "2 d",
    7 * _DAY: "7 d",
    14 * _DAY: "14 d",
    30 * _DAY: "30 d",
    90 * _DAY: "90 d",
    180 * _DAY: "180 d",
    _YEAR: "1 y",
    2 * _YEAR: "2 y",
    10 * _YEAR: "10 y",
    100 * _YEAR: "100 y",
    1000 * _YEAR: "1000 y",
}
_SPACING = 56  # px between two labels
_UNITS = (1, _HOUR, _DAY, 7 * _DAY, 30 * _DAY, _YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A stretch of the axis in whole minutes, `end` not included, and what it is called."""

    start: int
    end: int
    name: str


class Axis:
    """An axis `length` px long on which all of `minutes` (not empty, from 0) have their place.

    It runs between steps that people use, from 1 minute at the least; what is shorter stands there.
    `inset` px at both ends keep dots inside the plot.
    """

    def __init__(self, minutes: Sequence[float], *, length: float, inset: float) -> None:
        steps = list(_STEPS)
        shortest, longest = min(minutes), max(minutes)
        self.low = max((step for step in steps[:-1] if step <= shortest), default=1)
        self.high = min((step for step in steps if step > max(longest, self.low)), default=longest)
        self._cut = shortest < 1
        self._inset = inset
        self._scale = (length - 2 * inset) / log(self.high / self.low)

    def at(self, minutes: float) -> float:
        """Return the place of a duration in px."""
        return self._inset + self._scale * log(max(minutes, self.low) / self.low)

    def ticks(self) -> list[tuple[int, str]]:
        """Return the labelled steps with their labels, the first of each unit before the others."""
        chosen: list[int] = []
        for step in sorted(self._steps(), key=lambda step: (step not in _UNITS, step)):
            if all(abs(self.at(step) - self.at(other)) >= _SPACING for other in chosen):
                chosen.append(step)
        return [(step, self._label(step)) for step in sorted(chosen)]

    def columns(self) -> list[Column]:
        """Return the stretches between all steps, the first of them from 0 if durations are cut."""
        steps = self._steps()
        return [
            Column(start=0, end=end, name=f"under {_STEPS[end]}")
            if self._cut and start == 1
            else Column(start=start, end=end, name=f"{_STEPS[start]} to {_STEPS[end]}")
            for start, end in pairwise(steps)
        ]

    def _steps(self) -> list[int]:
        return [step for step in _STEPS if self.low <= step <= self.high]

    def _label(self, step: int) -> str:
        return f"≤ {_STEPS[step]}" if self._cut and step == 1 else _STEPS[step]
