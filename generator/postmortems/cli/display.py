"""Progress on stderr: a bar for people at a terminal, a line for each long stage in CI."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO

import click

from postmortems.cli.terminal import columns

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    # What `click.progressbar` returns stands in no public module of click.
    from click._termui_impl import ProgressBar

    from postmortems.cli.watch import Display, Span

_PATIENCE = 1.0  # seconds of work before a bar is shown
_OFTEN = 0.1  # seconds between two drawings
_LONG = 5.0  # seconds that a stage takes to be worth a line in a log
_GUESS = 0.1  # the part of a stage that is done before the time for the rest can be told
_WIDEST, _NARROWEST = 30, 6  # columns of the bar itself
_LABEL = 20  # columns that most names fit in, so that the bar stands still
_BEGIN = "\r\033[K\033[?25l"  # an empty line without a cursor
_CLEAR = "\r\033[K\033[?25h"


def display_on(stream: TextIO) -> Display | None:
    """Choose how progress is shown on a stream; None is not at all."""
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        return Bar(stream)
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        return Lines(stream)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The bar that stands for a stage: its ``own``, or that of the stage around."""

    bar: ProgressBar[int]
    counts: bool
    own: bool = True


class Bar:
    """One bar, in colours of nobody's choice: none. It is gone when nothing is under way.

    What is done within a second needs no bar. There is no thread that draws: work of a process
    with several threads could not be spread over the cores.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bars: list[_Shown] = []
        self._busy_since = self._idle_since = float("-inf")
        self._next = 0.0
        self._drawn = False
        self._log: logging.Handler | None = None

    def begun(self, span: Span, now: float) -> None:
        """Show the stage at once if there has been work for a while."""
        # A preview rests between builds, and each of them may be over in no time.
        if not self._bars and now - self._idle_since >= _PATIENCE:
            self._busy_since = now
        if self._bars and self._bars[-1].counts and not span.total:
            # What an item consists of: its stage says more.
            self._bars.append(replace(self._bars[-1], own=False))
            return
        self._bars.append(self._bar(span))
        self._draw(now)

    def advanced(self, number: int, now: float) -> None:
        """Move the bar on, and draw it if the last drawing is stale in time or in per cent."""
        bar = self._bars[-1].bar
        if not self._bars[-1].own:
            return
        before = int(100 * bar.pct)
        bar.update(number)
        # What a worker hands over comes all at once: without the per cent, its first item would
        # be drawn and the rest not before the next comes.
        if now >= self._next or int(100 * bar.pct) > before:
            bar.show_eta = bar.pct >= _GUESS
            self._draw(now)

    def ended(self, span: Span, took: float, done: int, now: float) -> None:
        """Go back to the bar of the stage around, or to nothing."""
        del span, took, done
        left = self._bars.pop()
        self._idle_since = now
        if not self._bars:
            self._clear()
        elif left.own:
            self._draw(now)

    def close(self) -> None:
        """Take the bar away for good."""
        self._clear()
        if self._log is not None:
            _publisher().removeHandler(self._log)
            self._log = None

    def _draw(self, now: float) -> None:
        if now - self._busy_since < _PATIENCE:
            return
        self._next = now + _OFTEN
        if self._log is None:
            self._log = _aside(self._clear)
            _publisher().addHandler(self._log)
        line = self._bars[-1].bar.format_progress_line()
        click.echo(f"{_BEGIN}{line}", file=self._stream, nl=False)
        self._stream.flush()
        self._drawn = True

    def _clear(self) -> None:
        if self._drawn:
            click.echo(_CLEAR, file=self._stream, nl=False)
            self._stream.flush()
            self._drawn = False

    def _bar(self, span: Span) -> _Shown:
        label = span.name.capitalize()
        room = columns(self._stream) - 1
        total = span.total or 0
        info = len(f"{total}/{total}   100%  00:00:00")
        width = min(_WIDEST, room - max(len(label), _LABEL) - len("  []  ") - info)
        if not total or room < len(label) + 2 + info:
            label, template = label[:room], "%(label)s"
        elif width < _NARROWEST:
            template = "%(label)s  %(info)s"
        else:
            label, template = f"{label:{_LABEL}}", "%(label)s  [%(bar)s]  %(info)s"
        bar: ProgressBar[int] = click.progressbar(
            length=total or 1,
            label=label,
            bar_template=template,
            width=max(width, 1),
            show_pos=True,
            show_percent=True,
            file=self._stream,
            hidden=True,  # it draws when it is told to, and leaves its last drawing there
        )
        return _Shown(bar=bar, counts=bool(total))


def _publisher() -> logging.Logger:
    """Return the logger of MkDocs, which prints while a preview is built."""
    import logging  # most runs are over before anything is drawn

    return logging.getLogger("mkdocs")


def _aside(step_aside: Callable[[], None]) -> logging.Handler:
    """Make a handler that only does this for each line that is logged, before it is printed."""
    import logging

    class Aside(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            del record
            step_aside()

    return Aside()


class Lines:
    """A line for each stage that took long, when it is over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def begun(self, span: Span, now: float) -> None:
        """Say nothing."""

    def advanced(self, number: int, now: float) -> None:
        """Say nothing."""

    def ended(self, span: Span, took: float, done: int, now: float) -> None:
        """Say how many items it were and how long they took."""
        del now
        if took >= _LONG:
            many = f"{done:,} in " if done else ""
            click.echo(f"{span.name.capitalize()}: {many}{took:.0f} s", file=self._stream)
            self._stream.flush()

    def close(self) -> None:
        """Leave all as it is."""
