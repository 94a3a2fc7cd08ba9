"""Which relative paths may be written below a folder, on any file system a checkout may lie on."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from postmortems.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Names at the top of a tree that the room needs for itself.
RESERVED_PREFIX = ".postmortems-"
_LONGEST_NAME = 255  # bytes; ext4, APFS, XFS, Btrfs
# What nearly all paths are like, and good whatever else is true of them.
_PLAIN = re.compile(r"(?:\w[\w.-]*/)*\w[\w.-]*", re.ASCII)


class Claims:
    """Paths that are to stand in one folder together, each checked when it joins the others."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._known = {""}

    def add(self, path: str) -> None:
        """Raise `WriteError` for a path that could leave the folder or get in another one's way.

        A good path is relative, uses `/`, has no empty, `.` or `..` part, only printable characters
        and no backslash. No path comes twice, two may not differ in case or in Unicode composition
        only (one file on macOS), and none may be a folder of another.
        """
        check_path(path)
        self.rejoin(path)

    def rejoin(self, path: str) -> None:
        """Add a path that is known to be good by itself."""
        folded = fold(path)
        if folded in self._files:
            raise WriteError(_collision(self._files[folded], path))
        if folded in self._folders:
            raise WriteError(_both(path))
        self._files[folded] = path
        folder = parent(path)
        while folder not in self._known:
            folded = fold(folder)
            other = self._folders.setdefault(folded, folder)
            if other != folder:
                raise WriteError(_collision(other, folder))
            if folded in self._files:
                raise WriteError(_both(self._files[folded]))
            self._known.add(folder)
            folder = parent(folder)


def check_each(paths: Collection[str]) -> None:
    """Raise `WriteError` when a path is not good by itself, whatever others there are."""
    if max(map(len, paths), default=0) > _LONGEST_NAME or not all(map(_PLAIN.fullmatch, paths)):
        for path in paths:
            check_path(path)


def check_path(path: str) -> None:
    """Raise `WriteError` for a path that is not good by itself, whatever others there are."""
    if len(path) <= _LONGEST_NAME and _PLAIN.fullmatch(path):
        return
    parts = path.split("/")
    if (
        not path.isprintable()
        or "\\" in path
        or not {"", ".", ".."}.isdisjoint(parts)
        or any(len(part.encode()) > _LONGEST_NAME for part in parts)
        or fold(path).startswith(RESERVED_PREFIX)
    ):
        raise WriteError(f"cannot write {path!r}: not a path that may stand in a generated folder")


def parent(path: str) -> str:
    """Return the folder of a relative path, empty for the top."""
    return path.rpartition("/")[0]


def parents(paths: Iterable[str]) -> set[str]:
    """Return every folder that has to exist for `paths` to exist, the top left out."""
    found: set[str] = set()
    for path in paths:
        folder = parent(path)
        while folder and folder not in found:
            found.add(folder)
            folder = parent(folder)
    return found


def fold(path: str) -> str:
    """Return what two paths share that are one name on some file systems."""
    if path.isascii():
        return path.lower()
    # Unicode 3.13, D145: canonical caseless matching.
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())


def _collision(one: str, other: str) -> str:
    if one == other:
        return f"cannot write {one!r} twice: two files have that name"
    return f"cannot write both {one!r} and {other!r}: they are one name on some file systems"


def _both(path: str) -> str:
    return f"cannot write {path!r}: it is a file and the folder of another file"
