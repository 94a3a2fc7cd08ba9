"""The list, kept in a generated folder, of the files in it that are ours and how we left them.

Its first line says what it is, the second is a checksum of what follows: a line for each file, with
its path, a tab, and its stamp.
"""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.paths import check_each

if TYPE_CHECKING:
    import os
    from pathlib import Path

MANIFEST = ".postmortems-tree"
TEMPORARY = ".postmortems-tree.tmp"
_HEAD = b"postmortems tree 2\n"
_DIGEST = 64  # characters of a sha256 in hex

Stamps = dict[str, str]
"""How files were when their bytes were last known, by path."""


def stamp_of(digest: str, found: os.stat_result) -> str:
    """Return a file's stamp: the sha256 of its bytes in hex, and how it looks.

    That changes when anybody writes to the file or puts another one in its place.
    """
    return f"{digest} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def digest_in(stamp: str) -> str:
    """Return the sha256 that a stamp tells of, empty when it tells of none."""
    return stamp[:_DIGEST]


def looks_in(stamp: str) -> str:
    """Return how a file looked when its stamp was taken, empty when nobody knows."""
    return stamp[_DIGEST:]


def read_manifest(root: Path) -> Stamps | None:
    """Read the list of `root`; None when it is damaged, of another version or not one of ours.

    Raises `OSError` when the disk does not let it be read, which says nothing about the list.
    """
    if disk.kind_at(root / MANIFEST) != stat.S_IFREG:
        return None
    data = disk.read(root / MANIFEST)
    if not data.startswith(_HEAD):
        return None
    try:
        lines = _told(data[len(_HEAD) :])
        stamps = dict([line.split("\t") for line in lines])
        check_each(stamps)
    except (ValueError, WriteError):
        return None
    return stamps


def write_manifest(root: Path, stamps: Stamps) -> None:
    """Replace the list of `root`; raises `OSError`."""
    content = _HEAD + _telling([f"{path}\t{stamp}\n" for path, stamp in sorted(stamps.items())])
    # Flushed also where the folder stays as it is: without it, our files look like others'.
    disk.create(root / TEMPORARY, content, durable=True)
    (root / TEMPORARY).replace(root / MANIFEST)


def _telling(lines: list[str]) -> bytes:
    """Put the lines' checksum before them, so that any edit at all is noticed."""
    body = "".join(lines).encode("utf-8")
    return hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body


def _told(data: bytes) -> list[str]:
    """Return the lines that `_telling` wrote; raises `ValueError` if a byte is not as it was."""
    body = data[_DIGEST + 1 :]
    lines = body.decode("utf-8").split("\n")
    if (
        data[: _DIGEST + 1] != hashlib.sha256(body).hexdigest().encode("ascii") + b"\n"
        or lines.pop()
    ):
        raise ValueError
    return lines
