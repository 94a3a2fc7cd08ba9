"""A disk that is full, broken, over quota or read-only, at every system call that writes."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from security.ground import SCENES, Scene, fresh, losses, names, published, scene_of
from support.syscalls import Call, Verdict, unwatched, watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Note = Callable[[str, object], None]

STRIDE = {"site": 41, "docs tree": 401, "docs": 17}
"""Of so many points of these, one is tried each time; ``--deep`` tries all."""
ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EACCES)
# As the program that makes the search index says it, which brings its own C library.
_OTHERWISE = {errno.EIO: "I/O error", errno.EDQUOT: "Quota exceeded"}
# What still works when there is no room left, or no right to write.
_FREEING = {"unlink", "unlinkat", "rmdir", "fsync", "fdatasync", "syncfs"}


@pytest.mark.parametrize("name", SCENES)
def test_a_refusal_at_any_call_that_writes_is_told_and_loses_nothing(
    tmp_path: Path, name: str, record_property: Note, deep: bool
) -> None:
    scene = scene_of(name, tmp_path / "work")
    place = fresh(scene, tmp_path / "work")
    old = published(place / "repo")
    clean = watched(scene.program(place), [place])
    new, left = published(place / "repo"), names(place / "repo")
    stride = 1 if deep else STRIDE.get(name.partition(",")[0], 3)
    tried = 0
    for point in range(stride // 2, len(clean.calls), stride):
        number = ERRORS[point % len(ERRORS)]
        _refuse(scene, place, point, number, clean.code, old=old, new=new, left=left)
        tried += 1
    record_property("states", tried)


def _refuse(
    scene: Scene,
    place: Path,
    point: int,
    number: int,
    usual: int,
    *,
    old: dict[str, bytes],
    new: dict[str, bytes],
    left: list[str],
) -> None:
    lasting = point % 2 == 1 and number != errno.EIO
    met: list[Call] = []

    def refuse(at: int, call: Call) -> Verdict:
        if at < point or (met and (not lasting or call.name in _FREEING)):
            return None
        met.append(call)
        return number

    fresh(scene, place)
    ended = watched(scene.program(place), [place], refuse)
    if not met:
        return  # programs with threads make a call more or less
    refused = f"{errno.errorcode[number]} at call {point}, {met[0].name} {met[0].path}"
    at = f"{scene.name}: {refused}: {ended.said}"
    assert losses(place / "repo", old, new, scene.whole) == [], at
    assert "Traceback" not in ended.said, at
    if ended.code == 2:
        words = (
            os.strerror(number),
            "is the disk full?",
            _OTHERWISE.get(number, os.strerror(number)),
        )
        assert any(each in ended.said for each in words), at
    else:
        # What is only remembered for the next run may fail in silence.
        assert (ended.code, published(place / "repo")) == (usual, new), at
    if published(place / "repo") != new or scene.whole:
        again = unwatched(scene.program(place))
        assert again.code == usual, f"{at}, then {again.said}"
    assert published(place / "repo") == new, at
    assert names(place / "repo") == left, at
