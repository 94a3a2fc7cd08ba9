"""What stands where a file of a generated folder is to go, and whether it may be replaced."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.manifest import MANIFEST
from postmortems.write.paths import fold, parent, parents

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator
    from pathlib import Path


class Occupied(Exception):  # noqa: N818 - no error: what stands there is ours, and may go first
    """Something of ours stands in the way, or would on a file system that ignores case."""


class Ground:
    """Looks at places in one folder. `ours` None: any regular file there may be one of ours."""

    def __init__(self, root: Path, ours: Collection[str] | None) -> None:
        self._root = self._shown = f"{root}/"
        self._ours = ours
        self.forget()

    def move(self, root: Path) -> None:
        """Look into another folder of the same files from now on; errors name the first one."""
        self._root = f"{root}/"
        self.forget()

    def forget(self) -> None:
        """Look again at everything, after `ours` or what stands in the folder has changed."""
        self._open = {""}
        self._spelled: dict[str, str] | None = None

    def look(self, path: str) -> os.stat_result | None:
        """Return how the file is that may be replaced at `path`, None when nothing is there.

        Raises `Occupied` when something of ours has to be removed first, and `WriteError` when
        something stands there, or where its folder should, that is not ours.
        """
        # What is ours already has the spelling that it had.
        if self._ours is not None and path not in self._ours and self._otherwise(path):
            raise Occupied(path)
        return self._look(path)

    def ours(self, path: str) -> os.stat_result | None:
        """Return how the file of ours is that stands at `path`, None when none does."""
        try:
            return self._look(path)
        except (Occupied, WriteError):
            return None

    def in_the_way(self, path: str) -> WriteError:
        """Return the error about somebody's file or folder at a place of ours."""
        return WriteError(
            f"cannot write {self._shown}{path}: something that postmortems did not write stands "
            "there; move it away, or name another folder"
        )

    def make(self, folder: str) -> None:
        """Make a folder and those above it, unless they are there."""
        if not self._enter(folder):
            self.make(parent(folder))
            with disk.refusals(f"make {self._shown}{folder}"):
                os.mkdir(self._root + folder)  # noqa: PTH102 - paths by the thousand
            self._open.add(folder)

    def remove(self, folder: str) -> None:
        """Remove a folder of ours if it is there and nothing is in it."""
        try:
            if not self._enter(folder):
                return
        except (Occupied, WriteError):
            return
        with disk.refusals(f"remove {self._shown}{folder}"):
            try:
                os.rmdir(self._root + folder)  # noqa: PTH106 - paths by the thousand
            except OSError as error:
                # Not empty: somebody's file is in it.
                if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                    raise
        self._open.discard(folder)

    def _look(self, path: str) -> os.stat_result | None:
        folder = parent(path)
        if folder not in self._open and not self._enter(folder):
            return None
        try:
            found = os.lstat(self._root + path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise disk.refused(f"look at {self._shown}{path}", error) from error
        if stat.S_ISREG(found.st_mode) and (self._ours is None or path in self._ours):
            return found
        if stat.S_ISDIR(found.st_mode) and self._goes(path):
            raise Occupied(path)
        raise self.in_the_way(path)

    def _enter(self, folder: str) -> bool:
        """Tell whether a folder is there, and all above it; links are not followed."""
        if folder in self._open:
            return True
        if not self._enter(parent(folder)):
            return False
        with disk.refusals(f"look at {self._shown}{folder}"):
            kind = disk.kind_at(self._root + folder)
        if kind == stat.S_IFDIR:
            self._open.add(folder)
        elif kind == stat.S_IFREG and self._ours is not None and folder in self._ours:
            raise Occupied(folder)
        elif kind is not None:
            raise self.in_the_way(folder)
        return kind is not None

    def _goes(self, folder: str) -> bool:
        """Tell whether all that is in a folder is ours, so that it goes when they do."""
        if self._ours is None:
            return False
        folders = parents(self._ours)
        return folder in folders and all(
            path in folders if kind == stat.S_IFDIR else kind == stat.S_IFREG and path in self._ours
            for path, kind in _listing(self._root, folder)
        )

    def _otherwise(self, path: str) -> bool:
        """Tell whether a new path, or a folder of it, is ours already in another spelling."""
        if self._spelled is None:
            ours = self._ours or {}
            self._spelled = {fold(each): each for each in (*parents(ours), *ours)}
        part = path
        while part:
            if self._spelled.get(fold(part), part) != part:
                return True
            part = parent(part)
        return False


def strangers(root: Path, known: Container[str]) -> list[str]:
    """Return what stands in a folder, other than folders and known paths, in order."""
    return sorted(
        path
        for path, kind in _listing(f"{root}/", "")
        if kind != stat.S_IFDIR and path not in known and path != MANIFEST
    )


def _listing(root: str, folder: str) -> Iterator[tuple[str, int]]:
    """Yield all that is below a folder, with its file type bits; links stay shut."""
    with os.scandir(root + folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            kind = stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
            yield path, kind
            if kind == stat.S_IFDIR:
                yield from _listing(root, path)
