"""The list, kept in a generated folder, of the files in it that are ours and how we left them."""

from __future__ import annotations

import hashlib
import json
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.paths import check_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST = ".postmortems-tree.json"
TEMPORARY = ".postmortems-tree.tmp"
# The checksum covers the exact bytes between the two, so that any edit at all is noticed.
_HEAD = b'{"version":1,"sha256":"%s","files":'
_TAIL = b"}\n"
_BODY_START = len(_HEAD % (b"0" * 64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """How a file was when its bytes were last known: sha256 in hex, size in bytes, mtime in ns."""

    digest: str
    size: int
    mtime_ns: int


# None: the file is ours, but a run may have stopped while it was changing it.
Stamps = dict[str, Stamp | None]


def read_manifest(root: Path) -> Stamps | None:
    """Read the list of `root`; None when it is damaged, of another version or not one of ours.

    Raises `OSError` when the disk does not let it be read, which says nothing about the list.
    """
    if disk.kind_at(root / MANIFEST) != stat.S_IFREG:
        return None
    data = disk.read(root / MANIFEST)
    body = data[_BODY_START : -len(_TAIL)]
    if data != _frame(body):
        return None
    try:
        stamps = {path: _stamp(value) for path, value in json.loads(body).items()}
        # One by one: a run that was stopped may have listed a file and, in its place, a folder.
        for path in stamps:
            check_path(path)
    except (ValueError, TypeError, AttributeError, RecursionError, WriteError):
        return None
    return stamps


def write_manifest(root: Path, stamps: Mapping[str, Stamp | None]) -> None:
    """Replace the list of `root`; raises `OSError`."""
    rows = {
        path: None if stamp is None else [stamp.digest, stamp.size, stamp.mtime_ns]
        for path, stamp in sorted(stamps.items())
    }
    body = json.dumps(rows, separators=(",", ":")).encode("ascii")
    # All that is flushed in a generated folder: without the list, our files look like others'.
    disk.create(root / TEMPORARY, _frame(body), durable=True)
    (root / TEMPORARY).replace(root / MANIFEST)


def _frame(body: bytes) -> bytes:
    return _HEAD % hashlib.sha256(body).hexdigest().encode("ascii") + body + _TAIL


def _stamp(value: object) -> Stamp | None:
    match value:
        case None:
            return None
        case [str(digest), int(size), int(mtime_ns)]:
            return Stamp(digest=digest, size=size, mtime_ns=mtime_ns)
        case _:
            raise TypeError
