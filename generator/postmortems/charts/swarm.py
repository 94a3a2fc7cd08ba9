"""Places dots beside each other where they would cover each other, and labels along a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def swarm(places: Sequence[float], pitch: float) -> list[int]:
    """Return how many dots each place is above (+) or below (−) the line, nearest first.

    `places` are px in rising order; on one level, dots are at least `pitch` px apart.
    """
    last: list[float] = []
    levels: list[int] = []
    for place in places:
        level = next((at for at, end in enumerate(last) if place - end >= pitch), len(last))
        last[level : level + 1] = [place]
        levels.append((level + 1) // 2 * (1 if level % 2 else -1))
    return levels


def spread(
    wanted: Sequence[float], widths: Sequence[float], room: float, gap: float
) -> list[float]:
    """Return the middles of labels near where they are wanted, side by side within `room` px.

    `wanted` are px in rising order. Labels that cannot all fit run over the left end.
    """
    starts: list[float] = []
    end = -gap
    for middle, width in zip(wanted, widths, strict=True):
        starts.append(max(middle - width / 2, end + gap))
        end = starts[-1] + width
    limit = room
    for at in reversed(range(len(starts))):
        starts[at] = min(starts[at], limit - widths[at])
        limit = starts[at] - gap
    return [start + width / 2 for start, width in zip(starts, widths, strict=True)]
