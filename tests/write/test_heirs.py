"""What is in a published folder and not of our making: never deleted, and never lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from postmortems.write.contents import contents
from postmortems.write.renewal import Renewal, Twin
from postmortems.write.site_list import MARKER, digest_of, read_list
from postmortems.write.stage import overlaid, staged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from postmortems.write.contents import Mark

Edits = list[tuple[str, str, str]]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture(params=["staged", "twin", "in place"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def fill(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def texts(folder: Path) -> dict[str, str]:
    return {
        path: (folder / path).read_text("utf-8")
        for path, found in contents(folder, hidden=True).files.items()
        if found is not None and path != MARKER
    }


def marks(folder: Path) -> dict[str, Mark]:
    """What is remembered of the files that the list has."""
    if not folder.exists():
        return {}
    found = contents(folder, hidden=False).files
    listed = read_list(folder) or {}
    return {path: each for path, each in found.items() if each is not None and path in listed}


def publish(target: Path, files: dict[str, str], way: str, known: dict[str, Mark]) -> Edits:
    """Publish these files, of which those stay that are as they were; tells what was put aside."""
    twin = Twin(target)
    renewal: Renewal = Renewal(target) if way == "in place" else twin
    context = overlaid(target) if way == "in place" else staged(target, twin)
    with context as fresh:
        intact = frozenset() if way == "staged" else renewal.intact(known)
        stay = {path for path in intact & files.keys() if texts(target).get(path) == files[path]}
        fill(fresh, {path: text for path, text in files.items() if path not in stay})
        if way != "staged" and (stay or way == "in place"):
            change = renewal.merge(fresh, stay)
            renewal.list_ours(change.files)
    return [
        (path, kept.relative_to(target.parent).as_posix(), kept.read_text("utf-8"))
        for path, kept in renewal.edited
    ]


OLD = {"index.html": "home", "a/index.html": "a", "b/index.html": "b"}
NEW = {"index.html": "HOME", "a/index.html": "a", "c/index.html": "c"}


def test_the_list_has_every_file_of_ours_and_its_digest(target: Path, way: str) -> None:
    for files in (OLD, NEW, OLD):
        assert publish(target, files, way, marks(target)) == []
        assert read_list(target) == {path: digest_of(text.encode()) for path, text in files.items()}
        assert texts(target) == files


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data.replace(b"index.html", b"jndex.html"),
        lambda data: data.replace(b"postmortems", b"somebody", 1),
        lambda data: data + b"CNAME\t0\n",
        lambda _: b"",
    ],
)
def test_a_list_that_was_changed_is_believed_in_nothing(
    target: Path, damage: Callable[[bytes], bytes]
) -> None:
    publish(target, OLD, "staged", {})
    (target / MARKER).write_bytes(damage((target / MARKER).read_bytes()))
    assert read_list(target) is None
    (target / "CNAME").write_bytes(b"example.test")
    assert publish(target, OLD, "staged", {}) == []
    assert texts(target) == OLD | {"CNAME": "example.test"}


def test_what_others_put_there_stays_through_any_number_of_builds(target: Path, way: str) -> None:
    publish(target, OLD, way, {})
    theirs = {"CNAME": "example.test", "a/notes.txt": "mine", ".well-known/x": "y", "new/z": "?"}
    fill(target, theirs)
    (target / "link").symlink_to("/nowhere")
    (target / "b" / "pipe").parent.mkdir(exist_ok=True)
    os.mkfifo(target / "b" / "pipe")
    for files in (NEW, OLD, NEW):
        assert publish(target, files, way, marks(target)) == []
        assert texts(target) == files | theirs
        assert (target / "link").is_symlink()
        assert (target / "b" / "pipe").is_fifo()


def test_what_somebody_wrote_into_a_page_is_kept_and_told(target: Path, way: str) -> None:
    publish(target, OLD, way, {})
    known = marks(target)
    fill(target, {"a/index.html": "by hand", "b/index.html": "hand!", "index.html": "HOME"})
    told = publish(target, NEW, way, known)
    assert sorted(told) == [
        ("a/index.html", "site-changed/a/index.html", "by hand"),
        ("b/index.html", "site-changed/b/index.html", "hand!"),
    ]
    assert texts(target) == NEW
    assert publish(target, OLD, way, marks(target)) == []


def test_with_nothing_remembered_the_list_knows_what_was_written_by_hand(
    target: Path, way: str
) -> None:
    publish(target, OLD, way, {})
    fill(target, {"a/index.html": "hand"})
    for path in OLD:
        os.utime(target / path, ns=(1, 1))
    assert publish(target, NEW, way, {}) == [("a/index.html", "site-changed/a/index.html", "hand")]
    assert texts(target) == NEW


@pytest.mark.parametrize("way", ["twin", "in place"])
def test_without_a_list_what_is_remembered_is_ours_and_all_else_is_somebodys(
    target: Path, way: str
) -> None:
    publish(target, OLD, way, {})
    known = marks(target)
    (target / MARKER).write_bytes(b"?")
    fill(target, {"theirs": "x"})
    assert publish(target, NEW, way, known) == []
    assert texts(target) == NEW | {"theirs": "x"}
    (target / MARKER).write_bytes(b"?")
    told = publish(target, OLD, way, {})
    assert told == [("index.html", "site-changed/index.html", "HOME")]
    assert texts(target) == OLD | {"theirs": "x", "c/index.html": "c"}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("new.html", "new.html"), ("folder", "folder/new.html"), ("new/deep/theirs", "new")],
)
def test_what_somebody_has_in_a_place_of_ours_is_put_aside(
    target: Path, way: str, theirs: str, ours: str
) -> None:
    publish(target, OLD, way, {})
    known = marks(target)
    fill(target, {theirs: "theirs"})
    told = publish(target, {**OLD, ours: "ours"}, way, known)
    assert told == [(theirs, f"site-changed/{theirs}", "theirs")]
    assert texts(target) == {**OLD, ours: "ours"}


def test_what_comes_into_the_folder_while_it_is_replaced_is_there_afterwards(target: Path) -> None:
    publish(target, OLD, "staged", {})
    fill(target, {"theirs": "before"})
    with staged(target) as fresh:
        fill(fresh, NEW)
        settle = os.fsencode

        def intrude(name: Path) -> bytes:
            # The last thing that happens before the two trade places.
            (target / "theirs").unlink(missing_ok=True)
            fill(target, {"theirs": "after", "late/x": "new"})
            return settle(name)

        patch = pytest.MonkeyPatch()
        patch.setattr(os, "fsencode", intrude)
    patch.undo()
    assert texts(target) == NEW | {"theirs": "after", "late/x": "new"}
