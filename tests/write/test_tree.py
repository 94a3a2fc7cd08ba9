from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from postmortems.errors import WriteError
from postmortems.write import TreeChange, locked
from postmortems.write.manifest import MANIFEST, read_manifest, stamp_of
from support.trees import sync_tree
from write.faults import Killed, files_in, full, interrupted, killed, names_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONG_AGO = 1_000_000_000_123_456_789
SMALL = {"index.md": b"home", "incidents/2024/a.md": b"one", "incidents/2024/b.md": b"two"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "build" / "docs"


def age(root: Path) -> None:
    """Give every file an old mtime that the list does not know."""
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(LONG_AGO, LONG_AGO))


def mtimes(root: Path) -> dict[str, int]:
    return {name: (root / name).stat().st_mtime_ns for name in files_in(root)}


def changed(*written: str, removed: tuple[str, ...] = (), kept: int = 0) -> TreeChange:
    return TreeChange(written=written, removed=removed, kept=kept, digests={})


def test_a_tree_is_made_in_a_folder_that_is_missing_or_empty(root: Path) -> None:
    everything = changed("incidents/2024/a.md", "incidents/2024/b.md", "index.md")
    assert sync_tree(root, SMALL) == everything
    assert files_in(root) == SMALL
    assert names_in(root) == [MANIFEST, "incidents", "index.md"]
    assert names_in(root.parent) == [".docs.twin-postmortems", "docs"]
    empty = root.parent / "empty"
    empty.mkdir()
    assert sync_tree(empty, SMALL) == everything


def test_a_second_run_touches_nothing_at_all(root: Path) -> None:
    sync_tree(root, SMALL)
    before = {path: path.stat() for path in (root, *root.rglob("*"))}
    assert sync_tree(root, SMALL) == changed(kept=3)
    after = {path: path.stat() for path in (root, *root.rglob("*"))}
    assert {p: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for p, s in after.items()} == {
        p: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for p, s in before.items()
    }


def test_a_second_run_reads_no_page(root: Path, opened: list[str]) -> None:
    sync_tree(root, SMALL)
    opened.clear()
    sync_tree(root, SMALL)
    assert opened == [MANIFEST]


def test_only_what_differs_is_written_and_the_rest_keeps_its_mtime(root: Path) -> None:
    sync_tree(root, SMALL)
    age(root)
    after = {**SMALL, "index.md": b"HOME", "new/page.md": b"new"}
    assert sync_tree(root, after) == changed("index.md", "new/page.md", kept=2)
    assert files_in(root) == after
    times = mtimes(root)
    assert times["incidents/2024/a.md"] == times["incidents/2024/b.md"] == LONG_AGO
    assert times["index.md"] != LONG_AGO


def test_a_page_with_another_mtime_is_compared_once_and_then_known_again(root: Path) -> None:
    sync_tree(root, SMALL)
    age(root)
    assert sync_tree(root, SMALL) == changed(kept=3)
    assert set(mtimes(root).values()) == {LONG_AGO}
    assert read_manifest(root) == {
        name: stamp_of(hashlib.sha256(content).hexdigest(), (root / name).lstat())
        for name, content in SMALL.items()
    }


def test_an_edit_by_hand_is_undone_even_if_the_size_is_the_same(root: Path) -> None:
    sync_tree(root, SMALL)
    (root / "index.md").write_bytes(b"hand")
    os.utime(root / "index.md", ns=(LONG_AGO, LONG_AGO))
    (root / "incidents/2024/a.md").unlink()
    change = sync_tree(root, SMALL)
    kept = root.parent / "docs-changed/index.md"
    assert change == replace(
        changed("incidents/2024/a.md", "index.md", kept=1), edited=(("index.md", kept),)
    )
    assert files_in(root) == SMALL
    assert kept.read_bytes() == b"hand"


def test_every_edit_by_hand_is_kept_once_also_of_what_is_no_longer_wanted(root: Path) -> None:
    sync_tree(root, SMALL)
    for words in (b"one", b"two", b"one"):
        (root / "index.md").write_bytes(words)
        assert len(sync_tree(root, {**SMALL, "index.md": b"home"}).edited) == 1
    (root / "index.md").write_bytes(b"last")
    assert [path for path, _ in sync_tree(root, {}).edited] == ["index.md"]
    aside = root.parent / "docs-changed"
    assert {name: (aside / name).read_bytes() for name in names_in(aside)} == {
        ".gitignore": b"# Generated files as people had changed them, before they were made "
        b"again.\n*\n",
        "index.md": b"one",
        "index.md.1": b"two",
        "index.md.2": b"last",
    }


