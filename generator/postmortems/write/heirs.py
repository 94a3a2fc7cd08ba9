"""What a new site owes the old one: other people's files in it, and words written into ours."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from postmortems.write import disk
from postmortems.write.changed import put_aside
from postmortems.write.contents import Links, looks
from postmortems.write.paths import parents
from postmortems.write.site_list import MARKER, digest_of, read_list, write_list

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from postmortems.write.contents import Mark


class Heirs:
    """Looks after what is in `target` and not of our making while `fresh` takes its place.

    ``known`` is how our files were left, as far as that is remembered; the list in the folder says
    what they held.
    """

    def __init__(self, target: Path, fresh: Path, known: Mapping[str, Mark]) -> None:
        self._target, self._fresh, self._known = target, fresh, known
        self._seen: Mapping[str, os.stat_result] = {}
        self.edited: list[tuple[str, Path]] = []
        """Which files of ours somebody had changed, and where they are kept now."""

    def provide(self) -> None:
        """List what is ours in the new folder, and bring what is not along.

        A file of ours that is not as it was left is put aside (`put_aside`), unless the new site
        says the same; so is somebody's file in whose place one of ours comes. Raises `OSError`,
        `WriteError`.
        """
        new, old = looks(self._fresh), {}
        if disk.kind_at(self._target) is not None:
            old = looks(self._target)
        listed = read_list(self._target) or {}
        digests = {}
        for path, found in new.items():
            if path == MARKER or not stat.S_ISREG(found.st_mode):
                continue
            if path in listed and path in old and self._stays(path, found, old[path]):
                digests[path] = listed[path]
            else:
                digests[path] = digest_of(disk.read(self._fresh / path))
        theirs = self._sort(old, listed, new, digests.get)
        Links(self._target, self._fresh).add(theirs)
        write_list(self._fresh, digests)
        self._seen = old

    def spare(self, new: Mapping[str, Mark | None]) -> set[str]:
        """Return what is somebody's in a folder that is renewed in place, after putting aside.

        ``new`` has the paths of what comes into it from `fresh`. Raises `OSError`, `WriteError`.
        """

        def after(path: str) -> str | None:
            return digest_of(disk.read(self._fresh / path)) if new.get(path) else None

        listed = read_list(self._target) or {}
        return {*self._sort(looks(self._target), listed, new, after)}

    def _sort(
        self,
        old: Mapping[str, os.stat_result],
        listed: Mapping[str, str],
        new: Collection[str],
        after: Callable[[str], str | None],
    ) -> list[str]:
        """Return whose files may stay where they are; put aside what would be lost of others."""
        theirs = []
        folders = parents(new)
        for path, found in old.items():
            if path == MARKER or self._as_left(path, found):
                continue
            free = path not in new and path not in folders
            ours = path in listed or path in self._known
            if free and not ours and parents([path]).isdisjoint(new):
                theirs.append(path)
            elif stat.S_ISREG(found.st_mode):
                content = disk.read(self._target / path)
                if digest_of(content) not in {listed.get(path), after(path)}:
                    self.edited.append((path, put_aside(self._target, path, content)))
        return theirs

    def follow(self, left: Path) -> None:
        """Bring along what came into the old folder meanwhile; it is called `left` now."""
        late = [
            path
            for path, found in looks(left).items()
            if path != MARKER
            and (path not in self._seen or not os.path.samestat(self._seen[path], found))
        ]
        Links(left, self._target).add(late)

    def _stays(self, path: str, found: os.stat_result, before: os.stat_result) -> bool:
        return os.path.samestat(found, before) and self._as_left(path, before)

    def _as_left(self, path: str, found: os.stat_result) -> bool:
        """Tell whether a file looks as it was left."""
        return self._known.get(path) == (found.st_size, found.st_mtime_ns)
