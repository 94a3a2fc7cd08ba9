"""Two runs at once: the second one runs while the first waits at one of its calls that write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from security.ground import (
    COMMANDS,
    DAY,
    FILE,
    cli,
    docs_tree,
    fresh,
    names,
    published,
    scene_of,
)
from support.example import BASE_ID
from support.syscalls import Call, Ended, Verdict, unwatched, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from security.ground import Scene

    Note = Callable[[str, object], None]
    Program = Callable[[Path], Callable[[], int]]

BUSY = "another run is writing"
CHANGED = "was changed by somebody else meanwhile; nothing was written"


def _meetings(
    scene: Scene, place: Path, other: Program, stride: int
) -> Iterator[tuple[Ended, Ended]]:
    """How both ended, for each call of the first at which the second ran from end to end.

    Of long runs only one call in `stride` is met.
    """
    fresh(scene, place)
    points = len(watched(scene.program(place), [place / "repo"]).calls)
    for point in range(stride // 2, points, stride):
        second: list[Ended] = []

        def meet(number: int, _call: Call, at: int = point, met: list[Ended] = second) -> Verdict:
            if number == at:
                met.append(unwatched(other(place)))
            return None

        fresh(scene, place)
        first = watched(scene.program(place), [place / "repo"], meet)
        assert "Traceback" not in first.said + second[0].said
        yield first, second[0]


OTHER = cli("set", BASE_ID, "summary=Said by the second run.", "--as-of", DAY)


@pytest.mark.parametrize("name", ["set", "fix", "action", "announce", "timeline", "analyse"])
def test_no_edit_undoes_another_one(tmp_path: Path, name: str, record_property: Note) -> None:
    scene = scene_of(name, tmp_path / "work")
    place = tmp_path / "work"
    fresh(scene, place)
    before = published(place / "repo")[FILE]
    unwatched(scene.program(place))
    alone = published(place / "repo")[FILE]
    outcomes = set()
    count = 0
    for first, second in _meetings(scene, place, OTHER, 1):
        found = published(place / "repo")[FILE]
        made = b"Said by the second run." in found
        assert made == (second.code == 0), second.said
        assert (found == before) == (first.code != 0 and second.code != 0)
        if first.code == 0 and name != "fix":
            assert {*alone.splitlines()} - {*before.splitlines()} <= {*found.splitlines()}
        for each in (first, second):
            assert each.code == 0 or CHANGED in each.said or "meanwhile" in each.said, each.said
        assert not [each for each in names(place / "repo") if "postmortems-" in each]
        outcomes.add((first.code, second.code))
        count += 1
    assert (0, 0) in outcomes
    record_property("states", count)


def test_two_that_begin_the_same_record_do_not_overwrite_each_other(
    tmp_path: Path, record_property: Note
) -> None:
    scene = scene_of("new", tmp_path / "work")
    place = tmp_path / "work"
    arguments = [*COMMANDS["new"]]
    arguments[arguments.index("Checkout is down")] = "Words of the second"
    count = 0
    for first, second in _meetings(scene, place, cli(*arguments), 1):
        found = [
            content
            for path, content in published(place / "repo").items()
            if path.startswith("incidents/2026/INC-20260501")
        ]
        told = [b"Checkout is down"] * (first.code == 0) + [b"Words of the second"] * (
            second.code == 0
        )
        assert len(found) == len(told) > 0
        assert all(any(words in content for content in found) for words in told)
        assert not [each for each in names(place / "repo") if "postmortems-" in each]
        count += 1
    record_property("states", count)


def test_of_two_builds_the_second_is_told_or_both_make_the_same_site(
    tmp_path: Path, record_property: Note
) -> None:
    scene = scene_of("site, edited", tmp_path / "work")
    place = tmp_path / "work"
    unwatched(scene.program(fresh(scene, place)))
    new, left = published(place / "repo"), names(place / "repo")
    outcomes = set()
    count = 0
    for first, second in _meetings(scene, place, scene.program, 43):
        for each in (first, second):
            assert each.code == 0 or BUSY in each.said, each.said
        outcomes.add((first.code, second.code))
        assert published(place / "repo") == new
        assert unwatched(scene.program(place)).code == 0
        assert (published(place / "repo"), names(place / "repo")) == (new, left)
        count += 1
    assert (0, 2) in outcomes
    record_property("states", count)


def test_of_two_runs_for_the_docs_tree_the_second_is_told(
    tmp_path: Path, record_property: Note
) -> None:
    scene = scene_of("docs tree, edited", tmp_path / "work")
    place = tmp_path / "work"
    unwatched(scene.program(fresh(scene, place)))
    new, left = published(place / "repo"), names(place / "repo")
    count = 0
    for first, second in _meetings(scene, place, docs_tree, 397):
        assert (first.code, second.code) in {(0, 0), (0, 2)}
        assert second.code == 0 or BUSY in second.said
        assert (published(place / "repo"), names(place / "repo")) == (new, left)
        count += 1
    record_property("states", count)
