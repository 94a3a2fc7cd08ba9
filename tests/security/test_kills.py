"""A SIGKILL at every system call that writes: the old or the new, whole, and the next run mends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from security.ground import SCENES, Scene, fresh, losses, names, published, scene_of, visible
from support.syscalls import Call, Kill, Verdict, unwatched, watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Note = Callable[[str, object], None]

STRIDE = {"site": 37, "docs tree": 331, "docs": 13}
"""Of so many points of these, one is tried each time; ``--deep`` tries all."""


@pytest.mark.parametrize("name", SCENES)
def test_a_kill_at_any_call_that_writes_loses_nothing_and_the_next_run_mends(
    tmp_path: Path, name: str, record_property: Note, deep: bool
) -> None:
    scene = scene_of(name, tmp_path / "work")
    place = fresh(scene, tmp_path / "work")
    old = published(place / "repo")
    clean = unwatched(scene.program(place))
    assert clean.code in {0, 1}, clean.said
    new, left = published(place / "repo"), names(place / "repo")
    assert new != old

    # A program that waits at a call has left on the disk what a kill there would leave.
    lost: list[str] = []
    seen = [set[tuple[object, ...]]()]

    def look(number: int, call: Call) -> Verdict:
        now = visible(place / "repo")
        if now == seen[-1]:
            return None
        seen.append(now)
        lost.extend(
            f"{path} before call {number}, {call.name} {call.path}"
            for path in losses(place / "repo", old, new, scene.whole)
        )
        return None

    fresh(scene, place)
    assert losses(place / "repo", old, new, scene.whole) == []
    seen[0] = visible(place / "repo")
    whole = watched(scene.program(place), [place], look)
    assert (whole.code, published(place / "repo")) == (clean.code, new), whole.said
    assert lost == []
    points = len(whole.calls)
    assert points >= 5

    kills = 0
    stride = 1 if deep else STRIDE.get(name.partition(",")[0], 2 if name != "set" else 1)
    for point in range(stride // 2, points, stride):
        for cut in (False, True) if whole.calls[point].name == "write" else (False,):
            _kill(scene, place, point, cut=cut, old=old, new=new, left=left)
            kills += 1
    record_property("states", points + kills)
    record_property("kills", kills)


def _kill(
    scene: Scene,
    place: Path,
    point: int,
    *,
    cut: bool,
    old: dict[str, bytes],
    new: dict[str, bytes],
    left: list[str],
) -> None:
    def end(number: int, _call: Call) -> Verdict:
        return Kill(cut=cut) if number == point else None

    fresh(scene, place)
    ended = watched(scene.program(place), [place], end)
    where = ended.calls[-1]
    at = f"{scene.name}: killed at call {point}, {where.name} {where.path}"
    assert ended.code == -9, at
    assert losses(place / "repo", old, new, scene.whole) == [], at
    if published(place / "repo") != new or scene.whole:
        again = unwatched(scene.program(place))
        assert again.code in {0, 1}, f"{at}: {again.said}"
        assert "Traceback" not in again.said, at
    assert published(place / "repo") == new, at
    assert names(place / "repo") == left, at
