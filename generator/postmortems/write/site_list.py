"""The list, kept in a published folder, of the files in it that are ours, with their digests.

Its first line says what it is, the second is a checksum of what follows: a line for each file, with
its path, a tab, and the blake2b of its bytes. The same site has the same list, byte for byte.
"""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

from postmortems.write import disk
from postmortems.write.neighbour import fresh_name, put

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


def write_list(folder: Path, digests: Mapping[str, str]) -> None:
    """Put the list in, in place of the one that is there. Raises `OSError`."""
    lines = [f"{path}\t{digest}\n" for path, digest in sorted(digests.items())]
    body = "".join(lines).encode("utf-8", "surrogateescape")
    put(folder / MARKER, _HEAD + digest_of(body).encode("ascii") + b"\n" + body)
