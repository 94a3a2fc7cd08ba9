"""Any history of a generated folder: syncs, hand edits, losses, strangers and a damaged list."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from postmortems.errors import WriteError
from postmortems.write import TreeChange
from postmortems.write.manifest import MANIFEST
from support.trees import sync_tree
from write.faults import Killed, files_in, killed

PATHS = st.lists(st.sampled_from(["a", "b", "ü.md"]), min_size=1, max_size=3).map("/".join)
CONTENTS = st.binary(max_size=2)


def conflict(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def compatible(files: dict[str, bytes]) -> dict[str, bytes]:
    kept: dict[str, bytes] = {}
    for path, content in files.items():
        if not any(conflict(path, other) for other in kept):
            kept[path] = content
    return kept


FILES = st.dictionaries(PATHS, CONTENTS, max_size=6).map(compatible)


class History(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp()) / "docs"
        self.disk: dict[str, bytes] = {}  # what the folder holds
        self.ours: set[str] = set()  # what the list says is ours, once there is one
        self.left: dict[str, bytes] = {}  # what the last sync left in those
        self.listed = False
        self.tick = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root.parent)

    def mtimes(self) -> dict[str, int]:
        return {path: (self.root / path).stat().st_mtime_ns for path in files_in(self.root)}

    def put(self, path: str, content: bytes) -> None:
        """Write as somebody else, at a time that no run of ours can have left."""
        (self.root / path).write_bytes(content)
        self.tick += 1
        os.utime(self.root / path, ns=(self.tick, self.tick))
        self.disk[path] = content

    @rule(files=FILES)
    def sync(self, files: dict[str, bytes]) -> None:
        strangers = self.disk.keys() - self.ours
        before = self.mtimes()
        if any(conflict(path, stranger) for path in files for stranger in strangers):
            with pytest.raises(WriteError, match="did not write"):
                sync_tree(self.root, files)
            assert self.mtimes() == before
            return
        written = {path for path in files if self.disk.get(path) != files[path]}
        removed = (self.ours & self.disk.keys()) - files.keys()
        edited = sorted(
            path
            for path in (self.ours & self.disk.keys()) & (written | removed)
            if self.disk[path] != self.left[path]
        )
        change = sync_tree(self.root, files)
        assert replace(change, edited=()) == TreeChange(
            written=tuple(sorted(written)),
            removed=tuple(sorted(removed)),
            kept=len(files) - len(written),
            digests={},
        )
        assert [(path, kept.read_bytes()) for path, kept in change.edited] == [
            (path, self.disk[path]) for path in edited
        ]
        self.left = dict(files)
        self.disk = {path: self.disk[path] for path in strangers} | files
        self.ours = set(files)
        self.listed = self.listed or bool(files)
        after = self.mtimes()
        untouched = self.disk.keys() - written
        assert {p: after[p] for p in untouched} == {p: before[p] for p in untouched}

    @rule(files=FILES, step=st.integers(0, 40))
    def sync_and_die(self, files: dict[str, bytes], step: int) -> None:
        strangers = self.disk.keys() - self.ours
        if any(conflict(path, stranger) for path in files for stranger in strangers):
            return
        with killed(step), suppress(Killed):
            sync_tree(self.root, files)
        there = files_in(self.root) if self.root.exists() else {}
        assert there in (self.disk, {path: self.disk[path] for path in strangers} | files)
        self.disk = {path: self.disk[path] for path in strangers}
        # What the stopped run left is for the next to mend, whatever that one is asked for.
        sync_tree(self.root, {})
        self.ours, self.left = set(), {}
        self.listed = self.listed or (self.root / MANIFEST).exists()

    @precondition(lambda self: self.ours & self.disk.keys())
    @rule(data=st.data(), content=CONTENTS)
    def edit(self, data: st.DataObject, content: bytes) -> None:
        self.put(data.draw(st.sampled_from(sorted(self.ours & self.disk.keys()))), content)

    @precondition(lambda self: self.disk)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.disk)))
        (self.root / path).unlink()
        del self.disk[path]
        folder = (self.root / path).parent
        while path not in self.ours and folder != self.root and not any(folder.iterdir()):
            folder.rmdir()  # nobody's empty folder would be in the way
            folder = folder.parent

    @precondition(lambda self: self.listed)
    @rule(path=PATHS, content=CONTENTS)
    def intrude(self, path: str, content: bytes) -> None:
        if path in self.ours or any(conflict(path, other) for other in self.disk):
            return
        if (self.root / path).exists():
            return  # a folder that lost its files
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        self.put(path, content)

    @precondition(lambda self: self.listed and self.disk.keys() == self.ours)
    @rule()
    def damage(self) -> None:
        (self.root / MANIFEST).write_bytes(b"{}")
        # Nothing is believed; but what is asked for again and is right stays as it is.
        before = self.mtimes()
        assert sync_tree(self.root, self.disk).written == ()
        assert self.mtimes() == before
        self.left = dict(self.disk)  # what somebody wrote was asked for, and is ours now

    @invariant()
    def the_folder_holds_what_it_should(self) -> None:
        if self.root.exists():
            assert files_in(self.root) == self.disk


History.TestCase.settings = settings(max_examples=80, stateful_step_count=20)
test_any_history = History.TestCase
