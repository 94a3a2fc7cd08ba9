"""Whether a folder may be written into, and what an earlier run says is ours in it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.manifest import MANIFEST, TEMPORARY, Stamps, read_manifest

if TYPE_CHECKING:
    from pathlib import Path


def claim(root: Path) -> Stamps | None:
    """Return what is ours in `root`, nothing if it is missing; None when its list is damaged."""
    kind = disk.kind_at(root)
    if kind is None:
        return {}
    if kind != stat.S_IFDIR:
        raise WriteError(f"cannot write into {root}: a link or file stands there, not a folder")
    (root / TEMPORARY).unlink(missing_ok=True)
    names = {path.name for path in root.iterdir()}
    if not names:
        return {}
    if MANIFEST not in names:
        raise WriteError(
            f"{root} has files in it that postmortems did not write; name another folder, "
            "or delete this one if nothing in it is needed"
        )
    return read_manifest(root)
