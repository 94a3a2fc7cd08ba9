"""A folder of generated files, brought up to date as a whole by writing only what differs."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.changed import put_aside
from postmortems.write.claim import claim
from postmortems.write.ground import Ground, Occupied, strangers
from postmortems.write.lock import locked
from postmortems.write.manifest import (
    MANIFEST,
    TEMPORARY,
    Stamps,
    digest_in,
    looks_in,
    stamp_of,
    write_manifest,
)
from postmortems.write.paths import Claims, parent, parents
from postmortems.write.replica import Replica

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeChange:
    """What a run did: relative paths, sorted, and the number of files it did not touch.

    ``digests`` has all files of ours that stand there now, with the sha256 of each in hex.
    ``edited`` has what somebody had changed by hand, and where the changed file is kept now.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    digests: Mapping[str, str] = field(compare=False, repr=False)
    edited: tuple[tuple[str, Path], ...] = ()


@contextmanager
def open_tree(root: Path) -> Iterator[Tree]:
    """Yield a writer for the files of ours in `root`; when the block ends well, they are all.

    What an earlier run wrote, and the block neither kept nor put, is removed then, with its folder
    once that is empty; and the writer's ``change`` is there. A list in the folder says which files
    are ours; others are left alone, and are an error where they stand in the way. All changes come
    about in one step at the end (`Replica`): when the block ends by an exception, or the run is
    killed, the folder is as it was. What somebody has changed by hand is put aside before it is
    made again (`put_aside`). Holds `locked(root)`.

    Raises `WriteError`: a folder with files but no list of ours, somebody's file or a link in the
    way, a disk that refuses, another run at work. Errors of the block pass unchanged.
    """
    root = root.absolute()
    with locked(root):
        replica = Replica(root)
        with disk.refusals(f"bring {root} up to date"):
            replica.recover()
            tree = Tree(root, claim(root), replica)
        yield tree
        tree.finish()


