"""One writer at a time: an advisory lock on a hidden file beside what is written."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OPEN = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# Each one more is a run that ended in the instant we asked; and some file systems never agree.
_ATTEMPTS = 100


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of `path` (a file or folder that need not exist) for the length of the block.

    Never waits and is not re-entrant: raises `WriteError` when anybody, this process included,
    holds it. The lock file `.{name}.postmortems-lock` lives only as long as the lock, and the
    system frees the lock of a run that was killed.
    """
    path = path.absolute()
    lock = disk.beside(path, "postmortems-lock")
    with disk.refusals(f"lock {path} through {lock}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _take(lock, path)
    try:
        yield
    finally:
        # Removed while still held, so that nobody's lock file but ours can be removed.
        try:
            with suppress(OSError):
                lock.unlink()
        finally:
            os.close(descriptor)


def _take(lock: Path, path: Path) -> int:
    for _ in range(_ATTEMPTS):
        descriptor = os.open(lock, _OPEN, 0o644)
        try:
            if not disk.lock(descriptor):
                os.close(descriptor)
                break
            # The holder before us may have removed the file between our open and our lock: such a
            # lock is on a file without a name and keeps nobody out, so begin again.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), os.lstat(lock)):
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    raise WriteError(f"another run is writing {path}; try again when it has finished")
