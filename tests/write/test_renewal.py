from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from postmortems.errors import WriteError
from postmortems.write.contents import contents, mark
from postmortems.write.renewal import Renewal, Twin
from postmortems.write.site_list import MARKER, is_ours, list_all, read_list, unlist
from postmortems.write.stage import overlaid, staged

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.write.contents import Mark

OLD = {"index.html": "old", "a/index.html": "a", "b/index.html": "b"}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def linkless(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refused)


def fill(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def texts(folder: Path) -> dict[str, str]:
    found = contents(folder, hidden=False).files
    return {path: (folder / path).read_text("utf-8") for path in found}


def known(folder: Path) -> dict[str, Mark]:
    found = contents(folder, hidden=False).files
    return {path: each for path, each in found.items() if each is not None}


def publish(target: Path, files: dict[str, str]) -> None:
    with staged(target, Twin(target)) as folder:
        fill(folder, files)


def renew(target: Path, files: dict[str, str], keep: set[str]) -> tuple[set[str], set[str]]:
    twin = Twin(target)
    with staged(target, twin) as folder:
        fill(folder, files)
        intact = twin.intact(known(target))
        change = twin.merge(folder, intact & keep)
    return {*change.written}, {*change.removed}


def twin_of(target: Path) -> Path:
    return target.parent / ".site.twin-postmortems" / "site"


def test_a_renewed_site_holds_what_is_new_and_what_was_kept(target: Path) -> None:
    publish(target, OLD)
    before = known(target)
    assert renew(target, {"index.html": "new", "c/index.html": "c"}, {"a/index.html"}) == (
        {"index.html", "c/index.html"},
        {"b/index.html"},
    )
    expected = {"index.html": "new", "a/index.html": "a", "c/index.html": "c"}
    assert texts(target) == texts(twin_of(target)) == expected
    assert mark(target / "a" / "index.html") == before["a/index.html"]
    assert sorted(path.name for path in target.iterdir()) == [
        ".postmortems-site",
        "a",
        "c",
        "index.html",
    ]
    assert sorted(path.name for path in target.parent.iterdir()) == [
        ".site.twin-postmortems",
        "site",
    ]


def test_site_and_twin_are_the_same_files(target: Path) -> None:
    publish(target, OLD)
    assert (target / "index.html").samefile(twin_of(target) / "index.html")
    renew(target, {"index.html": "new"}, {"a/index.html"})
    assert (target / "index.html").samefile(twin_of(target) / "index.html")
    assert (target / "a" / "index.html").samefile(twin_of(target) / "a" / "index.html")


@pytest.mark.usefixtures("linkless")
def test_without_second_names_the_twin_holds_copies_that_are_known_again(target: Path) -> None:
    publish(target, OLD)
    assert texts(twin_of(target)) == OLD
    assert not (target / "index.html").samefile(twin_of(target) / "index.html")
    assert Twin(target).intact(known(target)) == OLD.keys()
    renew(target, {"index.html": "new"}, {"a/index.html"})
    expected = {"index.html": "new", "a/index.html": "a"}
    assert texts(target) == texts(twin_of(target)) == expected


def test_a_file_with_the_old_bytes_does_not_replace_the_old_one(target: Path) -> None:
    publish(target, OLD)
    before = mark(target / "index.html")
    written, _ = renew(target, {"index.html": "old", "a/index.html": "A"}, set())
    assert written == {"a/index.html"}
    assert mark(target / "index.html") == before


def test_a_file_may_take_the_place_of_a_folder_and_the_other_way_round(target: Path) -> None:
    publish(target, {"a": "file", "b/c/d": "deep"})
    renew(target, {"a/x": "in a folder", "b": "file"}, set())
    assert texts(target) == texts(twin_of(target)) == {"a/x": "in a folder", "b": "file"}
    renew(target, {"a": "file", "b/c/d": "deep"}, set())
    assert texts(target) == texts(twin_of(target)) == {"a": "file", "b/c/d": "deep"}


def test_what_the_site_lost_is_not_intact_and_what_the_twin_lost_is_mended(target: Path) -> None:
    publish(target, OLD)
    was = known(target)
    (twin_of(target) / "a" / "index.html").unlink()
    (target / "b" / "index.html").write_text("spoilt in both", "utf-8")
    twin = Twin(target)
    assert twin.intact(was) == {"index.html", "a/index.html"}
    assert texts(twin.folder) == {"index.html": "old", "a/index.html": "a"}


def test_a_build_that_fails_leaves_the_site_and_the_next_one_mends_the_twin(target: Path) -> None:
    publish(target, OLD)
    twin = Twin(target)
    with pytest.raises(ZeroDivisionError), staged(target, twin) as folder:  # noqa: PT012
        fill(folder, {"index.html": "new"})
        twin.merge(folder, twin.intact(known(target)) - {"b/index.html"})
        raise ZeroDivisionError
    assert texts(target) == OLD
    assert renew(target, {"index.html": "newer"}, {*OLD}) == ({"index.html"}, set())
    assert texts(target) == texts(twin_of(target)) == OLD | {"index.html": "newer"}


def test_a_disk_that_is_full_leaves_no_twin_and_the_new_site(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", full)
        publish(target, OLD)
    assert texts(target) == OLD
    assert [path.name for path in target.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("place", ["x", "site/x"])
def test_somebodys_folder_in_the_twins_place_is_refused_and_left(target: Path, place: str) -> None:
    theirs = target.parent / ".site.twin-postmortems"
    fill(theirs, {place: "precious"})
    with pytest.raises(WriteError) as caught:
        Twin(target).intact({})
    assert str(caught.value) == (
        f"{theirs} is in the way and postmortems did not write it; move it away or delete it"
    )
    publish(target, OLD)
    assert (theirs / place).read_text("utf-8") == "precious"


def test_a_twin_that_is_not_wanted_goes(target: Path) -> None:
    publish(target, OLD)
    twin = Twin(target)
    twin.wanted = False
    with staged(target, twin) as folder:
        fill(folder, OLD)
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_a_folder_renewed_in_place_keeps_what_is_hidden_at_its_top(target: Path) -> None:
    fill(target, OLD)
    ours = known(target)
    list_all(target)
    fill(target, {".git/config": "theirs", "a/foreign": "?"})
    renewal = Renewal(target)
    with overlaid(target) as fresh:
        fill(fresh, {"index.html": "new"})
        kept = renewal.intact(ours) - {"b/index.html", "index.html"}
        change = renewal.merge(fresh, kept)
    assert ({*change.written}, {*change.removed}) == ({"index.html"}, {"b/index.html"})
    assert texts(target) == {"index.html": "new", "a/index.html": "a", "a/foreign": "?"}
    assert (target / ".git" / "config").read_text("utf-8") == "theirs"
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_a_folder_that_another_program_fills_is_ours_once_it_is_full(target: Path) -> None:
    fill(target, {MARKER: "old list", ".git/config": "theirs"})
    assert unlist(target)
    fill(target, OLD)
    assert not is_ours(target)
    list_all(target)
    assert (read_list(target) or {}).keys() == OLD.keys()
    assert not unlist(target)


def test_a_link_in_the_folder_is_replaced_and_never_followed(target: Path, tmp_path: Path) -> None:
    fill(tmp_path / "outside", {"index.html": "precious"})
    target.mkdir()
    (target / "a").symlink_to(tmp_path / "outside")
    renewal = Renewal(target)
    renewal.intact({})
    with overlaid(target) as fresh:
        fill(fresh, {"a/index.html": "new"})
        renewal.merge(fresh, set())
    assert texts(target) == {"a/index.html": "new"}
    assert texts(tmp_path / "outside") == {"index.html": "precious"}


def test_what_a_program_wrote_anew_without_changing_it_is_as_it_was(target: Path) -> None:
    publish(target, {"find/a": "a", "find/b": "b", "find/c": "c"})
    was = known(target)
    twin = Twin(target)
    with staged(target, twin) as folder:
        twin.merge(folder, twin.intact(was))
        for name, text in {"a": "a", "b": "B"}.items():
            (twin.folder / "find" / name).unlink()
            (twin.folder / "find" / name).write_text(text, "utf-8")
        (twin.folder / "find" / "c").unlink()
        change = twin.look_again("find")
    assert ({*change.written}, {*change.removed}) == ({"find/b"}, {"find/c"})
    assert mark(target / "find" / "a") == was["find/a"]
    assert texts(target) == texts(twin_of(target)) == {"find/a": "a", "find/b": "B"}
