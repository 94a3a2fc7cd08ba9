from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postmortems.write import exchange as module
from postmortems.write.exchange import exchange, settle
from write.faults import names_in, without_linux_calls

if TYPE_CHECKING:
    from collections.abc import Callable


def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    fresh, target, aside = (tmp_path / name for name in ("fresh", "target", "aside"))
    fresh.mkdir()
    (fresh / "new").touch()
    target.mkdir()
    (target / "old").touch()
    return fresh, target, aside


def answering(number: int) -> Callable[[str], object]:
    """Make every libc function one that the kernel refuses with this error."""

    def refuse(*_: object) -> int:
        ctypes.set_errno(number)
        return -1

    return lambda _name: refuse


def test_two_folders_trade_places_in_one_step(tmp_path: Path) -> None:
    fresh, target, aside = folders(tmp_path)
    exchange(fresh, target, aside)
    assert names_in(tmp_path) == ["fresh", "target"]
    assert (names_in(fresh), names_in(target)) == (["old"], ["new"])


@pytest.mark.parametrize("number", [None, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM])
def test_without_that_step_the_old_one_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int | None
) -> None:
    if number is None:
        without_linux_calls(monkeypatch)
    else:
        monkeypatch.setattr(module, "_libc", answering(number))
    fresh, target, aside = folders(tmp_path)
    exchange(fresh, target, aside)
    assert names_in(tmp_path) == ["aside", "target"]
    assert (names_in(aside), names_in(target)) == (["old"], ["new"])


def test_another_refusal_is_an_error_and_nothing_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_libc", answering(errno.EBUSY))
    fresh, target, aside = folders(tmp_path)
    with pytest.raises(OSError, match="busy") as caught:
        exchange(fresh, target, aside)
    assert caught.value.errno == errno.EBUSY
    assert (names_in(fresh), names_in(target)) == (["new"], ["old"])


def flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names, sorted, that `settle` flushes one by one."""
    root = tmp_path / "root"
    (root / "a/b").mkdir(parents=True)
    for name in ("x", "a/y", "a/b/z"):
        (root / name).touch()
    (root / "link").symlink_to("/dev/full")
    (root / "folder link").symlink_to("/")
    names = []

    def fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        names.append(os.path.relpath(path, root))

    monkeypatch.setattr(os, "fsync", fsync)
    settle(root)
    return sorted(names)


def test_one_call_settles_everything_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert flushed(tmp_path, monkeypatch) == []


@pytest.mark.parametrize("number", [None, errno.ENOSYS])
def test_elsewhere_every_file_and_folder_is_flushed_and_links_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int | None
) -> None:
    if number is None:
        without_linux_calls(monkeypatch)
    else:
        monkeypatch.setattr(module, "_libc", answering(number))
    assert flushed(tmp_path, monkeypatch) == [".", "a", "a/b", "a/b/z", "a/y", "x"]


def test_a_disk_that_lost_bytes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_libc", answering(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        settle(tmp_path)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_without_flush_for_folders_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fsync(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    without_linux_calls(monkeypatch)
    monkeypatch.setattr(os, "fsync", fsync)
    settle(tmp_path)
