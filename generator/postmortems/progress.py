"""What long work tells of itself while it runs: its stages, and how far each has come.

Work says ``with stage("records", 900) as doing:`` and ``doing.advance()``; who wants to hear of it,
such as the command line, is put in the place of nobody by ``heard_by``. Nothing here prints or
looks at a clock. A process that is forked is not heard at once: what it told comes with its results.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Doing(Protocol):
    """A stage under way."""

    def advance(self, number: int = 1) -> None:
        """Tell that so many more items are done."""

    def end(self) -> None:
        """Tell that the stage is over, and with it whatever stages began in it and are not."""


class Listener(Protocol):
    """Whoever hears of stages."""

    def begin(self, name: str, total: int | None) -> Doing:
        """Hear that a stage begins, inside of those that have not ended; ``total`` in items."""

    def spread(self, processes: int) -> None:
        """Hear that the innermost stage runs on so many processes."""

    def apart(self) -> Listener:
        """Return who hears, in a process that was forked, what is to be told here later."""

    def report(self) -> Any:  # noqa: ANN401 - the listener's own, and nobody else's
        """Return what was heard since the last time, fit to travel between processes."""

    def hear(self, report: Any, processes: int) -> None:  # noqa: ANN401 - as above
        """Hear what one of so many processes reports, as told inside of the innermost stage."""


class _Unheard:
    """Says nothing to anybody."""

    def begin(self, name: str, total: int | None) -> _Unheard:  # noqa: ARG002
        return self

    def advance(self, number: int = 1) -> None:
        pass

    def spread(self, processes: int) -> None:
        pass

    def apart(self) -> _Unheard:
        return self

    def report(self) -> None:
        return None

    def hear(self, report: object, processes: int) -> None:
        pass

    def end(self) -> None:
        pass


_NOBODY = _Unheard()
_listener: ContextVar[Listener] = ContextVar("listener", default=_NOBODY)


def _step_aside() -> None:
    """Keep a worker from speaking into the terminal of the process that it was forked from."""
    _listener.set(_listener.get().apart())


os.register_at_fork(after_in_child=_step_aside)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let a listener hear of all stages that this thread begins in the block."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


@contextmanager
def stage(name: str, total: int | None = None) -> Iterator[Doing]:
    """Tell of a stage: its name in lower case, and how many items it has where that is known.

    Names come back in bars and tables, so they are few words that a reader of the site knows.
    Stages of one name inside the same other one count as one that was interrupted.
    """
    doing = _listener.get().begin(name, total)
    try:
        yield doing
    finally:
        doing.end()


def spread_over(processes: int) -> None:
    """Tell that the innermost stage runs on so many processes, where that is more than one."""
    _listener.get().spread(processes)


def report() -> Any:  # noqa: ANN401 - the listener's own
    """Return what this process told since the last time; to be called in a forked one."""
    return _listener.get().report()


def hear(report: Any, processes: int) -> None:  # noqa: ANN401 - as above
    """Tell what one of so many forked processes told, as inside of the innermost stage."""
    _listener.get().hear(report, processes)


class Stages:
    """Stages that follow each other where no block can enclose them, such as between hooks."""

    def __init__(self) -> None:
        self._open = ExitStack()

    def turn_to(self, name: str, total: int | None = None) -> Doing:
        """End the stage that is open, if any, and begin the next; the same as in `stage`."""
        self.close()
        return self._open.enter_context(stage(name, total))

    def close(self) -> None:
        """End the stage that is open, if any."""
        self._open.close()
