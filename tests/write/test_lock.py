from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

import postmortems
from postmortems.errors import WriteError
from postmortems.write import locked
from postmortems.write.file import write_file
from write.faults import names_in

HOLD = """
import sys
from pathlib import Path
from postmortems.write import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(postmortems.__file__).parent.parent)}


def test_the_lock_file_is_beside_its_target_and_goes_with_the_lock(tmp_path: Path) -> None:
    target = tmp_path / "build" / "docs"
    with locked(target):
        assert names_in(tmp_path / "build") == [".docs.postmortems-lock"]
    assert names_in(tmp_path / "build") == []


def test_a_second_holder_is_told_at_once_and_the_first_keeps_the_lock(tmp_path: Path) -> None:
    target = tmp_path / "docs"
    with locked(target):
        for _ in range(2):
            with pytest.raises(WriteError) as caught, locked(target):
                pytest.fail("two holders")
            assert str(caught.value) == (
                f"another run is writing {target}; try again when it has finished"
            )
        with locked(tmp_path / "site"):
            pass
    with locked(target):
        pass


def test_the_lock_is_freed_by_an_exception(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "docs"):
        raise ZeroDivisionError
    with locked(tmp_path / "docs"):
        pass


def test_a_relative_path_and_a_change_of_folder_do_not_confuse_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with locked(Path("docs")):
        monkeypatch.chdir(tmp_path / "elsewhere")
    assert names_in(tmp_path) == ["elsewhere"]


def test_another_process_holds_it_until_it_is_killed(tmp_path: Path) -> None:
    target = tmp_path / "docs"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, target],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WriteError, match="another run is writing"), locked(target):
            pytest.fail("two holders")
        holder.kill()
    assert names_in(tmp_path) == [".docs.postmortems-lock"]
    with locked(target):
        pass
    assert names_in(tmp_path) == []


def test_a_lock_file_removed_between_open_and_lock_is_not_mistaken_for_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock = fcntl.flock
    lock = tmp_path / ".docs.postmortems-lock"
    removed: list[int] = []

    def flock_too_late(descriptor: int, operation: int) -> None:
        if not removed:
            removed.append(os.fstat(descriptor).st_ino)
            lock.rename(tmp_path / "removed")  # its inode must not be used again
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock_too_late)
    with locked(tmp_path / "docs"):
        assert lock.stat().st_ino != removed[0]
        with pytest.raises(WriteError, match="another run"), locked(tmp_path / "docs"):
            pytest.fail("two holders")


def test_a_disk_that_never_agrees_about_the_lock_file_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "samestat", lambda *_: False)
    with pytest.raises(WriteError, match="another run is writing"), locked(tmp_path / "docs"):
        pytest.fail("locked")


def test_a_link_in_place_of_the_lock_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / ".docs.postmortems-lock").symlink_to("precious")
    with pytest.raises(WriteError, match="cannot lock"), locked(tmp_path / "docs"):
        pytest.fail("locked through a link")
    assert names_in(tmp_path) == [".docs.postmortems-lock"]


@pytest.mark.parametrize("path", ["/", "a/.."])
def test_a_path_without_a_name_of_its_own_is_refused(path: str) -> None:
    with pytest.raises(WriteError, match="name a folder inside it"), locked(Path(path)):
        pytest.fail("locked")


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_locks_keeps_nobody_out_and_lets_everybody_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    refuse(monkeypatch, number)
    with locked(tmp_path / "docs"), locked(tmp_path / "docs"):
        assert write_file(tmp_path / "file", b"new")
    assert names_in(tmp_path) == ["file"]


def test_a_lock_that_the_disk_refuses_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, errno.EIO)
    with pytest.raises(WriteError, match="Input/output error"), locked(tmp_path / "docs"):
        pytest.fail("no lock")


def refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def flock(*_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)
