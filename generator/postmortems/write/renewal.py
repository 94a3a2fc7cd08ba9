"""A site renewed from what is new and what may stay: the cost is that of what is new.

`Renewal` works on the folder itself, file by file. `Twin` works on a second folder of the same
files beside the site, which takes the site's place in one step (`postmortems.write.stage`).
"""

from __future__ import annotations

import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.contents import (
    EMPTY,
    Contents,
    Links,
    Mark,
    contents,
    emptied,
    mark,
    move,
    prune,
    same,
)
from postmortems.write.heirs import Heirs
from postmortems.write.neighbour import check_neighbour, claim_neighbour, in_the_way
from postmortems.write.paths import parent, parents
from postmortems.write.site_list import MARKER, digest_of, is_ours, mark_ours, read_list, write_list

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is in a renewed folder, and which paths were written or removed."""

    files: dict[str, Mark]
    written: frozenset[str]
    removed: frozenset[str]


class Renewal:
    """The folder itself is renewed; what is hidden at its top is left alone."""

    hidden = False
    replaced = False
    """Whether a site of which nothing stays is put in place as it was built, without `merge`."""

    def __init__(self, target: Path) -> None:
        self.target = target.absolute()
        self.folder = self.target
        self._present: Contents = EMPTY
        self.known: Mapping[str, Mark] = {}
        """How our files were left, as far as that is remembered."""
        self.edited: list[tuple[str, Path]] = []
        """Which files of ours somebody had changed, and where they are kept now."""
        self.change: Change | None = None
        """What was done so far."""

    def intact(self, known: Mapping[str, Mark]) -> frozenset[str]:
        """Return those files that are still as they were known. Raises `WriteError`."""
        self.known = known
        with disk.refusals(f"look into {self.folder}"):
            if self.folder.is_dir():
                self._present = contents(self.folder, hidden=self.hidden)
        found = self._present.files
        return frozenset(path for path, as_known in known.items() if found.get(path) == as_known)

    def merge(self, fresh: Path, keep: Collection[str]) -> Change:
        """Put the files of `fresh` into the folder, and remove all but those and `keep`.

        `keep` must be of what is `intact`. A file of `fresh` that has the bytes of the one in its
        place does not replace it. Raises `WriteError`.
        """
        with disk.refusals(f"renew {self.folder}"):
            # With nothing remembered, nobody has looked yet; what is there is to be removed, too.
            if self._present is EMPTY and self.folder.is_dir():
                self._present = contents(self.folder, hidden=self.hidden)
            present, new = self._present.files, contents(fresh, hidden=False).files
            files: dict[str, Mark] = {}
            for path in keep:
                if path not in new and (found := present[path]) is not None:
                    files[path] = found
            theirs = self._theirs(fresh, new)
            removed = [
                path
                for path in present
                if path not in files and path not in new and path not in theirs
            ]
            folders = parents([*files, *new, *theirs])
            prune(self.folder, removed, self._present.folders - folders)
            written = self._take(fresh, new, files)
        self._present = Contents(files={**files}, folders=frozenset(folders))
        self.change = Change(files=files, written=frozenset(written), removed=frozenset(removed))
        return self.change

    def list_ours(self, files: Mapping[str, Mark]) -> None:
        """Leave the list of our files in the folder. Raises `WriteError`."""
        with disk.refusals(f"renew {self.folder}"):
            listed = read_list(self.folder) or {}
            digests = {
                path: listed[path]
                if path in listed and self.known.get(path) == as_left
                else digest_of(disk.read(self.folder / path))
                for path, as_left in files.items()
            }
            write_list(self.folder, digests)

    def expect(self, name: str) -> None:
        """List the folder `name`, into which a program is to write. Raises `WriteError`."""
        with disk.refusals(f"renew {self.folder}"):
            write_list(self.folder, {**(read_list(self.folder) or {}), f"{name}/": ""})

    def _theirs(self, fresh: Path, new: Mapping[str, Mark | None]) -> Collection[str]:
        """Return what is in the folder and not ours; what somebody wrote into ours is put aside.

        What comes is listed first: a run that is stopped leaves nothing that looks like others'.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        heirs = Heirs(self.folder, fresh, self.known)
        theirs = heirs.spare(new)
        self.edited = heirs.edited
        listed = read_list(self.folder) or {}
        known = {path for path in self.known if self._present.files.get(path)}
        unlisted = dict.fromkeys(known - listed.keys(), self.folder)
        unlisted |= {path: fresh for path in new.keys() - listed.keys() if new[path]}
        coming = {path: digest_of(disk.read(at / path)) for path, at in unlisted.items()}
        write_list(self.folder, listed | coming)
        return theirs

    def _take(
        self, fresh: Path, new: Mapping[str, Mark | None], files: dict[str, Mark]
    ) -> list[str]:
        """Move what is new into the folder, note it in `files`, and return what was not there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        made: set[str] = set()
        written: list[str] = []
        for path, as_new in new.items():
            if as_new is None:
                continue
            before = self._present.files.get(path)
            as_before = before is not None and before[0] == as_new[0]
            if before and as_before and same(self.folder / path, fresh / path):
                files[path] = before
                continue
            if (folder := parent(path)) not in made:
                (self.folder / folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            move(f"{fresh}/{path}", f"{self.folder}/{path}")
            files[path] = as_new
            written.append(path)
        return written

    def look_again(self, name: str) -> Change:
        """Take note of what a program did below the folder `name`. Raises `WriteError`."""
        assert self.change is not None  # noqa: S101 - a folder is merged first
        within, before = f"{name}/", self.change
        found: dict[str, Mark] = {}
        with disk.refusals(f"look into {self.folder / name}"):
            if disk.kind_at(self.folder / name) == stat.S_IFDIR:
                for path, as_found in contents(self.folder / name, hidden=True).files.items():
                    if as_found is not None:
                        found[within + path] = as_found
            self._restore(found, before.files)
        old = {path: each for path, each in before.files.items() if path.startswith(within)}
        written = {path for path, each in found.items() if old.get(path) != each}
        self.change = Change(
            files={path: each for path, each in before.files.items() if path not in old} | found,
            written=(before.written - old.keys()) | written,
            removed=(before.removed - found.keys()) | (old.keys() - found.keys()),
        )
        return self.change

    def _restore(self, found: dict[str, Mark], before: Mapping[str, Mark]) -> None:
        """Bring back files that were only written anew, where they still lie somewhere."""


class Twin(Renewal):
    """A second folder beside the site, whose files are the site's own under second names.

    Nothing in it may be changed in place. What differs from what is known is mended from the site;
    what the site has lost is told as not `intact`.
    """

    hidden = True
    replaced = True

    def __init__(self, target: Path) -> None:
        super().__init__(target)
        self._home = disk.beside(self.target, "twin-postmortems")
        self.folder = self._home / _SITE
        self.wanted = True
        """Whether there is to be a twin of the next site."""

    def intact(self, known: Mapping[str, Mark]) -> frozenset[str]:
        """Return those files that are as they were known, in the twin or in the site."""
        with disk.refusals(f"prepare {self._home}"):
            self._claim()
        here = super().intact(known)
        lost = {
            path: as_known
            for path, as_known in known.items()
            if path not in here and mark(f"{self.target}/{path}") == as_known
        }
        needed = parents(known)
        with disk.refusals(f"prepare {self._home}"):
            strange = [
                path
                for path in self._present.files
                if path not in here and path not in lost and path != MARKER
            ]
            prune(self.folder, strange, self._present.folders - needed)
            Links(self.target, self.folder).add(lost)
        self._present = Contents(
            files={path: known[path] for path in (*here, *lost)},
            folders=(self._present.folders & needed) | parents(lost),
        )
        return here.union(lost)

    def _restore(self, found: dict[str, Mark], before: Mapping[str, Mark]) -> None:
        anew = []
        for path, as_known in before.items():
            as_found = found.get(path)
            if as_found is None or as_found == as_known or as_found[0] != as_known[0]:
                continue
            if mark(self.target / path) == as_known and same(
                self.target / path, self.folder / path
            ):
                anew.append(path)
        Links(self.target, self.folder).add(anew)
        found.update({path: before[path] for path in anew})

    def list_ours(self, files: Mapping[str, Mark]) -> None:
        """Leave that to whoever puts the twin in the site's place."""

    def expect(self, name: str) -> None:
        """Expect nothing: the twin is ours as a whole."""

    def _theirs(self, fresh: Path, new: Mapping[str, Mark | None]) -> Collection[str]:  # noqa: ARG002
        """Return nothing: the twin is ours as a whole."""
        return ()

    def follow(self) -> None:
        """Give the twin the site's files, after it was published: all, or what changed.

        The site stands already, so a disk that refuses leaves no twin and says nothing.
        """
        try:
            change = self.change
            if not self.wanted:
                self.drop()
            elif change is None or disk.kind_at(self.folder) != stat.S_IFDIR:
                self.drop()
                self._claim()
                found = contents(self.target, hidden=False).files
                Links(self.target, self.folder).add(sorted(found))
            else:
                prune(self.folder, change.removed, emptied(change.removed, change.files))
                Links(self.target, self.folder).add(change.written)
        except (OSError, WriteError):
            with suppress(OSError, WriteError):
                self.drop()

    def drop(self) -> None:
        """Remove the twin. Raises `OSError`, `WriteError` where the folder is somebody else's."""
        if disk.kind_at(self._home) is not None:
            self._check()
            shutil.rmtree(self._home)

    def _claim(self) -> None:
        claim_neighbour(self._home, {_SITE})
        self._check()
        if disk.kind_at(self.folder) is None:
            self.folder.mkdir()
        mark_ours(self.folder)

    def _check(self) -> None:
        """Raise `WriteError` unless the folder is one of ours."""
        check_neighbour(self._home, {_SITE})
        kind = disk.kind_at(self.folder)
        if kind is not None and not (kind == stat.S_IFDIR and is_ours(self.folder)):
            raise in_the_way(self._home)
