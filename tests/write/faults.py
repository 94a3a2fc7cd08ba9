"""Disks that fail, processes that die at any step of a writer, and a look at what is left."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.write import exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

_STEPS = (
    *("chmod", "fchmod", "fsync", "mkdir", "open"),
    *("rename", "replace", "rmdir", "unlink", "write"),
)


class Killed(BaseException):
    """The process is gone: from here on nothing of it reaches the disk."""


@dataclass(kw_only=True)
class Fault:
    """Fails the disk call number `at`, counted from 0, and all later ones too if `lasting`."""

    at: int
    error: BaseException
    lasting: bool
    calls: int = 0
    asleep: bool = False

    @property
    def reached(self) -> bool:
        return self.calls > self.at

    def wrap(self, function: Callable[..., Any], *, halves: bool) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any function of `os`
            if self.asleep:
                return function(*args, **kwargs)
            number, self.calls = self.calls, self.calls + 1
            if number == self.at or (self.lasting and number > self.at):
                if halves and number == self.at:
                    function(args[0], args[1][: len(args[1]) // 2])
                raise self.error
            return function(*args, **kwargs)

        return call


@contextmanager
def _failing(at: int, error: BaseException, *, lasting: bool) -> Iterator[Fault]:
    fault = Fault(at=at, error=error, lasting=lasting)
    with pytest.MonkeyPatch.context() as patch:
        for name in _STEPS:
            # A write that fails has put the first half of its bytes on the disk.
            patch.setattr(os, name, fault.wrap(getattr(os, name), halves=name == "write"))
        patch.setattr(exchange, "_succeeds", fault.wrap(exchange._succeeds, halves=False))
        yield fault


@contextmanager
def sleeping(fault: Fault) -> Iterator[None]:
    """Let what others write in between go well, and not count it."""
    fault.asleep = True
    yield
    fault.asleep = False


def killed(at: int) -> AbstractContextManager[Fault]:
    return _failing(at, Killed(), lasting=True)


def interrupted(at: int) -> AbstractContextManager[Fault]:
    return _failing(at, KeyboardInterrupt(), lasting=False)


def full(at: int) -> AbstractContextManager[Fault]:
    return _failing(at, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), lasting=False)


def without_linux_calls(patch: pytest.MonkeyPatch) -> None:
    """Make the system one that has neither renameat2 nor syncfs, as macOS."""
    patch.setattr(exchange, "_libc", lambda _name: None)


def files_in(root: Path) -> dict[str, bytes]:
    """Every regular file below `root` that is not a list or marker of ours."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".postmortems-")
    }


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
