"""What a folder holds: its files by path, each with the size and time it is known again by."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.write import disk
from postmortems.write.paths import parents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Mark = tuple[int, int]
"""Size in bytes and mtime in ns: whatever changes a file changes one of them."""

# What a file system, or a container's filter, answers where it gives no second name to a file.
NO_LINKS = {
    *(errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Relative paths of a folder: its files, None for what is no plain file, and its folders."""

    files: dict[str, Mark | None]
    folders: frozenset[str]


EMPTY = Contents(files={}, folders=frozenset())


def contents(root: Path, *, hidden: bool) -> Contents:
    """List everything below a folder that is there; links stay shut. Raises `OSError`.

    Without ``hidden``, names at the top that begin with a dot are left out.
    """
    files: dict[str, Mark | None] = {}
    folders: list[str] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                if not (folder or hidden) and entry.name.startswith("."):
                    continue
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                    waiting.append(path)
                else:
                    files[path] = _mark(entry.stat(follow_symlinks=False))
    return Contents(files=files, folders=frozenset(folders))


def looks(root: Path) -> tuple[dict[str, os.stat_result], dict[str, int]]:
    """Return how everything below a folder looks that is no folder, and the folders' modes.

    Both by path. Raises `OSError`.
    """
    files: dict[str, os.stat_result] = {}
    folders: dict[str, int] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                found = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(found.st_mode):
                    folders[path] = stat.S_IMODE(found.st_mode)
                    waiting.append(path)
                else:
                    files[path] = found
    return files, folders


def mark(path: str | Path) -> Mark | None:
    """Return the mark of a plain file, None for anything else or nothing."""
    try:
        return _mark(os.lstat(path))
    except OSError:
        return None


def _mark(found: os.stat_result) -> Mark | None:
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def same(first: Path, second: Path) -> bool:
    """Tell whether two plain files hold the same bytes. Raises `OSError`."""
    return disk.read(first) == disk.read(second)


class Links:
    """Gives files of one folder a second name in another: both are the same file.

    Whoever changes such a file must put a new one in its place. Where the disk has no such names,
    it copies, and the copy keeps the mark.
    """

    def __init__(self, source: Path, target: Path) -> None:
        self._source, self._target = source, target
        self._made: set[str] = set()
        self._linking = True

    def add(self, paths: Iterable[str]) -> None:
        """Put the files of these paths in place of what stands there. Raises `OSError`."""
        for path in paths:
            for folder in sorted(parents([path]) - self._made):
                self._make(self._target / folder)
                self._made.add(folder)
            self._place(f"{self._source}/{path}", f"{self._target}/{path}")

    def _make(self, folder: Path) -> None:
        """Make a folder in place of what is none: through a link, it would lie elsewhere."""
        kind = disk.kind_at(folder)
        if kind not in {None, stat.S_IFDIR}:
            folder.unlink()
        if kind != stat.S_IFDIR:
            folder.mkdir()

    def _place(self, source: str, target: str) -> None:
        while self._linking:
            try:
                os.link(source, target, follow_symlinks=False)
            except FileExistsError:
                Path(target).unlink()
            except OSError as error:
                if error.errno not in NO_LINKS:
                    raise
                self._linking = False
            else:
                return
        copy(source, target)


def copy(source: str, target: str) -> None:
    """Copy a file with its times and mode to a name, in one step. Raises `OSError`."""
    folder, _, _ = target.rpartition("/")
    temporary = f"{folder}/.postmortems-copy.tmp"
    with suppress(FileNotFoundError):
        Path(temporary).unlink()
    shutil.copy2(source, temporary, follow_symlinks=False)
    Path(temporary).replace(target)


def move(source: str, target: str) -> None:
    """Give a file another name, also on another disk, in place of what has it. Raises `OSError`."""
    try:
        Path(source).replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy(source, target)


def prune(root: Path, files: Iterable[str], folders: Collection[str]) -> None:
    """Remove files, then those of the folders that are empty. Raises `OSError`."""
    for path in files:
        with suppress(FileNotFoundError):
            Path(f"{root}/{path}").unlink()
    for folder in sorted(folders, reverse=True):
        try:
            Path(f"{root}/{folder}").rmdir()
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT}:
                raise


def emptied(paths: Iterable[str], left: Mapping[str, object]) -> set[str]:
    """Return the folders of `paths` that nothing of `left` needs."""
    folders = parents(paths)
    return folders - parents(left) if folders else folders
