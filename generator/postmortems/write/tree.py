"""A folder of generated files, brought up to date by touching only what differs."""

from __future__ import annotations

import hashlib
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.ground import Ground, Occupied, strangers
from postmortems.write.lock import locked
from postmortems.write.manifest import (
    JOURNAL,
    MANIFEST,
    TEMPORARY,
    Stamp,
    Stamps,
    extend_journal,
    looks,
    read_journal,
    read_manifest,
    write_manifest,
)
from postmortems.write.paths import Claims, check_paths, parent, parents

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Container, Iterator, Mapping
    from pathlib import Path

_BATCH = 1 << 23
"""How many bytes of new files wait until their names are in the journal, which takes one flush."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeChange:
    """What a run did: relative paths, sorted, and the number of files it did not touch.

    ``digests`` has all files of ours that stand there now, with the sha256 of each in hex.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    digests: Mapping[str, str] = field(compare=False, repr=False)


@contextmanager
def open_tree(root: Path) -> Iterator[Tree]:
    """Yield a writer for the files of ours in `root`; when the block ends well, they are all.

    What an earlier run wrote, and the block neither kept nor put, is removed then, with its folder
    once that is empty; and the writer's ``change`` is there. A list in the folder says which files
    are ours; others are left alone, and are an error where they stand in the way. When the block
    ends by an exception nothing is removed, and the next run goes on from there, as it does after
    one that was killed. Holds `locked(root)`.

    Raises `WriteError`: a folder with files but no list of ours, somebody's file or a link in the
    way, a disk that refuses, another run at work. Errors of the block pass unchanged.
    """
    root = root.absolute()
    with locked(root):
        with disk.refusals(f"bring {root} up to date"):
            tree = Tree(root, _claim_root(root))
        try:
            yield tree
            tree.finish()
        except BaseException:
            tree.abandon()
            raise


def sync_tree(root: Path, files: Mapping[str, bytes]) -> TreeChange:
    """Make the files of ours in `root` exactly `files` (relative POSIX path → content).

    As `open_tree`, except that all reasons to refuse are looked for before anything is touched.
    """
    check_paths(files)
    with open_tree(root) as tree:
        tree.foresee(files)
        for path, content in files.items():
            tree.put(path, content)
    return tree.change


