"""One file, replaced whole: readers see the old bytes or the new ones."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.exchange import rename_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write_file(path: Path, content: bytes, *, folders: bool = True) -> bool:
    """Make the file at `path` hold `content`; return False when it already did and was left alone.

    The bytes go to a temporary file in the same folder, are flushed, and take the name in one
    step. An existing file keeps its mode; missing folders are made, if `folders` says so. Raises
    `WriteError` when the disk refuses, the file being as it was (or new, if only the last flush, of
    the folder, failed), and when what stands at `path` is not a regular file.
    """
    with disk.refusals(f"write {path}"):
        if folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.parent.is_dir():
            raise WriteError(f"cannot write {path}: there is no folder {path.parent}")
        mode = None
        with suppress(FileNotFoundError):
            found = os.lstat(path)
            if not stat.S_ISREG(found.st_mode):
                raise WriteError(
                    f"cannot write {path}: a link, folder or device stands there, not a file"
                )
            if found.st_size == len(content) and disk.read(path) == content:
                return False
            mode = stat.S_IMODE(found.st_mode)
        with _beside(path, content, mode) as temporary:
            temporary.replace(path)
        # The folder may be named through a link, as /tmp is on some systems.
        disk.flush(path.parent.resolve())
    return True


def write_new_file(path: Path, content: bytes) -> bool:
    """Make a new file of these bytes, with its folders; return False when anything stands there.

    Raises `WriteError` when the disk refuses; then nothing is left at `path`.
    """
    with disk.refusals(f"write {path}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path, content) as temporary:
            if not rename_new(temporary, path):
                return False
        disk.flush(path.parent.resolve())
    return True


@contextmanager
def _beside(path: Path, content: bytes, mode: int | None = None) -> Iterator[Path]:
    """Yield a temporary file of these bytes beside `path`, gone afterwards if it still is there.

    Its name has the first free number, so no two writers share one. Whoever writes holds a lock on
    it: what nobody holds is the leftover of a killed run, and goes.
    """
    number, descriptor = _create_beside(path)
    temporary = _numbered(path, number)
    try:
        try:
            disk.fill(descriptor, content, mode=mode)
            yield temporary
        finally:
            # Once it is renamed, another writer's file may have the name.
            with suppress(OSError):
                if os.path.samestat(os.fstat(descriptor), temporary.lstat()):
                    temporary.unlink()
    finally:
        os.close(descriptor)
    while disk.kind_at(temporary := _numbered(path, number := number + 1)) is not None:
        _sweep(temporary)


def _create_beside(path: Path) -> tuple[int, int]:
    """Make the temporary file; returns its number, and its descriptor with the lock."""
    number = 0
    while True:
        _sweep(_numbered(path, number))
        try:
            descriptor = disk.create_locked(_numbered(path, number))
        except FileExistsError:
            number += 1
        else:
            if descriptor is not None:
                return number, descriptor


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f".postmortems-{number}.tmp")


def _sweep(temporary: Path) -> None:
    """Remove a temporary file that nobody is writing; leave one that cannot be looked at."""
    with suppress(OSError), disk.locking(temporary) as free:
        if free:
            temporary.unlink()
