from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from postmortems.edit.incident_file import incident_bytes, incident_file
from postmortems.edit.save import save
from postmortems.errors import UsageError, WriteError
from postmortems.load.files import source


def test_a_file_that_is_as_it_was_read_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    assert save(source(file, tmp_path), b"old", b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("now", [b"older", b"ol", b"new"])
def test_a_file_that_changed_since_it_was_read_is_left_alone(tmp_path: Path, now: bytes) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(now)
    assert not save(source(file, tmp_path), b"old", b"newer")
    assert file.read_bytes() == now


def test_a_file_that_became_a_link_or_went_away_is_left_alone(tmp_path: Path) -> None:
    other, file = tmp_path / "other.yml", tmp_path / "a.yml"
    other.write_bytes(b"old")
    file.symlink_to(other)
    assert not save(source(file, tmp_path), b"old", b"new")
    assert other.read_bytes() == b"old"
    file.unlink()
    assert not save(source(file, tmp_path), b"old", b"new")
    assert not file.exists()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_locks_lets_it_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"old")
    refuse(monkeypatch, number)
    assert save(source(file, tmp_path), b"old", b"new")
    assert file.read_bytes() == b"new"


def test_a_disk_that_refuses_is_not_told_as_somebody_elses_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"old")
    refuse(monkeypatch, errno.EIO)
    with pytest.raises(WriteError) as caught:
        save(source(file, tmp_path), b"old", b"new")
    assert str(caught.value) == f"cannot write {file}: Input/output error"
    assert file.read_bytes() == b"old"


def refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def flock(*_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)


def test_an_incident_is_found_by_the_name_of_its_file(tmp_path: Path) -> None:
    for name in ("2025/INC-1.yml", "2026/INC-2.yaml", "2026/INC-3.yml", "x/INC-3.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    found = incident_file("INC-2", tmp_path, tmp_path)
    assert found.file == "2026/INC-2.yaml"
    assert incident_bytes(found, 100) == b"2026/INC-2.yaml"
    with pytest.raises(UsageError, match=r"more than one file .*: 2026/INC-3.yml, x/INC-3.yml"):
        incident_file("INC-3", tmp_path, tmp_path)
    with pytest.raises(UsageError, match="no incident 'INC-22'; did you mean INC-2"):
        incident_file("INC-22", tmp_path, tmp_path)


def test_an_incident_behind_a_link_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "INC-1.yml").symlink_to(Path("/etc/hostname"))
    found = incident_file("INC-1", tmp_path, tmp_path)
    with pytest.raises(UsageError, match="symbolic link"):
        incident_bytes(found, 100)
