"""Which relative paths may be written below a folder, on any file system a checkout may lie on."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from postmortems.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Names at the top of a tree that the room needs for itself.
RESERVED_PREFIX = ".postmortems-"
_LONGEST_NAME = 255  # bytes; ext4, APFS, XFS, Btrfs


def check_paths(paths: Iterable[str]) -> None:
    """Raise `WriteError` for a path that could leave its folder or that gets in another one's way.

    A good path is relative, uses `/`, has no empty, `.` or `..` part, only printable characters
    and no backslash. Two paths may not differ in case or in Unicode composition only (one file on
    macOS), and none may be a folder of another.
    """
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        check_path(path)
        _claim(files, path)
        folder = parent(path)
        while folder and folders.get(_fold(folder)) != folder:
            _claim(folders, folder)
            folder = parent(folder)
    for folded in files.keys() & folders.keys():
        raise WriteError(
            f"cannot write {files[folded]!r}: it is a file and the folder of another file"
        )


def check_path(path: str) -> None:
    """Raise `WriteError` for a path that is not good by itself, whatever others there are."""
    parts = path.split("/")
    if (
        not path.isprintable()
        or "\\" in path
        or not {"", ".", ".."}.isdisjoint(parts)
        or any(len(part.encode()) > _LONGEST_NAME for part in parts)
        or _fold(path).startswith(RESERVED_PREFIX)
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


def _claim(spellings: dict[str, str], path: str) -> None:
    other = spellings.setdefault(_fold(path), path)
    if other != path:
        raise WriteError(
            f"cannot write both {other!r} and {path!r}: they are one name on some file systems"
        )


def _fold(path: str) -> str:
    if path.isascii():
        return path.lower()
    # Unicode 3.13, D145: canonical caseless matching.
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())