def test_a_touched_file_and_one_that_says_what_is_wanted_are_no_edits(root: Path) -> None:
    sync_tree(root, SMALL)
    age(root)
    (root / "incidents/2024/a.md").write_bytes(b"new")
    assert sync_tree(root, {"index.md": b"next", "incidents/2024/a.md": b"new"}).edited == ()
    assert names_in(root.parent) == [".docs.twin-postmortems", "docs"]


def test_what_is_no_longer_wanted_goes_with_its_empty_folders(root: Path) -> None:
    sync_tree(root, SMALL)
    removed = ("incidents/2024/a.md", "incidents/2024/b.md")
    assert sync_tree(root, {"index.md": b"home"}) == changed(removed=removed, kept=1)
    assert names_in(root) == [MANIFEST, "index.md"]
    assert sync_tree(root, {}) == changed(removed=("index.md",))
    assert names_in(root) == [MANIFEST]
    assert sync_tree(root, SMALL).kept == 0


def test_what_others_put_there_is_left_alone(root: Path) -> None:
    sync_tree(root, SMALL)
    (root / "CNAME").write_bytes(b"example.test")
    (root / "incidents/2024/notes.txt").write_bytes(b"mine")
    (root / "theirs/deep").mkdir(parents=True)
    (root / "link").symlink_to("/")
    sync_tree(root, {})
    assert files_in(root) == {"CNAME": b"example.test", "incidents/2024/notes.txt": b"mine"}
    assert names_in(root) == [MANIFEST, "CNAME", "incidents", "link", "theirs"]
    assert names_in(root / "theirs") == ["deep"]


def test_a_file_may_become_a_folder_and_a_folder_a_file(root: Path) -> None:
    sync_tree(root, {"a": b"1", "b/c/d": b"2", "b/e": b"3"})
    after = {"a/x/y": b"1", "b": b"2"}
    assert sync_tree(root, after) == changed("a/x/y", "b", removed=("a", "b/c/d", "b/e"))
    assert files_in(root) == after


def test_a_name_may_change_only_its_case(root: Path) -> None:
    sync_tree(root, {"tags/api.md": b"1"})
    assert sync_tree(root, {"Tags/API.md": b"1"}) == changed(
        "Tags/API.md", removed=("tags/api.md",)
    )
    assert files_in(root) == {"Tags/API.md": b"1"}


def snapshot(root: Path) -> dict[str, tuple[int, int, int]]:
    entries = {path: path.lstat() for path in root.rglob("*")}
    return {str(p): (s.st_mode, s.st_ino, s.st_mtime_ns) for p, s in entries.items()}


def test_a_folder_with_files_but_no_list_is_not_taken_over(root: Path) -> None:
    root.mkdir(parents=True)
    (root / "index.md").write_bytes(b"home")
    with pytest.raises(WriteError) as caught:
        sync_tree(root, SMALL)
    assert str(caught.value) == (
        f"{root} has files in it that postmortems did not write; name another folder, "
        "or delete this one if nothing in it is needed"
    )
    assert names_in(root) == ["index.md"]
    assert names_in(root.parent) == ["docs"]


@pytest.mark.parametrize("wanted", ["page.md", "page.md/below.md", "theirs", "theirs/deep"])
def test_somebodys_file_or_folder_in_the_way_is_an_error_before_anything_changes(
    root: Path, wanted: str
) -> None:
    sync_tree(root, SMALL)
    (root / "page.md").write_bytes(b"wanted")
    (root / "theirs/deep").mkdir(parents=True)
    before = snapshot(root)
    with pytest.raises(WriteError) as caught:
        sync_tree(root, {"index.md": b"changed", wanted: b"wanted"})
    in_the_way = "page.md" if wanted.startswith("page.md") else wanted
    assert str(caught.value) == (
        f"cannot write {root / in_the_way}: something that postmortems did not write stands there; "
        "move it away, or name another folder"
    )
    assert snapshot(root) == before


