from __future__ import annotations

import fcntl
import os
import stat
from itertools import count
from typing import TYPE_CHECKING

import pytest

from postmortems.errors import WriteError
from postmortems.write import write_file
from postmortems.write.file import write_new_file
from write.faults import Killed, full, interrupted, killed, names_in, without_linux_calls

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from write.faults import Fault

LONG_AGO = 1_000_000_000_123_456_789


def test_a_new_file_is_made_with_its_folders_and_the_usual_mode(tmp_path: Path) -> None:
    path = tmp_path / "2024" / "q1" / "incident.yml"
    before = os.umask(0o027)
    try:
        assert write_file(path, b"title: x\n") is True
    finally:
        os.umask(before)
    assert path.read_bytes() == b"title: x\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names_in(path.parent) == ["incident.yml"]


def test_a_changed_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "incident.yml"
    path.write_bytes(b"old")
    path.chmod(0o604)
    assert write_file(path, b"new") is True
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_file_with_these_bytes_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "incident.yml"
    path.write_bytes(b"same")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    inode = path.stat().st_ino
    assert write_file(path, b"same") is False
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (LONG_AGO, inode)
    assert write_file(path, b"SAME") is True
    assert path.read_bytes() == b"SAME"


def test_another_name_of_the_same_file_keeps_the_old_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    write_file(tmp_path / "a", b"new")
    assert (tmp_path / "b").read_bytes() == b"old"


def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"old")
    link = tmp_path / "incident.yml"
    link.symlink_to("secret")
    with pytest.raises(WriteError) as caught:
        write_file(link, b"new")
    assert str(caught.value) == (
        f"cannot write {link}: a link, folder or device stands there, not a file"
    )
    assert (tmp_path / "secret").read_bytes() == b"old"
    assert link.is_symlink()


def test_the_folder_may_be_named_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    assert write_file(tmp_path / "link" / "a", b"new")
    assert (tmp_path / "folder" / "a").read_bytes() == b"new"


def test_a_folder_and_a_fifo_are_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    for name in ("folder", "fifo"):
        with pytest.raises(WriteError, match="stands there, not a file"):
            write_file(tmp_path / name, b"")
    assert names_in(tmp_path) == ["fifo", "folder"]


def test_a_file_where_a_folder_should_be_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "2024").write_bytes(b"")
    with pytest.raises(WriteError) as caught:
        write_file(tmp_path / "2024" / "x.yml", b"")
    assert str(caught.value).startswith(f"cannot write {tmp_path}/2024/x.yml: ")


@pytest.mark.parametrize("write", [write_file, write_new_file])
def test_the_leftovers_of_killed_runs_go_with_the_next_write(
    tmp_path: Path, write: Callable[[Path, bytes], bool]
) -> None:
    for number in range(3):
        (tmp_path / f".postmortems-{number}.tmp").write_bytes(b"half")
    assert write(tmp_path / "x.yml", b"whole") is True
    assert (tmp_path / "x.yml").read_bytes() == b"whole"
    assert names_in(tmp_path) == ["x.yml"]


def test_what_another_run_is_writing_is_no_leftover(tmp_path: Path) -> None:
    theirs = tmp_path / ".postmortems-0.tmp"
    with theirs.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(b"half")
        assert write_file(tmp_path / "x.yml", b"whole") is True
        assert names_in(tmp_path) == [".postmortems-0.tmp", "x.yml"]
    (tmp_path / ".postmortems-1.tmp").symlink_to(tmp_path / "x.yml")
    (tmp_path / ".postmortems-2.tmp").mkdir()
    assert write_file(tmp_path / "y.yml", b"whole") is True
    assert names_in(tmp_path) == [".postmortems-1.tmp", ".postmortems-2.tmp", "x.yml", "y.yml"]


@pytest.mark.parametrize("system", ["renameat2", "second names"])
def test_a_new_file_takes_no_name_from_another_one(
    tmp_path: Path, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if system == "second names":
        without_linux_calls(monkeypatch)
    path = tmp_path / "2024" / "x.yml"
    assert write_new_file(path, b"first") is True
    assert write_new_file(path, b"second") is False
    assert path.read_bytes() == b"first"
    assert names_in(path.parent) == ["x.yml"]
    (tmp_path / "link").symlink_to("nothing")
    assert write_new_file(tmp_path / "link", b"second") is False


def test_a_write_in_small_pieces_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, bytes(data[:3])))
    write_file(tmp_path / "x", b"0123456789")
    assert (tmp_path / "x").read_bytes() == b"0123456789"


def test_the_temporary_file_of_the_next_writer_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def replacing(source: Path, target: Path) -> None:
        replace(source, target)
        source.write_bytes(b"of the next writer")

    monkeypatch.setattr(os, "replace", replacing)
    write_file(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == b"new"
    assert (tmp_path / ".postmortems-0.tmp").read_bytes() == b"of the next writer"


def test_a_full_disk_at_any_step_leaves_a_whole_file_and_nothing_else(tmp_path: Path) -> None:
    contents, errors = _outcomes(tmp_path, full)
    # mkdir (the folder is there), open to compare and to sweep; open, write, fchmod, fsync, rename;
    # open the folder, fsync; no fault
    said = "cannot write x.yml: No space left on device"
    assert contents == [b"new", b"old", b"new"] + [b"old"] * 5 + [b"new"] * 3
    assert errors == ["", said, "", *[said] * 5, said, said, ""]


def test_ctrl_c_at_any_step_leaves_a_whole_file_and_nothing_else(tmp_path: Path) -> None:
    contents, errors = _outcomes(tmp_path, interrupted)
    assert contents == [b"old"] * 8 + [b"new"] * 3
    assert errors == ["KeyboardInterrupt()"] * 10 + [""]


def test_a_run_killed_at_any_step_leaves_a_whole_file(tmp_path: Path) -> None:
    contents, errors = _outcomes(tmp_path, killed, leftover=".postmortems-0.tmp")
    assert contents == [b"old"] * 8 + [b"new"] * 3
    assert errors == ["Killed()"] * 10 + [""]


def _outcomes(
    folder: Path, fault_at: Callable[[int], AbstractContextManager[Fault]], leftover: str = "x.yml"
) -> tuple[list[bytes], list[str]]:
    """What the file holds, and the error, after a fault at step 0, 1, … and after none."""
    contents = []
    errors = []
    for step in count():
        path = folder / str(step) / "x.yml"
        path.parent.mkdir()
        path.write_bytes(b"old")
        error = ""
        with fault_at(step) as fault:
            try:
                write_file(path, b"new")
            except WriteError as caught:
                error = str(caught).replace(f"{path.parent}/", "")
            except (Killed, KeyboardInterrupt) as caught:
                error = repr(caught)
        contents.append(path.read_bytes())
        errors.append(error)
        assert {*names_in(path.parent), leftover, "x.yml"} == {leftover, "x.yml"}
        if not fault.reached:
            return contents, errors
    raise AssertionError


def test_a_folder_is_only_made_for_those_who_want_that(tmp_path: Path) -> None:
    path = tmp_path / "out" / "report.json"
    with pytest.raises(WriteError) as caught:
        write_file(path, b"x", folders=False)
    assert str(caught.value) == f"cannot write {path}: there is no folder {path.parent}"
    assert names_in(tmp_path) == []
    path.parent.mkdir()
    assert write_file(path, b"x", folders=False) is True
    assert path.read_bytes() == b"x"
