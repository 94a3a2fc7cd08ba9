"""One file, replaced whole: readers see the old bytes or the new ones."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk

if TYPE_CHECKING:
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
        temporary = _create_beside(path, content, mode)
        try:
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        # The folder may be named through a link, as /tmp is on some systems.
        disk.flush(path.parent.resolve())
    return True


def write_new_file(path: Path, content: bytes) -> bool:
    """Make a new file of these bytes, with its folders; return False when anything stands there.

    Raises `WriteError` when the disk refuses; then nothing is left at `path`.
    """
    with disk.refusals(f"write {path}"):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            disk.create(path, content, durable=True)
        except FileExistsError:
            return False
        disk.flush(path.parent.resolve())
    return True


def _create_beside(path: Path, content: bytes, mode: int | None) -> Path:
    # The first free number: no two writers share one, and a killed run's leftover blocks nobody.
    for number in count():
        temporary = path.with_name(f".postmortems-{number}.tmp")
        with suppress(FileExistsError):
            disk.create(temporary, content, durable=True, mode=mode)
            break
    return temporary
