"""What is in a published folder and not of our making: never deleted, and never lost."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from postmortems.errors import WriteError
from postmortems.write.contents import contents
from postmortems.write.exchange import settle
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


def no_link(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


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
    with pytest.raises(WriteError, match="'CNAME'"):
        publish(target, OLD, "staged", {})
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


def test_without_a_list_no_file_stays_that_may_be_an_old_page(target: Path, way: str) -> None:
    publish(target, OLD, way, {})
    (target / MARKER).write_bytes(b"?")
    with pytest.raises(WriteError) as caught:
        publish(target, NEW, way, {})
    assert str(caught.value) == (
        f"the list of generated files in {target} is damaged or missing, and 1 files in it may be "
        "old pages or somebody's own, the first is 'b/index.html'; take out what is yours and "
        "delete the folder, all that is ours is written again"
    )
    assert texts(target) == OLD
    (target / "b" / "index.html").unlink()
    assert publish(target, NEW, way, {}) == [("index.html", "site-changed/index.html", "home")]
    assert texts(target) == NEW


@pytest.mark.parametrize("way", ["twin", "in place"])
def test_without_a_list_what_is_remembered_is_ours_and_what_is_hidden_is_not(
    target: Path, way: str
) -> None:
    publish(target, OLD, way, {})
    known = marks(target)
    (target / MARKER).write_bytes(b"?")
    fill(target, {".git/config": "theirs"})
    (target / "link").symlink_to("/nowhere")
    assert publish(target, NEW, way, known) == []
    assert texts(target) == NEW | {".git/config": "theirs"}
    assert (target / "link").is_symlink()


def test_a_page_is_listed_before_it_is_moved_into_the_folder(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    publish(target, OLD, "in place", {})
    with monkeypatch.context() as patch:
        patch.setattr(Renewal, "list_ours", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(target, NEW, "in place", {})
    assert "c/index.html" in texts(target)
    publish(target, OLD, "in place", {})
    assert texts(target) == OLD


def test_what_a_program_was_writing_when_the_run_was_stopped_is_ours(target: Path) -> None:
    publish(target, OLD, "in place", {})
    Renewal(target).expect("index")
    fill(target, {"index/deep/1.bin": "words", "indexed": "theirs"})
    told = publish(target, NEW, "in place", {})
    assert ("index/deep/1.bin", "site-changed/index/deep/1.bin", "words") in told
    assert texts(target) == NEW | {"indexed": "theirs"}
    assert read_list(target) == {path: digest_of(text.encode()) for path, text in NEW.items()}


@pytest.mark.parametrize("path", ["c/index.html", "c", "b/index.html"])
@pytest.mark.parametrize("linked", [True, False])
def test_a_link_in_a_place_of_ours_is_put_aside_and_never_followed(
    target: Path,
    way: str,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
    linked: bool,
) -> None:
    publish(target, OLD, way, {})
    known = marks(target)
    precious = target.parent / "precious"
    fill(precious, {"index.html": "precious"})
    fill(target.parent / "site-changed", {path: "earlier"} if path != "c" else {})
    (target / path).parent.mkdir(exist_ok=True)
    (target / path).unlink(missing_ok=True)
    (target / path).symlink_to(precious)
    if not linked:
        monkeypatch.setattr(os, "link", no_link)
    twin = Twin(target)
    renewal: Renewal = Renewal(target) if way == "in place" else twin
    with overlaid(target) if way == "in place" else staged(target, twin) as fresh:
        fill(fresh, NEW)
        if way != "staged":
            renewal.intact(known)
            renewal.merge(fresh, set())
            renewal.list_ours(renewal.change.files if renewal.change else {})
    name = f"site-changed/{path}" + (".1" if path != "c" else "")
    told = [(each, kept.relative_to(target.parent).as_posix()) for each, kept in renewal.edited]
    assert (path, name) in told
    assert (target.parent / name).readlink() == precious
    assert texts(target) == NEW
    assert texts(precious) == {"index.html": "precious"}


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
        encode = os.fsencode

        def intrude(name: Path) -> bytes:
            # The last thing that happens before the two trade places.
            (target / "theirs").unlink(missing_ok=True)
            fill(target, {"theirs": "after", "late/x": "new"})
            return encode(name)

        patch = pytest.MonkeyPatch()
        patch.setattr(os, "fsencode", intrude)
    patch.undo()
    assert texts(target) == NEW | {"theirs": "after", "late/x": "new"}


def test_nothing_that_comes_meanwhile_takes_the_place_of_a_new_page_or_brings_back_an_old_one(
    target: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "in place":
        way = "staged"
    publish(target, OLD, way, {})
    known = marks(target)
    late = {"index.html": "late", "b/index.html": "gone?", "c": "in the way", "theirs": "new"}

    def intrude(folder: Path) -> None:
        for path, text in late.items():
            (target / path).unlink(missing_ok=True)
            fill(target, {path: text})
        (target / "a" / "index.html").unlink()
        (target / "a" / "index.html").symlink_to("/nowhere")
        settle(folder)

    monkeypatch.setattr("postmortems.write.stage.settle", intrude)
    twin = Twin(target)
    with staged(target, twin) as fresh:
        fill(fresh, NEW)
        if way == "twin":
            twin.merge(fresh, twin.intact(known) & {"a/index.html"})
    assert texts(target) == NEW | {"theirs": "new"}
    aside = target.parent / "site-changed"
    assert sorted(twin.edited) == [
        (path, aside / path) for path in ("a/index.html", "b/index.html", "c", "index.html")
    ]
    assert {path: (aside / path).read_text("utf-8") for path in ("index.html", "b/index.html")} == {
        "index.html": "late",
        "b/index.html": "gone?",
    }
    assert (aside / "a" / "index.html").is_symlink()


def test_what_is_written_into_a_file_of_somebody_meanwhile_is_brought_along_also_by_copies(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(target, OLD, "staged", {})
    fill(target, {"theirs": "before"})

    def intrude(folder: Path) -> None:
        fill(target, {"theirs": "longer than before"})
        settle(folder)

    monkeypatch.setattr(os, "link", no_link)
    monkeypatch.setattr("postmortems.write.stage.settle", intrude)
    assert publish(target, NEW, "staged", {}) == []
    assert texts(target) == NEW | {"theirs": "longer than before"}
