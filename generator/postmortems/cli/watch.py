"""Takes the time of stages: what a bar, the log of a CI job and ``--timings`` are made from."""

from __future__ import annotations

import resource
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import click

from postmortems.progress import heard_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(slots=True, kw_only=True)
class Span:
    """What is known of a stage, or of several of one name in the same other one, taken together.

    ``seconds`` and ``done`` (items) are sums, ``workers`` the most processes at a time; what those
    told takes the seconds of one by their number. ``peak`` is the memory, in bytes, of the process
    that had held most by the end. ``total`` is how many items the last one has, if that is known.
    What began inside is in ``inner``, by name, in its order.
    """

    name: str
    total: int | None = None
    seconds: float = 0.0
    done: int = 0
    workers: int = 1
    peak: int = 0
    inner: dict[str, Span] = field(default_factory=dict)


class Display(Protocol):
    """Shows stages while they run; ``now`` is in seconds of a clock that never goes back."""

    def begun(self, span: Span, now: float) -> None:
        """Show that a stage has begun, inside of those that have not ended."""

    def advanced(self, number: int, now: float) -> None:
        """Show that the innermost stage has done so many more items."""

    def ended(self, span: Span, took: float, done: int, now: float) -> None:
        """Show that the innermost stage has ended, after so many seconds and items."""

    def close(self) -> None:
        """Leave nothing behind."""


class Watch:
    """Hears of stages and takes their time. ``used`` is the CPU time until now, in seconds."""

    def __init__(
        self,
        display: Display | None = None,
        *,
        clock: Callable[[], float] = time.perf_counter,
        used: float = 0.0,
        memory: Callable[[], int] | None = None,
    ) -> None:
        self._display = display
        self._clock = clock
        self._memory = memory or peak_memory
        self._begun = clock() - used
        self._open: list[_Open] = []
        self.root = Span(name="total")
        if used:
            self.root.inner["start"] = Span(name="start", seconds=used, peak=self._memory())

    def begin(self, name: str, total: int | None) -> _Open:
        """Hear that a stage begins."""
        above = self._open[-1].span if self._open else self.root
        span = above.inner.setdefault(name, Span(name=name))
        span.total = total
        opened = _Open(self, span, self._clock())
        self._open.append(opened)
        if self._display is not None:
            self._display.begun(span, opened.begun)
        return opened

    def spread(self, processes: int) -> None:
        """Hear on how many processes the innermost stage runs."""
        if self._open:
            span = self._open[-1].span
            span.workers = max(span.workers, processes)

    def apart(self) -> Watch:
        """Return one that takes the time in a process that was forked from this one."""
        return Watch(clock=self._clock, memory=self._memory)

    def report(self) -> list[Span]:
        """Return what has ended since the last report; nothing may be open."""
        told = list(self.root.inner.values())
        self.root = Span(name="total")
        return told

    def hear(self, report: list[Span], processes: int) -> None:
        """Count what one of so many processes reports. They run at once, so each counts in part."""
        _add(self._open[-1].span if self._open else self.root, report, processes)

    def advance(self, opened: _Open, number: int) -> None:
        """Hear that a stage is so many items further."""
        opened.done += number
        opened.span.done += number
        if self._display is not None and self._open and self._open[-1] is opened:
            self._display.advanced(number, self._clock())

    def end(self, opened: _Open) -> None:
        """Hear that a stage is over, and with it all that began inside; twice does no harm."""
        while opened in self._open:
            last, now = self._open.pop(), self._clock()
            last.span.seconds += now - last.begun
            last.span.peak = self._memory()
            if self._display is not None:
                self._display.ended(last.span, now - last.begun, last.done, now)

    def finish(self) -> Span:
        """End everything; returns the whole, with all stages in it."""
        if self._open:
            self.end(self._open[0])
        if self._display is not None:
            self._display.close()
        self.root.seconds = self._clock() - self._begun
        self.root.peak = self._memory()
        return self.root


def _add(above: Span, spans: Iterable[Span], processes: int) -> None:
    for each in spans:
        span = above.inner.setdefault(each.name, Span(name=each.name))
        span.seconds += each.seconds / processes
        span.done += each.done
        span.workers = max(span.workers, processes)
        span.peak = max(span.peak, each.peak)
        _add(span, each.inner.values(), processes)


class _Open:
    """A stage under way."""

    def __init__(self, watch: Watch, span: Span, begun: float) -> None:
        self._watch = watch
        self.span = span
        self.begun = begun
        self.done = 0

    def advance(self, number: int = 1) -> None:
        """Tell that so many more items are done."""
        self._watch.advance(self, number)

    def end(self) -> None:
        """Tell that the stage is over."""
        self._watch.end(self)


def peak_memory() -> int:
    """Return the most bytes that this process, or any that it started and awaited, has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return unit * max(resource.getrusage(each).ru_maxrss for each in who)


@contextmanager
def watched(*, quiet: bool, timings: bool = False) -> Iterator[None]:
    """Show on stderr how far the block is, unless ``quiet``; with ``timings``, a table of it."""
    from postmortems.cli.display import display_on

    display = None if quiet else display_on(sys.stderr)
    if display is None and not timings:
        yield
        return
    watch = Watch(display, used=time.process_time())
    try:
        with heard_by(watch):
            yield
    finally:
        whole = watch.finish()
        if timings:
            from postmortems.cli.timings import table

            click.echo(table(whole), err=True, nl=False)
