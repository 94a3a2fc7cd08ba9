"""Generated files that somebody has changed by hand: kept beside, before they are made again."""

from __future__ import annotations

import os
import stat
from itertools import count
from typing import TYPE_CHECKING

from postmortems.write import disk
from postmortems.write.contents import NO_LINKS
from postmortems.write.file import write_new_file
from postmortems.write.neighbour import IGNORE

if TYPE_CHECKING:
    from pathlib import Path

_NOTE = b"# Generated files as people had changed them, before they were made again.\n*\n"


def put_aside(folder: Path, path: str, content: bytes) -> Path:
    """Keep the changed file `path` of a generated folder: in `docs-changed` for one called `docs`.

    Returns where it is: under its own path, with a number where that holds something else already,
    and with `.d` behind a folder whose name a file has. Raises `WriteError`.
    """
    home = _home(folder)
    for number in count():
        target = _place(home, path, number)
        if write_new_file(target, content):
            break
        with disk.refusals(f"read {target}"):
            if disk.kind_at(target) == stat.S_IFREG and disk.read(target) == content:
                break
    return target


def put_entry_aside(folder: Path, source: Path, path: str) -> Path:
    """Keep what stands at `path` of `source` and is no file: a link, a pipe. Never follows it.

    `source` is where `folder` is at the moment. Returns where it is, as `put_aside` does, by a
    second name; the caller removes the first. Raises `OSError`, `WriteError`.
    """
    home, entry = _home(folder), source / path
    for number in count():
        target = _place(home, path, number)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(entry, target, follow_symlinks=False)
        except FileExistsError:
            if os.path.samestat(target.lstat(), entry.lstat()):
                break
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            if disk.kind_at(target) is None:
                entry.rename(target)
                break
        else:
            break
    return target


def _place(home: Path, path: str, number: int) -> Path:
    """Return a place for a file; what is no folder but has a folder's name gets one beside it."""
    *folders, name = path.split("/")
    place = home
    for folder in folders:
        place /= folder
        while disk.kind_at(place) not in {None, stat.S_IFDIR}:
            place = place.with_name(f"{place.name}.d")
    return place / (f"{name}.{number}" if number else name)


def _home(folder: Path) -> Path:
    home = folder.with_name(f"{folder.name}-changed")
    write_new_file(home / IGNORE, _NOTE)
    return home