class Tree:
    """Writes the files of one folder as they come, as `open_tree` says."""

    change: TreeChange
    """What was done; there once the block has ended well."""

    def __init__(self, root: Path, known: Stamps | None, replica: Replica) -> None:
        self._shown = self._root = root
        self._replica = replica
        # None: the list of what is ours cannot be believed, so that any file may be.
        self._known = known
        self._owned: Stamps = dict(known or {})
        self._ground = Ground(root, None if known is None else self._owned)
        self._claims = Claims()
        self._held: Stamps = {}
        self._stamps: Stamps = {}
        self._written: list[str] = []
        self._edited: list[tuple[str, Path]] = []
        self._waiting: dict[str, tuple[bytes, str]] = {}

    def holds(self, path: str) -> str | None:
        """Return the sha256 in hex of what stands at `path`, if it is what a run of ours left.

        Else None. A file that nobody touched is not read; one that looks otherwise is. Raises
        `WriteError` when that file cannot be read.
        """
        stamp = self._owned.get(path)
        found = self._ground.ours(path) if stamp else None
        if not stamp or found is None:
            return None
        digest = digest_in(stamp)
        seen = stamp_of(digest, found)
        if seen != stamp:
            with disk.refusals(f"read {self._shown / path}"):
                if hashlib.sha256(disk.read(self._root / path)).hexdigest() != digest:
                    return None
        self._held[path] = seen
        return digest

    def keep(self, path: str) -> None:
        """Leave as it is what `holds` has told of; raises `WriteError` as `put` does."""
        self._claims.rejoin(path)
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
            self._waiting[path] = (content, digest)
            return digest
        if found is not None:
            self._update(path, content, digest, found)
        else:
            self._create(path, content, digest)
        return digest

    def finish(self) -> None:
        """Write what waits, remove what is no longer wanted, list what is ours, and publish it."""
        if self._known is None:
            self._refuse_strangers(self._stamps.keys() | self._waiting.keys())
        removed = self._prune()
        self._ground.forget()
        self._settle()
        with disk.refusals(f"bring {self._shown} up to date"):
            if self._root == self._shown and disk.kind_at(self._root) is None:
                self._root.mkdir()
            if self._root != self._shown or self._stamps != self._known:
                write_manifest(self._root, self._stamps)
            if self._root != self._shown:
                self._replica.publish({*self._stamps, *removed, *self._written, MANIFEST})
        self.change = TreeChange(
            written=tuple(sorted(self._written)),
            removed=tuple(removed),
            kept=len(self._stamps) - len(self._written),
            digests={path: digest_in(stamp) for path, stamp in self._stamps.items()},
            edited=tuple(sorted(self._edited)),
        )

    def _begin(self) -> None:
        """Work on the second folder from now on, whose files have got another look by that."""
        if self._root != self._shown:
            return
        with disk.refusals(f"bring {self._shown} up to date"):
            linked = self._replica.begin()
            self._root = self._replica.folder
            self._ground.move(self._root)
            for path, before in linked.items():
                for stamps in (self._owned, self._held, self._stamps):
                    stamp = stamps.get(path)
                    if stamp and stamp == stamp_of(digest_in(stamp), before):
                        now = (self._root / path).lstat()
                        stamps[path] = stamp_of(digest_in(stamp), now)

    def _refuse_strangers(self, wanted: Container[str]) -> None:
        """Without a list, a file not wanted may be an old page of ours: neither keep nor remove."""
        with disk.refusals(f"bring {self._root} up to date"):
            found = strangers(self._root, wanted)
        if found:
            raise WriteError(
                f"the list of generated files in {self._shown} is damaged, and {len(found)} files "
                f"in it may be old pages or somebody's own, the first is {found[0]!r}; delete the "
                "folder, all that is ours is written again"
            )

    def _update(self, path: str, content: bytes, digest: str, found: os.stat_result) -> None:
        """Make a file that is there hold the content, unless it does."""
        fresh = stamp_of(digest, found)
        known = self._owned.get(path, "")
        same = found.st_size == len(content)
        if same and looks_in(known) == looks_in(fresh):
            same = known == fresh
        elif same:
            with disk.refusals(f"read {self._shown / path}"):
                same = disk.read(self._root / path) == content
        if not same:
            self._rescue(path, found)
            self._begin()
            place = self._root / path
            with disk.refusals(f"write {self._shown / path}"):
                disk.create(self._root / TEMPORARY, content, durable=False)
                (self._root / TEMPORARY).replace(place)
                fresh = stamp_of(digest, place.lstat())
            self._written.append(path)
        self._stamps[path] = fresh

    def _rescue(self, path: str, found: os.stat_result) -> None:
        """Put a file of ours aside if somebody has changed it; ``found`` is how it looks."""
        known = self._owned.get(path, "")
        if looks_in(known) == looks_in(stamp_of("", found)):
            return
        with disk.refusals(f"read {self._shown / path}"):
            content = disk.read(self._root / path)
        # Without a list nobody knows what a file was like, so it may hold somebody's words.
        if hashlib.sha256(content).hexdigest() != digest_in(known):
            self._edited.append((path, put_aside(self._shown, path, content)))

    def _create(self, path: str, content: bytes, digest: str) -> None:
        self._begin()
        self._ground.make(parent(path))
        with disk.refusals(f"write {self._shown / path}"):
            # Straight to its name, which must be free: on a file system that ignores case, a rename
            # would silently take the place of somebody's file. All is flushed together at the end.
            found = disk.create(f"{self._root}/{path}", content, durable=False)
        self._stamps[path] = stamp_of(digest, found)
        self._written.append(path)

    def _prune(self) -> list[str]:
        """Remove what is ours and no longer wanted, and the folders that this leaves empty."""
        stale = sorted(self._owned.keys() - self._stamps.keys() - self._waiting.keys())
        removed = []
        if stale:
            self._begin()
        for path in stale:
            if (found := self._ground.ours(path)) is not None:
                self._rescue(path, found)
                with disk.refusals(f"remove {self._shown / path}"):
                    (self._root / path).unlink()
                removed.append(path)
        for folder in sorted(parents(stale) - parents(self._stamps), reverse=True):
            self._ground.remove(folder)
        for path in stale:
            del self._owned[path]
        return removed

    def _settle(self) -> None:
        """Put what had to wait until others of our files had gone."""
        if self._waiting:
            self._begin()
        for path, waiting in self._waiting.items():
            try:
                free = self._ground.look(path) is None
            except Occupied:
                free = False
            if not free:
                raise self._ground.in_the_way(path)
            self._create(path, *waiting)
