"""The list, kept in a published folder, of the files in it that are ours, with their digests.

Its first line says what it is, the second is a checksum of what follows: a line for each file, with
its path, a tab, and the blake2b of its bytes. The same site has the same list, byte for byte.
While a program fills a folder, that stands there with a slash behind it: all in it is ours.
"""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

from postmortems.write import disk
from postmortems.write.contents import contents
from postmortems.write.neighbour import fresh_name, put
from postmortems.write.paths import parents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MARKER = ".postmortems-site"
"""Says in a published folder that it is ours, and which of its files are."""
_HEAD = b"postmortems publishes into this folder and lists here which of its files are its own.\n"
_DIGEST = 16


def digest_of(content: bytes) -> str:
    """Return the digest of a file as the list has it."""
    return hashlib.blake2b(content, digest_size=_DIGEST).hexdigest()


def is_ours(folder: Path) -> bool:
    """Tell whether a folder is marked as ours, or nothing of anybody is in it. Raises `OSError`."""
    if disk.kind_at(folder / MARKER) == stat.S_IFREG:
        return True
    return {path.name for path in folder.iterdir()} <= {fresh_name(MARKER)}


def mark_ours(folder: Path) -> None:
    """Put an empty list in, unless a plain file has its place. Raises `OSError`."""
    if disk.kind_at(folder / MARKER) != stat.S_IFREG:
        write_list(folder, {})


def read_list(folder: Path) -> dict[str, str] | None:
    """Read the digests of our files in a folder; None when there is no list or it is damaged."""
    if disk.kind_at(folder / MARKER) != stat.S_IFREG:
        return None
    head, _, rest = disk.read(folder / MARKER).partition(b"\n")
    told, _, body = rest.partition(b"\n")
    if head + b"\n" != _HEAD or told != digest_of(body).encode("ascii"):
        return None
    lines = body.decode("utf-8", "surrogateescape").split("\n")[:-1]
    return dict([line.rsplit("\t", 1) for line in lines])


def unlist(folder: Path) -> bool:
    """Remove the list before another program fills the folder; tell whether nothing is in there.

    Until `list_all`, or if that never comes, the folder is not ours. What is hidden at the top does
    not count. Raises `WriteError`.
    """
    with disk.refusals(f"renew {folder}"):
        (folder / MARKER).unlink(missing_ok=True)
        return not folder.is_dir() or not contents(folder, hidden=False).files


def list_all(folder: Path) -> None:
    """List all files of a folder as ours, but those hidden at its top. Raises `WriteError`."""
    with disk.refusals(f"renew {folder}"):
        found = contents(folder, hidden=False).files
        write_list(folder, {path: digest_of(disk.read(folder / path)) for path in found})


def is_listed(path: str, digests: Mapping[str, str]) -> bool:
    """Tell whether a file is ours: listed itself, or in a folder that was being filled."""
    return path in digests or any(f"{folder}/" in digests for folder in parents([path]))


def write_list(folder: Path, digests: Mapping[str, str]) -> None:
    """Put the list in, in place of the one that is there. Raises `OSError`."""
    lines = [f"{path}\t{digest}\n" for path, digest in sorted(digests.items())]
    body = "".join(lines).encode("utf-8", "surrogateescape")
    put(folder / MARKER, _HEAD + digest_of(body).encode("ascii") + b"\n" + body)
