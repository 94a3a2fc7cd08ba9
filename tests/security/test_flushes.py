"""What would outlive a power cut: bytes before they get their name, and then the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from security.ground import FILE, fresh, scene_of
from support.syscalls import watched

if TYPE_CHECKING:
    from pathlib import Path

FLUSHES = {"fsync", "fdatasync", "syncfs"}


def _calls(tmp_path: Path, name: str) -> list[tuple[str, str]]:
    scene = scene_of(name, tmp_path / "work")
    place = fresh(scene, tmp_path / "work")
    ended = watched(scene.program(place), [place])
    assert ended.code in {0, 1}, ended.said
    root = f"{place}/repo"
    return [
        (call.name, call.path.removeprefix(root).lstrip("/"))
        for call in ended.calls
        if call.path.startswith(root)
    ]


def _around(calls: list[tuple[str, str]], target: str) -> tuple[str, str, list[str]]:
    """What was flushed before something took a name, what wrote since, what was flushed next."""
    (at,) = [
        number
        for number, (name, path) in enumerate(calls)
        if name.startswith("rename") and path == target
    ]
    before = max(number for number in range(at) if calls[number][0] in FLUSHES)
    after = next(path for name, path in calls[at:] if name in FLUSHES)
    return calls[before][1], after, [f"{n} {p}" for n, p in calls[before + 1 : at]]


@pytest.mark.parametrize(
    ("name", "file"), [("set", FILE), ("new", "incidents/2026/INC-20260501-0912.yml")]
)
def test_an_edited_file_and_its_folder_are_flushed_around_the_rename(
    tmp_path: Path, name: str, file: str
) -> None:
    folder = file.rpartition("/")[0]
    flushed, next_flushed, between = _around(_calls(tmp_path, name), file)
    assert (flushed, next_flushed) == (f"{folder}/.postmortems-0.tmp", folder)
    assert between == []


@pytest.mark.parametrize(
    ("name", "target", "second"),
    [
        ("site, first", "site", ".site.staging-postmortems"),
        ("site, edited", "site", ".site.twin-postmortems/site"),
        ("docs tree, first", "build/docs", "build/.docs.twin-postmortems/tree"),
        ("docs tree, edited", "build/docs", "build/.docs.twin-postmortems/tree"),
    ],
)
def test_all_of_a_folder_is_flushed_before_it_takes_its_place(
    tmp_path: Path, name: str, target: str, second: str
) -> None:
    flushed, next_flushed, between = _around(_calls(tmp_path, name), target)
    assert flushed == second
    assert next_flushed == target.rpartition("/")[0]
    assert between == []