class Tree:
    """Writes the files of one folder as they come, as `open_tree` says."""

    change: TreeChange
    """What was done; there once the block has ended well."""

    def __init__(self, root: Path, known: Stamps | None) -> None:
        self._root = root
        # None: the list of what is ours cannot be believed, so that any file may be.
        self._known = known
        self._owned: Stamps = dict(known or {})
        self._ground = Ground(root, None if known is None else self._owned)
        self._claims = Claims()
        self._held: dict[str, Stamp] = {}
        self._stamps: dict[str, Stamp] = {}
        self._written: list[str] = []
        self._new: dict[str, bytes] = {}
        self._size = 0
        self._waiting: dict[str, bytes] = {}
        self._journal: list[str] = []

    def holds(self, path: str) -> str | None:
        """Return the sha256 in hex of what stands at `path`, if it is what a run of ours left.

        Else None. A file that nobody touched is not read; one that looks otherwise is. Raises
        `WriteError` when that file cannot be read.
        """
        stamp = self._owned.get(path)
        if stamp is None:
            return None
        found = self._ground.ours(path)
        if found is None:
            return None
        seen = looks(found)
        if seen != stamp.looks:
            with disk.refusals(f"read {self._root / path}"):
                if hashlib.sha256(disk.read(self._root / path)).hexdigest() != stamp.digest:
                    return None
            stamp = Stamp(stamp.digest, seen)
        self._held[path] = stamp
        return stamp.digest

    def keep(self, path: str) -> None:
        """Leave as it is what `holds` has told of; raises `WriteError` as `put` does."""
        self._claims.add(path)
        self._stamps[path] = self._held[path]

    def put(self, path: str, content: bytes) -> str:
        """Let `path` hold `content`, written only if it does not yet; return its sha256 in hex.

        Raises `WriteError`: a path that is not safe or comes twice (`Claims.add`), something in the
        way that is not ours, a disk that refuses.
        """
        self._claims.add(path)
        digest = hashlib.sha256(content).hexdigest()
        try:
            found = self._ground.look(path)
        except Occupied:
            self._waiting[path] = content
            return digest
        if found is not None:
            self._update(path, content, digest, found)
        elif path in self._owned:
            self._create(path, content, digest)
        else:
            self._new[path] = content
            self._size += len(content)
            if self._size >= _BATCH:
                self._flush()
        return digest

    def foresee(self, paths: Collection[str]) -> None:
        """Raise the `WriteError` that putting exactly these paths would end in, if any."""
        if self._known is None:
            self._refuse_strangers(paths)
        for path in sorted(paths):
            with suppress(Occupied):
                self._ground.look(path)

    def finish(self) -> None:
        """Write what waits, remove what is no longer wanted, and leave the list of what is ours."""
        self._flush()
        if self._known is None:
            self._refuse_strangers(self._stamps.keys() | self._waiting.keys())
        removed = self._prune()
        self._ground.forget()
        self._settle()
        with disk.refusals(f"bring {self._root} up to date"):
            if self._stamps != self._known:
                write_manifest(self._root, self._stamps)
            if self._journal:
                (self._root / JOURNAL).unlink()
        self.change = TreeChange(
            written=tuple(sorted(self._written)),
            removed=tuple(removed),
            kept=len(self._stamps) - len(self._written),
            digests={path: stamp.digest for path, stamp in sorted(self._stamps.items())},
        )

    def abandon(self) -> None:
        """List all that may be ours, so that the next run knows what this one has made."""
        if self._known is None or not (self._written or self._journal):
            return
        # What stopped the block is what the reader must hear; without a list there is the journal.
        with suppress(OSError):
            write_manifest(self._root, self._owned | dict.fromkeys(self._journal) | self._stamps)
            (self._root / JOURNAL).unlink(missing_ok=True)

    def _refuse_strangers(self, wanted: Container[str]) -> None:
        """Without a list, a file not wanted may be an old page of ours: neither keep nor remove."""
        with disk.refusals(f"bring {self._root} up to date"):
            found = strangers(self._root, wanted)
        if found:
            raise WriteError(
                f"the list of generated files in {self._root} is damaged, and {len(found)} files "
                f"in it may be old pages or somebody's own, the first is {found[0]!r}; delete the "
                "folder, all that is ours is written again"
            )

    def _update(self, path: str, content: bytes, digest: str, found: os.stat_result) -> None:
        """Make a file that is there hold the content, unless it does."""
        place = self._root / path
        stamp = self._owned.get(path)
        same = found.st_size == len(content)
        if same and stamp is not None and stamp.looks == looks(found):
            same = stamp.digest == digest
        elif same:
            with disk.refusals(f"read {place}"):
                same = disk.read(place) == content
        if not same:
            with disk.refusals(f"write {place}"):
                disk.create(self._root / TEMPORARY, content, durable=False)
                (self._root / TEMPORARY).replace(place)
                found = place.lstat()
            self._written.append(path)
        self._stamps[path] = Stamp(digest, looks(found))

    def _create(self, path: str, content: bytes, digest: str) -> None:
        self._ground.make(parent(path))
        with disk.refusals(f"write {self._root / path}"):
            # Straight to its name, which must be free: on a file system that ignores case, a rename
            # would silently take the place of somebody's file. Not flushed one by one (1.6 s more
            # for 10,000, on a fast disk): the tree can be built again, and what a power cut
            # shortened has not the size on our list and is mended.
            found = disk.create(self._root / path, content, durable=False)
        self._stamps[path] = Stamp(digest, looks(found))
        self._written.append(path)

    def _flush(self) -> None:
        """Make the new files that were put, after saying durably that they are about to be ours."""
        if not self._new:
            return
        self._journal += self._new
        with disk.refusals(f"bring {self._root} up to date"):
            extend_journal(self._root, self._new)
        for path, content in self._new.items():
            self._create(path, content, hashlib.sha256(content).hexdigest())
        self._new = {}
        self._size = 0

    def _prune(self) -> list[str]:
        """Remove what is ours and no longer wanted, and the folders that this leaves empty."""
        stale = sorted(self._owned.keys() - self._stamps.keys() - self._waiting.keys())
        removed = []
        for path in stale:
            if self._ground.ours(path) is not None:
                with disk.refusals(f"remove {self._root / path}"):
                    (self._root / path).unlink()
                removed.append(path)
        for folder in sorted(parents(stale) - parents(self._stamps), reverse=True):
            self._ground.remove(folder)
        for path in stale:
            del self._owned[path]
        return removed

    def _settle(self) -> None:
        """Put what had to wait until others of our files had gone."""
        for path, content in self._waiting.items():
            try:
                free = self._ground.look(path) is None
            except Occupied:
                free = False
            if not free:
                raise self._ground.in_the_way(path)
            self._new[path] = content
        self._flush()


def _claim_root(root: Path) -> Stamps | None:
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
            known = dict.fromkeys(read_journal(root)) | known
            write_manifest(root, known)
        (root / JOURNAL).unlink()
    return known
