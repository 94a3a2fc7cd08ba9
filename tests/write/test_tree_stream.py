"""Trees whose files come one by one: what is known, kept, put, made to wait, and all at once."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from itertools import count
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from postmortems.errors import WriteError
from postmortems.write import open_tree
from postmortems.write.manifest import MANIFEST
from support.trees import sync_tree
from write.faults import Killed, files_in, killed, names_in, without_linux_calls

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SMALL = {"index.md": b"home", "incidents/a.md": b"one", "incidents/b.md": b"two"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "docs"


def put(root: Path, *files: tuple[str, bytes], then: Callable[[], None] = lambda: None) -> None:
    """Put files one by one, and do this before the block ends."""
    with open_tree(root) as writer:
        for path, content in files:
            writer.put(path, content)
        then()


def fail() -> None:
    raise ZeroDivisionError


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


DIGESTS = {path: sha256(content) for path, content in SMALL.items()}


def test_what_is_put_and_kept_is_the_tree_and_the_rest_goes(root: Path) -> None:
    sync_tree(root, {**SMALL, "old/page.md": b"old"})
    with open_tree(root) as writer:
        assert writer.holds("index.md") == DIGESTS["index.md"]
        writer.keep("index.md")
        assert writer.put("incidents/a.md", b"one") == DIGESTS["incidents/a.md"]
        assert writer.put("incidents/b.md", b"TWO") == sha256(b"TWO")
        assert writer.put("incidents/c.md", b"three") == sha256(b"three")
    change = writer.change
    assert change.written == ("incidents/b.md", "incidents/c.md")
    assert change.removed == ("old/page.md",)
    assert change.kept == 2
    after = {**SMALL, "incidents/b.md": b"TWO", "incidents/c.md": b"three"}
    assert files_in(root) == after
    assert change.digests == {path: sha256(content) for path, content in after.items()}
    assert names_in(root) == [MANIFEST, "incidents", "index.md"]


def test_holding_and_keeping_everything_reads_and_writes_nothing(
    root: Path, opened: list[str]
) -> None:
    sync_tree(root, SMALL)
    before = {path: path.stat() for path in (root, *root.rglob("*"))}
    opened.clear()
    with open_tree(root) as writer:
        assert {path: writer.holds(path) for path in SMALL} == DIGESTS
        for path in SMALL:
            writer.keep(path)
    assert opened == [MANIFEST]
    assert (writer.change.written, writer.change.removed, writer.change.kept) == ((), (), 3)
    assert writer.change.digests == DIGESTS
    assert {path: path.stat() for path in (root, *root.rglob("*"))} == before


def test_a_file_that_looks_otherwise_is_held_only_if_its_bytes_are_the_same(root: Path) -> None:
    sync_tree(root, SMALL)
    mtime = (root / "index.md").stat().st_mtime_ns
    os.utime(root / "index.md", ns=(1, 1))
    (root / "incidents/a.md").write_bytes(b"ONE")
    (root / "incidents/b.md").unlink()
    with open_tree(root) as writer:
        assert writer.holds("index.md") == DIGESTS["index.md"]
        assert writer.holds("incidents/a.md") is None
        assert writer.holds("incidents/b.md") is None
        writer.keep("index.md")
    assert (root / "index.md").stat().st_mtime_ns == 1 != mtime
    assert writer.change.removed == ("incidents/a.md",)


def test_an_edit_that_sets_size_and_mtime_back_is_seen(root: Path) -> None:
    sync_tree(root, SMALL)
    found = (root / "index.md").stat()
    (root / "index.md").write_bytes(b"hand")
    os.utime(root / "index.md", ns=(found.st_atime_ns, found.st_mtime_ns))
    with open_tree(root) as writer:
        assert writer.holds("index.md") is None
        writer.put("index.md", b"home")
    assert (root / "index.md").read_bytes() == b"home"


def test_nothing_is_held_behind_a_link_or_in_its_place(root: Path, tmp_path: Path) -> None:
    sync_tree(root, {**SMALL, "deep/a.md": b"one"})
    (root / "incidents").rename(tmp_path / "outside")
    (root / "incidents").symlink_to(tmp_path / "outside")
    (root / "deep/a.md").rename(tmp_path / "a.md")
    (root / "deep/a.md").symlink_to(tmp_path / "a.md")
    (root / "index.md").unlink()
    (root / "index.md").mkdir()
    with open_tree(root) as writer:
        held = {path: writer.holds(path) for path in (*SMALL, "deep/a.md", "unknown")}
    assert held == dict.fromkeys(held)
    assert files_in(tmp_path / "outside") == {"a.md": b"one", "b.md": b"two"}
    assert writer.change.removed == ()


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("a.md", "a.md", "cannot write 'a.md' twice: two files have that name"),
        ("a.md", "A.md", "cannot write both 'a.md' and 'A.md': they are one name on some file"),
        ("a/b", "A/c", "cannot write both 'a' and 'A': they are one name on some file systems"),
        ("a", "a/b", "cannot write 'a': it is a file and the folder of another file"),
        ("a/b", "a", "cannot write 'a': it is a file and the folder of another file"),
        ("a", "../b", "cannot write '../b': not a path that may stand in a generated folder"),
    ],
)
def test_a_path_that_does_not_go_with_the_others_is_refused_as_it_comes(
    root: Path, first: str, second: str, told: str
) -> None:
    with pytest.raises(WriteError) as caught:
        put(root, (first, b"1"), (second, b"2"))
    assert str(caught.value).startswith(told)


def test_a_kept_file_may_not_be_put_too(root: Path) -> None:
    sync_tree(root, SMALL)
    with open_tree(root) as writer:
        writer.holds("index.md")
        writer.keep("index.md")
        with pytest.raises(WriteError, match=r"cannot write 'index\.md' twice"):
            writer.put("index.md", b"home")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"tags/api.md": b"1", "tags/web.md": b"2"}, {"Tags/API.md": b"3", "Tags/new.md": b"4"}),
        ({"a": b"1"}, {"a/x/y": b"2"}),
        ({"a/b/c": b"1", "a/d": b"2"}, {"a": b"3"}),
    ],
)
def test_what_others_of_ours_are_in_the_way_of_waits_until_they_are_gone(
    root: Path, before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    sync_tree(root, before)
    with open_tree(root) as writer:
        for path, content in after.items():
            assert writer.put(path, content) == sha256(content)
        assert files_in(root) == before
    assert files_in(root) == after
    assert writer.change.removed == tuple(before)
    assert writer.change.written == tuple(after)
    assert names_in(root) == [MANIFEST, next(iter(after)).partition("/")[0]]


def test_nothing_changes_before_the_block_has_ended(root: Path) -> None:
    sync_tree(root, SMALL)
    before = {path: path.stat().st_ino for path in (root, *root.rglob("*"))}
    with open_tree(root) as writer:
        writer.put("index.md", b"HOME")
        writer.put("new/page.md", b"new")
        assert {path: path.stat().st_ino for path in (root, *root.rglob("*"))} == before
        assert writer.holds("incidents/a.md") == DIGESTS["incidents/a.md"]
        writer.keep("incidents/a.md")
    after = {"index.md": b"HOME", "new/page.md": b"new", "incidents/a.md": b"one"}
    assert files_in(root) == after
    assert (root / "incidents/a.md").stat().st_ino == before[root / "incidents/a.md"]


def test_somebodys_file_in_the_way_is_told_when_its_place_is_asked_for(root: Path) -> None:
    sync_tree(root, SMALL)
    (root / "page.md").write_bytes(b"theirs")
    with pytest.raises(WriteError) as caught:
        put(root, ("index.md", b"HOME"), ("page.md", b"theirs"))
    assert str(caught.value) == (
        f"cannot write {root}/page.md: something that postmortems did not write stands there; "
        "move it away, or name another folder"
    )
    assert files_in(root) == {**SMALL, "page.md": b"theirs"}


def test_what_waits_for_a_folder_to_go_that_then_stays_is_told(root: Path) -> None:
    sync_tree(root, {"a/b": b"1"})

    def intrude() -> None:
        (root / "a/theirs").write_bytes(b"3")

    with pytest.raises(WriteError) as caught:
        put(root, ("a", b"2"), then=intrude)
    assert str(caught.value).startswith(
        f"cannot write {root}/a: something that postmortems did not"
    )
    assert files_in(root) == {"a/b": b"1", "a/theirs": b"3"}


def test_what_others_put_there_meanwhile_is_there_afterwards(root: Path) -> None:
    sync_tree(root, SMALL)
    (root / "theirs").write_bytes(b"before")

    def intrude() -> None:
        (root / "late/deep").mkdir(parents=True)
        (root / "late/deep/theirs").write_bytes(b"new")
        (root / "theirs").unlink()
        (root / "theirs").write_bytes(b"after")

    put(root, ("index.md", b"HOME"), then=intrude)
    assert files_in(root) == {"index.md": b"HOME", "theirs": b"after", "late/deep/theirs": b"new"}


@pytest.mark.parametrize("kind", ["link", "fifo", "empty folder"])
def test_what_is_no_file_moves_along(root: Path, kind: str) -> None:
    sync_tree(root, SMALL)
    theirs = root / "incidents" / "theirs"
    if kind == "link":
        theirs.symlink_to("/nowhere")
    elif kind == "fifo":
        os.mkfifo(theirs)
    else:
        theirs.mkdir(mode=0o500)
    before = theirs.lstat().st_mode
    for content in (b"HOME", b"home"):
        sync_tree(root, {**SMALL, "index.md": content})
        assert theirs.lstat().st_mode == before


def test_the_mode_of_the_folder_is_kept(root: Path) -> None:
    sync_tree(root, SMALL)
    root.chmod(0o2751)
    sync_tree(root, {})
    assert root.stat().st_mode & 0o7777 == 0o2751


def test_a_run_stopped_between_two_renames_is_taken_up_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_linux_calls(monkeypatch)
    sync_tree(root, SMALL)
    sync_tree(root, {**SMALL, "index.md": b"HOME"})
    twin = root.parent / ".docs.twin-postmortems"
    root.rename(twin / "old")
    assert sync_tree(root, {**SMALL, "index.md": b"HOME"}).written == ()
    assert names_in(twin) == [".gitignore", "tree"]
    (root / "theirs").write_bytes(b"theirs")
    (twin / "tree").rename(twin / "old")
    assert sync_tree(root, SMALL).written == ("index.md",)
    assert files_in(root) == {**SMALL, "theirs": b"theirs"}
    assert names_in(twin) == [".gitignore", "tree"]


def test_somebodys_folder_in_the_place_of_the_second_one_is_refused_and_left(root: Path) -> None:
    sync_tree(root, SMALL)
    twin = root.parent / ".docs.twin-postmortems"
    shutil.rmtree(twin)
    twin.mkdir()
    (twin / "thesis.txt").write_bytes(b"precious")
    with pytest.raises(WriteError) as caught:
        sync_tree(root, {})
    assert str(caught.value) == (
        f"{twin} is in the way and postmortems did not write it; move it away or delete it"
    )
    assert files_in(root) == SMALL
    assert names_in(twin) == ["thesis.txt"]


def test_without_second_names_what_stays_is_copied(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_tree(root, SMALL)
    monkeypatch.setattr(os, "link", Mock(side_effect=OSError(errno.EPERM, "no links here")))
    for content in (b"HOME", b"home"):
        files = {**SMALL, "index.md": content}
        assert sync_tree(root, files).written == ("index.md",)
        assert files_in(root) == files
        assert sync_tree(root, files).written == ()


def test_a_block_that_fails_leaves_all_as_it_was(root: Path) -> None:
    sync_tree(root, SMALL)
    before = [(path, path.stat().st_ino) for path in (root, *sorted(root.rglob("*")))]
    with pytest.raises(ZeroDivisionError):
        put(root, ("new.md", b"new"), ("index.md", b"HOME"), then=fail)
    assert [(path, path.stat().st_ino) for path in (root, *sorted(root.rglob("*")))] == before
    assert files_in(root) == SMALL
    with open_tree(root) as writer:
        assert {path: writer.holds(path) for path in SMALL} == DIGESTS
        assert writer.put("new.md", b"another") == sha256(b"another")
    assert files_in(root) == {"new.md": b"another"}


def test_a_file_of_unknown_origin_is_told_when_the_list_is_damaged(root: Path) -> None:
    sync_tree(root, SMALL)
    (root / MANIFEST).write_bytes(b"?")
    for _ in range(2):
        with pytest.raises(WriteError) as caught:
            put(root, ("index.md", b"HOME"), ("new.md", b"new"))
        assert str(caught.value) == (
            f"the list of generated files in {root} is damaged, and 2 files in it may be old pages "
            "or somebody's own, the first is 'incidents/a.md'; delete the folder, all that is ours "
            "is written again"
        )
        assert files_in(root) == SMALL


def test_a_stream_killed_at_any_step_is_completed_by_the_next(root: Path) -> None:
    old = {"same": b"same", "edit": b"before", "gone/away": b"x", "swap": b"file", "turn/in": b"to"}
    new = {"a/b": b"1234", "edit": b"after!", "swap/in": b"folder", "turn": b"file", "z": b"5"}
    for step in count():
        folder = root / str(step)
        sync_tree(folder, old)
        (folder / "theirs").write_bytes(b"theirs")
        with killed(step) as fault:
            try:
                with open_tree(folder) as writer:
                    writer.holds("same")
                    writer.keep("same")
                    for path, content in new.items():
                        writer.put(path, content)
            except Killed:
                assert fault.reached
        assert files_in(folder) in (
            {**old, "theirs": b"theirs"},
            {**new, "same": b"same", "theirs": b"theirs"},
        )
        with open_tree(folder) as writer:
            assert writer.holds("same") == sha256(b"same")
            writer.keep("same")
            for path, content in new.items():
                writer.put(path, content)
        wanted = {**new, "same": b"same", "theirs": b"theirs"}
        assert files_in(folder) == wanted
        names = names_in(folder)
        assert names == sorted([MANIFEST, *{path.partition("/")[0] for path in wanted}])
        if not fault.reached:
            break
    assert step > 30
