"""Two folders trade places, after what is in them has reached the disk."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.write import disk

if TYPE_CHECKING:
    from collections.abc import Callable

_AT_FDCWD = -100  # linux/fcntl.h
_RENAME_NOREPLACE = 1  # linux/fs.h
_RENAME_EXCHANGE = 2
# What a kernel, a file system or a container's filter answers when it does not know a call.
_NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def settle(folder: Path) -> None:
    """Wait until everything below `folder` would outlive a power cut; raises `OSError`.

    One syncfs(2) where there is one: for 10,000 pages 0.14 s, against 2.8 s file by file.
    """
    syncfs = _libc("syncfs")
    if syncfs is not None:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            if _succeeds(syncfs, descriptor):
                return
        finally:
            os.close(descriptor)
    for path, _, names in os.walk(folder):
        for file in (Path(path, name) for name in names):
            if disk.kind_at(file) == stat.S_IFREG:
                disk.flush(file)
        disk.flush(path)


def exchange(fresh: Path, target: Path, aside: Path) -> None:
    """Give the folder `fresh` the name of the folder `target`; raises `OSError`.

    In one step where the system has renameat2(2): the old folder is called `fresh` then. Else in
    two, and it is called `aside`; a run stopped between the two leaves `fresh` and `aside` only.
    """
    renameat2 = _libc("renameat2")
    if renameat2 is not None and _succeeds(
        renameat2, _AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE
    ):
        return
    target.rename(aside)
    fresh.rename(target)


def rename_new(fresh: Path, target: Path) -> bool:
    """Give a file the name `target`; False when anything has it. Raises `OSError`.

    In one step where the system has renameat2(2), else by a second name, which no file takes from
    another one; a run stopped in between leaves both names.
    """
    try:
        renameat2 = _libc("renameat2")
        if renameat2 is None or not _succeeds(
            renameat2,
            _AT_FDCWD,
            os.fsencode(fresh),
            _AT_FDCWD,
            os.fsencode(target),
            _RENAME_NOREPLACE,
        ):
            target.hardlink_to(fresh)
    except FileExistsError:
        return False
    return True


def _libc(name: str) -> Callable[..., int] | None:
    """Return a function of the C library, None when this system has it not (macOS, older musl)."""
    function: Callable[..., int] | None = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    return function


def _succeeds(function: Callable[..., int], *arguments: int | bytes) -> bool:
    """Call it; False when it is not offered here. Raises `OSError` when it failed."""
    if function(*arguments) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_OFFERED:
        return False
    raise OSError(number, os.strerror(number))
