"""Finding and opening files that may come from strangers: regular files only, bounded, no links."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from postmortems.characters import printable
from postmortems.findings import Problem

SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file and its name inside the repository, with forward slashes."""

    path: Path
    file: str

    @property
    def stem(self) -> str:
        """Return the file's name without its ending: the id that the record must carry."""
        return self.path.stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that could not or must not be opened."""

    file: str
    problem: Problem


def discover(folder: Path, root: Path) -> list[Source]:
    """List the YAML files under a folder, in a fixed order; hidden ones are left alone.

    Links, devices and pipes are listed too, so that opening them is refused with a finding.
    """
    found: list[Source] = []
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith(".") or not name.lower().endswith(SUFFIXES):
                continue
            found.append(source(Path(where) / name, root))
        for name in list(folders):
            if (Path(where) / name).is_symlink():
                folders.remove(name)
                found.append(source(Path(where) / name, root))
    return sorted(found, key=lambda each: each.file)


def source(path: Path, root: Path) -> Source:
    """Name a file relative to the repository, or as given when it lies elsewhere."""
    try:
        file = (
            path.resolve().relative_to(root.resolve()).as_posix()
            if not path.is_symlink()
            else path.absolute().relative_to(root.resolve()).as_posix()
        )
    except ValueError:
        file = path.as_posix()
    return Source(path=path, file=printable(file, 300))


def open_bytes(each: Source, max_bytes: int) -> bytes | Unreadable:
    """Read a regular file; a link, pipe, device, folder or oversized file is refused unread.

    One byte more than the limit may be returned, so that the reader can tell.
    """
    try:
        descriptor = os.open(each.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        if each.path.is_symlink():
            return _refused(each, "the file is a symbolic link", "put the file itself here")
        reason = getattr(error, "strerror", None) or "its name is not usable"
        return _refused(
            each, f"the file cannot be opened: {reason}", "check its name and permissions"
        )
    with os.fdopen(descriptor, "rb") as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if not stat.S_ISREG(mode):
            return _refused(each, "this is not a regular file", "put a plain YAML file here")
        try:
            return stream.read(max_bytes + 1)
        except OSError as error:
            return _refused(each, f"the file cannot be read: {error.strerror}", "check the disk")


def _refused(each: Source, message: str, fix: str) -> Unreadable:
    problem = Problem(
        rule="unreadable-file",
        path=(),
        message=message,
        why="following links or devices out of the repository could publish the builder's files",
        fix=fix,
    )
    return Unreadable(file=each.file, problem=problem)
