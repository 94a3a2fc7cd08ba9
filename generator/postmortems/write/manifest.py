"""The list, kept in a generated folder, of the files in it that are ours and how we left them.

A line of it says what it is, one holds the checksum of all that follows, and then comes a line for
each file: its path, the digest of its bytes and how it looked.
"""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING, NamedTuple

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.paths import check_path

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MANIFEST = ".postmortems-tree"
TEMPORARY = ".postmortems-tree.tmp"
JOURNAL = ".postmortems-tree.journal"
_HEAD = "postmortems tree 2\n"
_CHECKSUM = 64  # characters of a sha256 in hex


class Stamp(NamedTuple):
    """How a file was when its bytes were last known: their sha256 in hex, and its `looks`."""

    digest: str
    looks: str


# None: the file is ours, but a run may have stopped while it was changing it.
Stamps = dict[str, Stamp | None]


def looks(found: os.stat_result) -> str:
    """Return what changes when anybody writes to a file or puts another one in its place."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def read_manifest(root: Path) -> Stamps | None:
    """Read the list of `root`; None when it is damaged, of another version or not one of ours.

    Raises `OSError` when the disk does not let it be read, which says nothing about the list.
    """
    if disk.kind_at(root / MANIFEST) != stat.S_IFREG:
        return None
    try:
        text = disk.read(root / MANIFEST).decode("utf-8")
        lines = _told(text.removeprefix(_HEAD)) if text.startswith(_HEAD) else None
        return None if lines is None else dict(map(_entry, lines))
    except (ValueError, WriteError):
        return None


def write_manifest(root: Path, stamps: Mapping[str, Stamp | None]) -> None:
    """Replace the list of `root`; raises `OSError`."""
    lines = [
        f"{path}\t" if stamp is None else f"{path}\t{stamp[0]} {stamp[1]}"
        for path, stamp in sorted(stamps.items())
    ]
    # All that is flushed in a generated folder: without the list, our files look like others'.
    content = (_HEAD + _telling(lines)).encode("utf-8")
    disk.create(root / TEMPORARY, content, durable=True)
    (root / TEMPORARY).replace(root / MANIFEST)


def read_journal(root: Path) -> list[str]:
    """Read which new files the run that kept a journal in `root` was about to make.

    What cannot be believed, and all that comes after it, is left out: nothing was made yet of what
    a run had not finished writing down. Raises `OSError`.
    """
    if disk.kind_at(root / JOURNAL) != stat.S_IFREG:
        return []
    paths: list[str] = []
    for part in disk.read(root / JOURNAL).split(b"\n\n"):
        try:
            told = _told(part.decode("utf-8") + "\n") or []
            for path in told:
                check_path(path)
        except (ValueError, WriteError):
            break
        paths += told
    return paths


def extend_journal(root: Path, paths: Iterable[str]) -> None:
    """Write down that these files are about to be made in `root`; raises `OSError`."""
    disk.append(root / JOURNAL, (_telling(list(paths)) + "\n").encode("utf-8"))


def _telling(lines: list[str]) -> str:
    """Put the lines' checksum before them, so that any edit at all is noticed."""
    text = "".join([f"{line}\n" for line in lines])
    return f"{hashlib.sha256(text.encode('utf-8')).hexdigest()}\n{text}"


def _told(text: str) -> list[str] | None:
    """Return the lines that `_telling` wrote, None when a byte of them is not as it was."""
    body = text[_CHECKSUM + 1 :]
    lines = body.split("\n")[:-1]
    return lines if text == _telling(lines) else None


def _entry(line: str) -> tuple[str, Stamp | None]:
    path, rest = line.split("\t")
    # One by one: a run that was stopped may have listed a file and, in its place, a folder.
    check_path(path)
    if not rest:
        return path, None
    digest, seen = rest.split(" ", 1)
    return path, Stamp(digest, seen)