def test_a_folder_that_keeps_somebodys_file_does_not_become_a_file(root: Path) -> None:
    sync_tree(root, {"a/b/ours": b"1"})
    (root / "a/b/theirs").write_bytes(b"2")
    before = snapshot(root)
    with pytest.raises(WriteError, match="did not write stands there"):
        sync_tree(root, {"a": b"3"})
    assert snapshot(root) == before


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_in_the_way_is_refused_and_nothing_behind_it_changes(
    root: Path, tmp_path: Path, kind: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_bytes(b"precious")
    sync_tree(root, {"index.md": b"home", "in/a.md": b"ours"})
    (root / "in/a.md").unlink()
    if kind == "file":
        (root / "in/a.md").symlink_to(outside / "a.md")
    else:
        (root / "in").rmdir()
        (root / "in").symlink_to(outside)
    with pytest.raises(WriteError, match="something that postmortems did not write"):
        sync_tree(root, {"index.md": b"new", "in/a.md": b"new"})
    assert files_in(root)["index.md"] == b"home"
    assert sync_tree(root, {"index.md": b"home"}).removed == ()
    assert (outside / "a.md").read_bytes() == b"precious"


def test_an_empty_folder_behind_a_link_is_not_removed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside/deep").mkdir(parents=True)
    sync_tree(root, {"in/deep/a.md": b"ours"})
    (root / "in/deep/a.md").unlink()
    (root / "in/deep").rmdir()
    (root / "in").rmdir()
    (root / "in").symlink_to(tmp_path / "outside")
    sync_tree(root, {})
    assert names_in(tmp_path / "outside") == ["deep"]


def test_a_root_that_is_a_link_or_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "file").write_bytes(b"")
    for name in ("link", "file"):
        with pytest.raises(WriteError, match="a link or file stands there, not a folder"):
            sync_tree(tmp_path / name, SMALL)
    assert names_in(tmp_path / "real") == []


def test_an_unsafe_path_is_refused_and_nothing_is_made_of_it(root: Path) -> None:
    with pytest.raises(WriteError, match="not a path that may stand"):
        sync_tree(root, {"../escape.md": b""})
    assert not root.exists()
    assert not (root.parent / "escape.md").exists()


def test_two_runs_at_once_are_refused(root: Path) -> None:
    with locked(root), pytest.raises(WriteError, match="another run is writing"):
        sync_tree(root, SMALL)


def forge(root: Path, lines: str, *, version: int = 2) -> None:
    """Write a list that has the right form and checksum."""
    digest = hashlib.sha256(lines.encode()).hexdigest()
    (root / MANIFEST).write_text(f"postmortems tree {version}\n{digest}\n{lines}", "utf-8")


def test_the_forged_lists_below_are_refused_for_what_they_say(root: Path) -> None:
    sync_tree(root, SMALL)
    genuine = (root / MANIFEST).read_text("utf-8")
    forge(root, genuine.split("\n", 2)[2])
    assert (root / MANIFEST).read_text("utf-8") == genuine


FORGED = [
    "../outside.md\t\n",
    "/etc/passwd\t\n",
    "index.md\tdigest 4 1 1 1\tmore\n",
    "index.md\n",
    "\n",
    "index.md\t\n\n",
    "index.md\t\nindex.md\t",
]


@pytest.mark.parametrize("forged", FORGED)
def test_a_list_with_a_wrong_entry_is_believed_in_nothing(root: Path, forged: str) -> None:
    sync_tree(root, SMALL)
    outside = root.parent / "outside.md"
    outside.write_bytes(b"precious")
    genuine = (root / MANIFEST).read_bytes()
    forge(root, forged)
    assert sync_tree(root, SMALL) == changed(kept=3)
    assert (root / MANIFEST).read_bytes() == genuine
    assert outside.read_bytes() == b"precious"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:0],
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"index.md", b"jndex.md"),
        lambda data: data.replace(b"tree 2", b"tree 1"),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n",
        lambda data: data + b" ",
        lambda data: data[::-1],
        lambda data: data[:9] + b"\xff\x00" * 50,
    ],
)
def test_a_damaged_list_is_replaced_after_comparing_every_file(
    root: Path, damage: Callable[[bytes], bytes]
) -> None:
    sync_tree(root, SMALL)
    genuine = (root / MANIFEST).read_bytes()
    before = mtimes(root)
    (root / MANIFEST).write_bytes(damage(genuine))
    assert sync_tree(root, SMALL) == changed(kept=3)
    assert (root / MANIFEST).read_bytes() == genuine
    assert mtimes(root) == before


def test_a_list_that_lies_about_content_with_a_right_size_and_time_is_damage(root: Path) -> None:
    sync_tree(root, SMALL)
    found = (root / "index.md").stat()
    claimed = hashlib.sha256(b"HOME").hexdigest()
    data = (root / MANIFEST).read_bytes()
    (root / MANIFEST).write_bytes(
        data.replace(hashlib.sha256(b"home").hexdigest().encode(), claimed.encode())
    )
    assert sync_tree(root, {**SMALL, "index.md": b"HOME"}) == changed("index.md", kept=2)
    assert (root / "index.md").read_bytes() == b"HOME"
    assert (root / "index.md").stat().st_ino != found.st_ino


