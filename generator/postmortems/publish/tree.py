"""The docs tree of a repository: where it is, and how it is brought up to date."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.errors import WriteError
from postmortems.load.history import history
from postmortems.pipeline import write_docs
from postmortems.publish.docs import Docs
from postmortems.write.manifest import digest_in, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from postmortems.checking.result import Checked
    from postmortems.config.audiences import AudienceName
    from postmortems.load.ledger import Ledger

TREE = "build/docs"
"""Where the docs tree is written, under the repository's root; other editions are beside it."""


def tree_folder(root: Path, audience: AudienceName = "internal") -> Path:
    """Return where the docs tree of an edition belongs: no two share a folder.

    Raises WriteError where a link leads out of the place.
    """
    folder = root / (TREE if audience == "internal" else f"{TREE}-{audience}")
    if folder.parent.is_symlink():
        message = f"{folder.parent} is a symbolic link; the docs tree is written to a real folder"
        raise WriteError(message)
    return folder


def write_tree(
    root: Path,
    checked: Checked,
    ledger: Ledger | None = None,
    audience: AudienceName = "internal",
) -> Docs:
    """Bring the docs tree up to date, all of it anew without the ledger of the last build.

    Raises ConfigurationError, WriteError.
    """
    assert checked.settings is not None  # noqa: S101 - callers look first
    edition = checked.settings.audiences.edition(audience)
    target = tree_folder(root, audience)
    target.parent.mkdir(parents=True, exist_ok=True)
    change = write_docs(target, root, checked, history(root), ledger, audience)
    return Docs(
        folder=target,
        digests=change.digests,
        whole=edition.whole,
        partial=bool(edition.leaves_out),
        edited=change.edited,
    )


def left_tree(folder: Path, audience: AudienceName = "internal") -> Docs:
    """Return the docs tree of an edition as an earlier run has left it."""
    digests = {}
    for path, stamp in (read_manifest(folder) or {}).items():
        if digest := digest_in(stamp):
            digests[path] = digest
        elif (folder / path).is_file():
            digests[path] = hashlib.sha256((folder / path).read_bytes()).hexdigest()
    open_ = audience != "public"
    return Docs(folder=folder, digests=digests, whole=open_, partial=not open_)


def edits(folder: Path, edited: Iterable[tuple[str, Path]], root: Path) -> tuple[str, ...]:
    """Tell of each generated file that somebody had changed what became of it, in sentences."""
    return tuple(
        f"{shown(folder / path, root)} was not as it had been left; it was made again, and what it "
        f"held is kept in {shown(kept, root)}"
        for path, kept in edited
    )


def shown(path: Path, root: Path) -> str:
    """Name a path from the repository's root on, where it lies in there; fit to print."""
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    return printable(inside.as_posix(), 300)
