"""What is kept between runs, damaged in every way: the result is that of a clean run."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from security.ground import fresh, names, published, scene_of
from support.syscalls import unwatched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Note = Callable[[str, object], None]


def _kinds(flips: int) -> list[tuple[str, int]]:
    """Ways to damage a file: a word, and how far along."""
    cuts = [("cut", quarter) for quarter in range(4)]
    others = ("longer", "of another version", "gone", "a folder", "a pipe", "a link")
    return [*cuts, *(("flip", at) for at in range(flips)), *((each, 0) for each in others)]


def _damage(file: Path, kind: str, at: int, flips: int, precious: Path) -> None:
    content = bytearray(file.read_bytes())
    # Never written where it lies: a file of the twin is the site's own.
    file.unlink()
    if kind == "cut":
        file.write_bytes(content[: len(content) * at // 4])
    elif kind == "flip":
        content[(2 * at + 1) * len(content) // (2 * flips)] ^= 1 << (at % 8)
        file.write_bytes(content)
    elif kind == "longer":
        file.write_bytes(content + b"\0")
    elif kind == "of another version":
        file.write_bytes(b"postmortems 99\n" + content)
    elif kind == "a folder":
        file.mkdir()
    elif kind == "a pipe":
        os.mkfifo(file)
    elif kind == "a link":
        file.symlink_to(precious)


KEPT = {
    "site, edited": (
        "cache/postmortems/*.site",
        "repo/site/.postmortems-site",
        "repo/.site.twin-postmortems/.gitignore",
        "repo/.site.twin-postmortems/site/.postmortems-site",
        "repo/.site.twin-postmortems/site/index.html",
    ),
    "docs tree, edited": (
        "cache/postmortems/????????????????????????????????.sqlite3",
        "cache/postmortems/*.built.sqlite3",
        "repo/build/docs/.postmortems-tree",
    ),
}


@pytest.mark.parametrize(
    ("name", "pattern"), [(name, each) for name, patterns in KEPT.items() for each in patterns]
)
def test_what_is_damaged_is_made_again(
    tmp_path: Path, name: str, pattern: str, record_property: Note, deep: bool
) -> None:
    scene = scene_of(name, tmp_path / "work")
    place = tmp_path / "work"
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    unwatched(scene.program(fresh(scene, place)))
    new, left = published(place / "repo"), names(place / "repo")
    fresh(scene, place)
    found = min(place.glob(pattern))
    flips = 200 if deep else 3
    kinds = _kinds(flips)
    if not deep and name.startswith("docs"):
        kinds = kinds[2::3]
    for kind, at in kinds:
        fresh(scene, place)
        _damage(found, kind, at, flips, precious)
        ended = unwatched(scene.program(place))
        assert "Traceback" not in ended.said, (kind, ended.said)
        if ended.code == 2:
            # No run of ours leaves it like this, so the folder may be somebody's: it is named.
            (folder,) = [
                each
                for each in (place / "repo/site", place / "repo/.site.twin-postmortems")
                if f"{each} " in ended.said or f"{each}:" in ended.said
            ]
            shutil.rmtree(folder)
            ended = unwatched(scene.program(place))
        assert ended.code == 0, (kind, ended.said)
        assert published(place / "repo") == new, kind
        again = unwatched(scene.program(place))
        assert (again.code, published(place / "repo")) == (0, new), kind
        assert precious.read_bytes() == b"precious"
        kept = {each for each in names(place / "repo") if "-changed" not in each}
        assert kept >= {*left}, kind
    record_property("states", len(kinds))