def test_with_a_damaged_list_pages_that_differ_are_written_again(root: Path) -> None:
    sync_tree(root, SMALL)
    (root / MANIFEST).write_bytes(b"?")
    assert sync_tree(root, {**SMALL, "index.md": b"HOME"}) == changed("index.md", kept=2)


def test_with_a_damaged_list_a_file_of_unknown_origin_is_neither_kept_nor_removed(
    root: Path,
) -> None:
    sync_tree(root, SMALL)
    (root / MANIFEST).write_bytes(b"?")
    before = snapshot(root)
    with pytest.raises(WriteError) as caught:
        sync_tree(root, {"index.md": b"HOME"})
    assert str(caught.value) == (
        f"the list of generated files in {root} is damaged, and 2 files in it may be old pages or "
        "somebody's own, the first is 'incidents/2024/a.md'; delete the folder, all that is ours "
        "is written again"
    )
    assert snapshot(root) == before


def test_a_link_in_place_of_the_list_is_not_read(root: Path) -> None:
    sync_tree(root, SMALL)
    (root / MANIFEST).rename(root.parent / "list")
    (root / MANIFEST).symlink_to(root.parent / "list")
    assert sync_tree(root, SMALL) == changed(kept=3)
    assert stat.S_ISREG((root / MANIFEST).lstat().st_mode)


OLD = {"same": b"same", "edit": b"before", "gone/away": b"x", "swap": b"file", "turn/in": b"to"}
NEW = {"same": b"same", "edit": b"after!", "new/page": b"y", "swap/in": b"folder", "turn": b"file"}


@pytest.mark.parametrize("then", ["new", "old"])
def test_a_run_killed_at_any_step_is_completed_or_undone_by_the_next(root: Path, then: str) -> None:
    for step in count():
        tree = root / str(step)
        sync_tree(tree, OLD)
        (tree / "theirs").write_bytes(b"theirs")
        with killed(step) as fault:
            try:
                sync_tree(tree, NEW)
            except Killed:
                assert fault.reached
        assert files_in(tree) in ({**OLD, "theirs": b"theirs"}, {**NEW, "theirs": b"theirs"})
        wanted = NEW if then == "new" else OLD
        sync_tree(tree, wanted)
        assert files_in(tree) == {**wanted, "theirs": b"theirs"}
        assert sync_tree(tree, wanted) == changed(kept=5)
        if not fault.reached:
            break
    assert step > 25


def test_a_first_run_killed_at_any_step_is_completed_by_the_next(root: Path) -> None:
    for step in count():
        tree = root / str(step)
        with killed(step) as fault:
            try:
                sync_tree(tree, OLD)
            except Killed:
                assert fault.reached
        assert not tree.exists() or files_in(tree) == OLD
        sync_tree(tree, NEW)
        assert files_in(tree) == NEW
        if not fault.reached:
            break
    assert step > 20


def test_ctrl_c_at_any_step_leaves_one_tree_and_the_next_run_completes(root: Path) -> None:
    for step in count():
        tree = root / str(step)
        sync_tree(tree, OLD)
        with interrupted(step) as fault:
            try:
                sync_tree(tree, NEW)
            except KeyboardInterrupt:
                assert fault.reached
        assert files_in(tree) in (OLD, NEW)
        sync_tree(tree, NEW)
        assert files_in(tree) == NEW
        if not fault.reached:
            break
    assert step > 25


def test_a_full_disk_at_any_step_is_told_and_leaves_one_tree(root: Path) -> None:
    told = []
    for step in count():
        tree = root / str(step)
        sync_tree(tree, OLD)
        with full(step) as fault:
            try:
                sync_tree(tree, NEW)
            except WriteError as error:
                told.append(str(error).replace(str(tree), "docs"))
        assert files_in(tree) in (OLD, NEW)
        sync_tree(tree, NEW)
        assert files_in(tree) == NEW
        if not fault.reached:
            break
    assert {message.partition(": ")[2] for message in told} == {"No space left on device"}
    assert {message.partition(": ")[0] for message in told} >= {
        "cannot bring docs up to date",
        "cannot remove docs/gone",
        "cannot remove docs/gone/away",
        "cannot make docs/new",
        "cannot write docs/edit",
        "cannot write docs/new/page",
    }


def test_a_folder_without_permission_is_told_by_name(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_tree(root, SMALL)
    lstat = os.lstat

    def denied(path: str | Path) -> os.stat_result:
        if os.path.dirname(path).endswith("2024"):  # noqa: PTH120 - both kinds of path come
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return lstat(path)

    monkeypatch.setattr(os, "lstat", denied)
    with pytest.raises(WriteError) as caught:
        sync_tree(root, SMALL)
    assert str(caught.value) == f"cannot look at {root}/incidents/2024/a.md: Permission denied"
