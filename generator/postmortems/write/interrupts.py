"""Requests to stop, from a service manager or a closing terminal, that unwind the stack."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@contextmanager
def unwinding() -> Iterator[None]:
    """Raise `SystemExit(128 + n)` in the block on SIGTERM and SIGHUP: `finally` clauses run.

    Only in the main thread, where Python delivers signals, and only for signals that would
    otherwise kill: one that is ignored (`nohup`) or handled by somebody already stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    owner = os.getpid()

    def leave(number: int, _frame: FrameType | None) -> None:
        if os.getpid() != owner:
            # A forked worker inherits this handler, but what it would clean up is its parent's.
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        raise SystemExit(128 + number)

    taken = [
        number
        for number in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) == signal.SIG_DFL
    ]
    try:
        for number in taken:
            signal.signal(number, leave)
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
