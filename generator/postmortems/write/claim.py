"""Whether a folder may be written into, and what an earlier run says is ours in it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.manifest import (
    JOURNAL,
    MANIFEST,
    TEMPORARY,
    Stamps,
    read_journal,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:
    from pathlib import Path


def claim(root: Path) -> Stamps | None:
    """Return what is ours in `root`, made if missing; None when its list cannot be believed."""
    kind = disk.kind_at(root)
    if kind is None:
        root.mkdir()
        return {}
    if kind != stat.S_IFDIR:
        raise WriteError(f"cannot write into {root}: a link or file stands there, not a folder")
    (root / TEMPORARY).unlink(missing_ok=True)
    names = {path.name for path in root.iterdir()}
    if not names:
        return {}
    if names.isdisjoint({MANIFEST, JOURNAL}):
        raise WriteError(
            f"{root} has files in it that postmortems did not write; name another folder, "
            "or delete this one if nothing in it is needed"
        )
    known = read_manifest(root) if MANIFEST in names else {}
    if JOURNAL in names:
        # A run was stopped. What it may have made joins the list, and the next journal is new.
        if known is not None:
            known = dict.fromkeys(read_journal(root), "") | known
            write_manifest(root, known)
        (root / JOURNAL).unlink()
    return known
