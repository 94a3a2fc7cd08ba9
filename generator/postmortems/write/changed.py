"""Generated files that somebody has changed by hand: kept beside, before they are made again."""

from __future__ import annotations

import stat
from itertools import count
from typing import TYPE_CHECKING

from postmortems.write import disk
from postmortems.write.file import write_new_file
from postmortems.write.neighbour import IGNORE

if TYPE_CHECKING:
    from pathlib import Path

_NOTE = b"# Generated files as people had changed them, before they were made again.\n*\n"


def put_aside(folder: Path, path: str, content: bytes) -> Path:
    """Keep the changed file `path` of a generated folder: in `docs-changed` for one called `docs`.

    Returns where it is: under its own path, with a number where that holds something else already.
    Raises `WriteError`.
    """
    home = folder.with_name(f"{folder.name}-changed")
    write_new_file(home / IGNORE, _NOTE)
    for number in count():
        target = home / (f"{path}.{number}" if number else path)
        if write_new_file(target, content):
            break
        with disk.refusals(f"read {target}"):
            if disk.kind_at(target) == stat.S_IFREG and disk.read(target) == content:
                break
    return target
