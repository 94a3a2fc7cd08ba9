"""Files named on the command line to be read whole, and those in folders named there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.errors import UsageError
from postmortems.load.files import Source, Unreadable, open_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from zipfile import ZipFile, ZipInfo

_PIECE = 2**16
MOST_BYTES = 64 * 2**20
"""How large a file may be."""
_MOST_FILES = 5_000


def attached(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file; of a folder, those of all files below it, in order.

    Names are the file's own, below a folder with that folder before it: ``inc-42/2026-03-04.json``.
    Hidden files and links in folders are left alone. Raises UsageError for what is not there or
    must not be opened, and for folders with very many files.
    """
    for path in paths:
        shown = printable(str(path), 300)
        if path.is_dir():
            yield from _folder(path, shown)
        elif path.exists():
            yield printable(path.name, 200), _content(path, shown)
        else:
            raise UsageError(f"{shown} does not exist")


def unpacked(archive: ZipFile, member: ZipInfo) -> bytes:
    """Read a member of an archive in pieces: at once, all would be unpacked that it really holds.

    Nothing of it touches the disk. Raises what `zipfile` raises for a damaged one.
    """
    with archive.open(member) as file:
        return b"".join(iter(lambda: file.read(_PIECE), b""))


def _folder(path: Path, shown: str) -> Iterator[tuple[str, bytes]]:
    whole = path.resolve()
    found = sorted(
        each
        for each in whole.rglob("*")
        if each.is_file()
        and not each.is_symlink()
        and not any(part.startswith(".") for part in each.relative_to(whole).parts)
    )
    if len(found) > _MOST_FILES:
        raise UsageError(f"{shown} holds {len(found):,} files; the most is {_MOST_FILES:,}")
    for each in found:
        name = each.relative_to(whole.parent).as_posix()
        yield printable(name, 200), _content(each, f"{shown}: {name}")


def _content(path: Path, shown: str) -> bytes:
    content = open_bytes(Source(path=os.fspath(path), file=shown), MOST_BYTES)
    if isinstance(content, Unreadable):
        raise UsageError(f"{shown}: {content.problem.message}")
    if len(content) > MOST_BYTES:
        raise UsageError(f"{shown} is larger than {MOST_BYTES // 2**20} MB; take a part of it")
    return content
