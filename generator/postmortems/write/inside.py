"""Whether a path stays in the folder that it belongs to, with no link that leads out of it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk

if TYPE_CHECKING:
    from pathlib import Path


def require_inside(path: Path, root: Path) -> None:
    """Raise `WriteError` where a file is to be written, or a folder made, that is not below `root`.

    Nor may a folder on the way from `root` be a link, or anything that is no folder. What is not
    there yet may be made.
    """
    whole, top = os.path.abspath(path), os.path.abspath(root)  # noqa: PTH100 - links stay links
    if not whole.startswith(top.rstrip("/") + "/"):
        raise WriteError(f"cannot write {path}: it lies outside of {root}")
    part = top
    for name in os.path.relpath(os.path.dirname(whole), top).split("/"):  # noqa: PTH120
        part = os.path.normpath(f"{part}/{name}")
        with disk.refusals(f"look at {part}"):
            kind = disk.kind_at(part)
        if kind is None:
            return
        if kind == stat.S_IFLNK and part != top:
            raise WriteError(
                f"cannot write {path}: {part} is a symbolic link, which may lead anywhere; put a "
                "real folder there"
            )
        if kind not in {stat.S_IFDIR, stat.S_IFLNK}:
            raise WriteError(f"cannot write {path}: {part} is not a folder")
