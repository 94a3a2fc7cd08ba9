"""A second folder of the same files, changed in place of a generated one, which it then replaces.

So a reader of the folder sees all of the old files or all of the new ones, and a run that is
stopped has changed nothing. The files of both are the same under two names: what stays is not
copied.
"""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

from postmortems.write import disk
from postmortems.write.contents import Links, looks, prune
from postmortems.write.exchange import exchange, settle
from postmortems.write.neighbour import claim_neighbour

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

_TREE, _OLD = "tree", "old"


class Replica:
    """The second folder of `root`, whose lock the caller holds."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._home = disk.beside(root, "twin-postmortems")
        self.folder = self._home / _TREE
        self._seen: Mapping[str, os.stat_result] = {}

    def recover(self) -> None:
        """Finish what a run left that was stopped between two renames. Raises `OSError`."""
        old = self._home / _OLD
        if disk.kind_at(old) is not None:
            self._claim()
            if disk.kind_at(self._root) is None:
                old.rename(self._root)
            else:
                shutil.rmtree(old)

    def begin(self) -> Mapping[str, os.stat_result]:
        """Bring the second folder in step with the first, whatever a stopped run left in it.

        Returns how those files of the first looked that have got their second name only now, which
        changes how they look. Raises `OSError`, `WriteError` where somebody's folder is in the way.
        """
        self._claim()
        if disk.kind_at(self.folder) is None:
            self.folder.mkdir()
        files: dict[str, os.stat_result] = {}
        folders: dict[str, int] = {}
        if disk.kind_at(self._root) is not None:
            files, folders = looks(self._root)
            self.folder.chmod(stat.S_IMODE(self._root.stat().st_mode))
        present, made = looks(self.folder)
        behind = {
            path: found
            for path, found in files.items()
            if path not in present or not os.path.samestat(present[path], found)
        }
        gone = [path for path in present if path not in files or path in behind]
        prune(self.folder, gone, made.keys() - folders.keys())
        for folder in sorted(folders.keys() - made.keys()):
            (self.folder / folder).mkdir()
        Links(self._root, self.folder).add(behind)
        for folder in folders.keys() - made.keys():
            (self.folder / folder).chmod(folders[folder])
        self._seen = files
        return behind

    def publish(self, ours: Container[str]) -> None:
        """Put the second folder in the first one's place, once it would outlive a power cut.

        Files that are not ``ours``, and came into the first meanwhile, follow. Raises `OSError`.
        """
        settle(self.folder)
        if disk.kind_at(self._root) is None:
            self.folder.rename(self._root)
            disk.flush(self._root.parent)
            return
        exchange(self.folder, self._root, self._home / _OLD)
        if disk.kind_at(self._home / _OLD) is not None:
            (self._home / _OLD).rename(self.folder)
        disk.flush(self._root.parent)
        disk.flush(self._home)
        left, _ = looks(self.folder)
        late = [
            path
            for path, found in left.items()
            if path not in ours
            and (path not in self._seen or not os.path.samestat(self._seen[path], found))
        ]
        Links(self.folder, self._root).add(late)

    def _claim(self) -> None:
        claim_neighbour(self._home, {_TREE, _OLD})
