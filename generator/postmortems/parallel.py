"""Spreads work over the cores where there is enough of it to pay for starting processes."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, TypeVar

from postmortems import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_IT = 200
"""How many items it takes before two processes beat one."""

_LARGEST = 200
"""How many items a worker takes at once: so many results are in its memory together."""
_AHEAD = 4
"""How many parts for each core are under way, or done and not yet taken."""


def usable_cores() -> int:
    """Count the cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


_job: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def spread(
    work: Callable[[Item], Result], items: Sequence[Item], *, worth_it: int = WORTH_IT
) -> Iterator[Result]:
    """Yield what a function makes of every item, in order, on all cores when there are many items.

    ``worth_it`` is how many that is.

    Workers are forked, so the function may be a closure over anything; only results travel. In a
    process with other threads, such as a live preview, or on a system where forking is unsafe,
    everything runs here. An exception of the function is raised here too.
    """
    cores = usable_cores() if sys.platform == "linux" else 1
    if len(items) < worth_it or cores < 2 or threading.active_count() > 1:  # noqa: PLR2004
        yield from map(work, items)
        return
    # Most runs look at a file or two, and need not import all this.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    global _job  # noqa: PLW0603 - what the forked workers inherit
    _job = (work, items)
    progress.spread_over(cores)
    collecting = gc.isenabled()
    try:
        # Small parts, so that no core waits long for the other at the end.
        step = max(1, min(_LARGEST, len(items) // (cores * 4)))
        parts = [
            range(first, min(first + step, len(items))) for first in range(0, len(items), step)
        ]
        context = multiprocessing.get_context("fork")
        # Looking for cycles while records are made would take a quarter of a worker's time.
        with ProcessPoolExecutor(cores, mp_context=context, initializer=gc.disable) as pool:
            gc.disable()
            # Only some parts are begun at a time: finished ones wait here for those before them.
            waiting = deque(pool.submit(_part, each) for each in parts[: cores * _AHEAD])
            for each in parts[cores * _AHEAD :]:
                part, told = waiting.popleft().result()
                waiting.append(pool.submit(_part, each))
                progress.hear(told, cores)
                yield from part
            while waiting:
                part, told = waiting.popleft().result()
                progress.hear(told, cores)
                yield from part
    finally:
        _job = None
        if collecting:
            gc.enable()


def _part(indexes: range) -> tuple[list[Any], Any]:
    assert _job is not None  # noqa: S101 - set before the workers were forked
    work, items = _job
    done = [work(items[index]) for index in indexes]
    gc.collect()
    return done, progress.report()
