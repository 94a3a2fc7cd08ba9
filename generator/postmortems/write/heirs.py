"""What a new site owes the old one: other people's files in it, and words written into ours."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk
from postmortems.write.changed import put_aside, put_entry_aside
from postmortems.write.contents import Links, looks
from postmortems.write.paths import parents
from postmortems.write.site_list import MARKER, digest_of, is_listed, read_list, write_list

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
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
        self._listed: Mapping[str, str] = {}
        self._new: Mapping[str, str] = {}
        self.edited: list[tuple[str, Path]] = []
        """Which files of ours somebody had changed, and where they are kept now."""

    def provide(self) -> None:
        """List what is ours in the new folder, and bring what is not along.

        A file of ours that is not as it was left is put aside (`put_aside`), unless the new site
        says the same; so is what somebody has in a place of ours. Raises `OSError`; `WriteError`
        where nobody knows whose a file is.
        """
        new, _ = looks(self._fresh)
        old, _ = looks(self._target) if disk.kind_at(self._target) is not None else ({}, {})
        listed = read_list(self._target)
        left = listed or {}
        digests = {}
        for path, found in new.items():
            if path == MARKER or not stat.S_ISREG(found.st_mode):
                continue
            if path in left and path in old and self._stays(path, found, old[path]):
                digests[path] = left[path]
            else:
                digests[path] = digest_of(disk.read(self._fresh / path))
        theirs = self._sort(old, listed, new, digests.get)
        Links(self._target, self._fresh).add(theirs)
        write_list(self._fresh, digests)
        self._seen, self._listed, self._new = old, left, digests

    def spare(self, new: Mapping[str, Mark | None]) -> set[str]:
        """Return what is somebody's in a folder that is renewed in place, after putting aside.

        ``new`` has the paths of what comes into it from `fresh`. Raises `OSError`, `WriteError`.
        """

        def after(path: str) -> str | None:
            return digest_of(disk.read(self._fresh / path)) if new.get(path) else None

        return {*self._sort(looks(self._target)[0], read_list(self._target), new, after)}

    def _sort(
        self,
        old: Mapping[str, os.stat_result],
        listed: Mapping[str, str] | None,
        new: Collection[str],
        after: Callable[[str], str | None],
    ) -> list[str]:
        """Return whose files may stay where they are; put aside what would be lost of others."""
        theirs, changed = [], {}
        folders = parents(new)
        for path, found in old.items():
            if path == MARKER or self._as_left(path, found):
                continue
            free = path not in new and path not in folders
            ours = path in self._known or is_listed(path, listed or {})
            if free and not ours and parents([path]).isdisjoint(new):
                theirs.append(path)
            else:
                changed[path] = found
        if listed is None:
            self._refuse_strangers(path for path in theirs if stat.S_ISREG(old[path].st_mode))
        for path, found in changed.items():
            self._rescue(self._target, path, found, {(listed or {}).get(path), after(path)})
        return theirs

    def _refuse_strangers(self, paths: Iterable[str]) -> None:
        """Without a list, a file may be an old page of ours: neither keep nor remove it."""
        # At the top, nothing of ours is hidden but the list itself.
        if found := [path for path in paths if not path.startswith(".")]:
            raise WriteError(
                f"the list of generated files in {self._target} is damaged or missing, and "
                f"{len(found)} files in it may be old pages or somebody's own, the first is "
                f"{min(found)!r}; take out what is yours and delete the folder, all that is ours "
                "is written again"
            )

    def _rescue(
        self, folder: Path, path: str, found: os.stat_result, held: Collection[str | None]
    ) -> None:
        """Put aside what is not ours to lose: all but a file whose digest is one of `held`."""
        if not stat.S_ISREG(found.st_mode):
            self.edited.append((path, put_entry_aside(self._target, folder, path)))
            return
        content = disk.read(folder / path)
        if digest_of(content) not in held:
            self.edited.append((path, put_aside(self._target, path, content)))

    def follow(self, left: Path) -> None:
        """Bring along what came into the old folder meanwhile; it is called `left` now."""
        late, folders = [], parents(self._new)
        for path, found in looks(left)[0].items():
            if path == MARKER or _unchanged(self._seen.get(path), found):
                continue
            ours = path in self._new or path in folders or is_listed(path, self._listed)
            if ours or path in self._known or not parents([path]).isdisjoint(self._new):
                self._rescue(left, path, found, {self._listed.get(path), self._new.get(path)})
            else:
                late.append(path)
        Links(left, self._target).add(late)

    def _stays(self, path: str, found: os.stat_result, before: os.stat_result) -> bool:
        return os.path.samestat(found, before) and self._as_left(path, before)

    def _as_left(self, path: str, found: os.stat_result) -> bool:
        """Tell whether a file looks as it was left."""
        return self._known.get(path) == (found.st_size, found.st_mtime_ns)


def _unchanged(before: os.stat_result | None, now: os.stat_result) -> bool:
    """Tell whether it is the same file, not written to since."""
    return (
        before is not None
        and os.path.samestat(before, now)
        and (before.st_size, before.st_mtime_ns) == (now.st_size, now.st_mtime_ns)
    )
