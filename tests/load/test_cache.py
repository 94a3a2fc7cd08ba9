from __future__ import annotations

import os
import sqlite3
from dataclasses import fields
from pathlib import Path

import pytest

from postmortems.config.settings import Settings
from postmortems.load.cache import Cache, fingerprint, listing, names, stamp
from postmortems.load.database import folder
from postmortems.load.files import Source

ROW = ("incidents/a.yml", "stamp", "digest", "entry")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "postmortems"


def _file(home: Path) -> Path:
    (found,) = home.glob("*.sqlite3")
    return found


def test_what_is_kept_is_found_by_the_next_run(tmp_path: Path) -> None:
    first = Cache(tmp_path / "root", "f")
    first.keep_entries([ROW, ("incidents/b.yml", "s", "d", "e")])
    first.keep_result("all", "state", "result")
    first.close()
    second = Cache(tmp_path / "root", "f")
    assert second.entries() == {
        "incidents/a.yml": ("stamp", "digest", "entry"),
        "incidents/b.yml": ("s", "d", "e"),
    }
    assert second.entries(["incidents/b.yml", "incidents/c.yml"]) == {
        "incidents/b.yml": ("s", "d", "e")
    }
    assert second.result("all", "state") == "result"
    assert second.result("all", "another") is None
    assert second.result("some", "state") is None
    second.keep_result("all", "another", "new")
    assert second.result("all", "state") is None
    second.keep_entries([], ["incidents/a.yml"])
    assert list(second.entries()) == ["incidents/b.yml"]
    second.close()


def test_another_tool_or_configuration_finds_nothing(tmp_path: Path) -> None:
    first = Cache(tmp_path / "root", "f")
    first.keep_entries([ROW])
    first.keep_result("all", "state", "result")
    first.close()
    second = Cache(tmp_path / "root", "g")
    assert second.entries() == {}
    assert second.result("all", "state") is None
    second.close()


def test_each_repository_has_its_own(tmp_path: Path) -> None:
    one, other = Cache(tmp_path / "one", "f"), Cache(tmp_path / "other", "f")
    one.keep_entries([ROW])
    assert other.entries() == {}
    one.close()
    other.close()


def test_a_cache_never_lies_in_the_repository(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    assert folder() == home
    for odd in ("", "relative/folder"):
        monkeypatch.setenv("XDG_CACHE_HOME", odd)
        assert folder() == Path.home() / ".cache" / "postmortems"


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, home: Path, content: bytes) -> None:
    Cache(tmp_path / "root", "f").close()
    _file(home).write_bytes(content)
    again = Cache(tmp_path / "root", "f")
    again.keep_entries([ROW])
    assert again.entries() == {ROW[0]: ROW[1:]}
    again.close()


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_no_file_is_neither_followed_nor_waited_for(
    tmp_path: Path, home: Path, kind: str
) -> None:
    Cache(tmp_path / "root", "f").close()
    place, theirs = _file(home), tmp_path / "theirs.sqlite3"
    sqlite3.connect(theirs).close()
    place.unlink()
    if kind == "link":
        place.symlink_to(theirs)
    else:
        os.mkfifo(place)
    again = Cache(tmp_path / "root", "f")
    again.keep_entries([ROW])
    assert again.entries() == {ROW[0]: ROW[1:]}
    again.close()
    assert theirs.read_bytes() == b""


def test_a_value_that_the_disk_gives_back_changed_counts_as_absent(
    tmp_path: Path, home: Path
) -> None:
    held = Cache(tmp_path / "root", "f")
    held.keep_entries([(*ROW[:3], "some words"), ("incidents/b.yml", "s", "d", "another")])
    held.keep_result("all", "state", "what came")
    held.close()
    file = _file(home)
    file.write_bytes(
        file.read_bytes().replace(b"some words", b"some wordt").replace(b"what came", b"what cane")
    )
    again = Cache(tmp_path / "root", "f")
    assert again.entries() == {"incidents/b.yml": ("s", "d", "another")}
    assert again.result("all", "state") is None
    again.close()


def test_damage_that_shows_late_is_survived_and_removed(tmp_path: Path, home: Path) -> None:
    held = Cache(tmp_path / "root", "f")
    held.keep_entries([(f"incidents/{n}.yml", "s", "d", "e" * 900) for n in range(200)])
    held.close()
    file = _file(home)
    content = bytearray(file.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    file.write_bytes(content)
    damaged = Cache(tmp_path / "root", "f")
    assert damaged.entries() == {}
    damaged.keep_entries([ROW])
    assert damaged.entries() == {}
    assert not file.exists()
    again = Cache(tmp_path / "root", "f")
    again.keep_entries([ROW])
    assert again.entries() == {ROW[0]: ROW[1:]}
    again.close()


def test_a_busy_cache_is_as_good_as_none_and_is_kept(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Cache(tmp_path / "root", "f")
    held.keep_entries([ROW])
    held.close()
    blocker = sqlite3.connect(_file(home), isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **given: connect(path, **{**given, "timeout": 0})
    )
    busy = Cache(tmp_path / "root", "f")
    assert busy.entries() == {}
    busy.keep_entries([ROW])
    busy.close()
    blocker.execute("ROLLBACK")
    blocker.close()
    assert Cache(tmp_path / "root", "f").entries() == {ROW[0]: ROW[1:]}


def test_where_nothing_can_be_written_there_is_no_cache(tmp_path: Path, home: Path) -> None:
    home.parent.mkdir()
    home.write_text("a file stands where the folder belongs")
    refused = Cache(tmp_path / "root", "f")
    refused.keep_entries([ROW])
    refused.keep_result("all", "state", "result")
    assert refused.entries() == {}
    assert refused.result("all", "state") is None


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    source = Source(path=str(path), file="a.yml")
    assert stamp(source) == ""
    path.write_text("one")
    first = stamp(source)
    other = tmp_path / "b.yml"
    other.write_text("two")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    assert stamp(source) != first


def test_a_listing_knows_names_and_stamps(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.yml", "b.yml")]
    for path in paths:
        path.write_text("x")
    sources = [Source(path=str(path), file=path.name) for path in paths]
    before, named = listing(sources), names(sources)
    assert (listing(sources), names(sources)) == (before, named)
    assert listing(sources[:1]) != before
    assert names(sources[:1]) != named
    paths[1].write_text("longer")
    assert listing(sources) != before
    assert names(sources) == named


def test_the_fingerprint_is_of_the_configuration_that_applies(tmp_path: Path) -> None:
    own = tmp_path / "site_config"
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    own.mkdir()
    (own / "rules.yml").write_text("levels: {timeline-gap: off}\n")
    changed = fingerprint(tmp_path)
    assert changed != before
    (own / "rules.yml").unlink()
    assert fingerprint(tmp_path) == before
    (own / "rules.yml").mkdir()
    assert fingerprint(tmp_path) not in {before, changed}


def test_a_cache_with_anything_but_our_tables_is_made_anew(tmp_path: Path, home: Path) -> None:
    held = Cache(tmp_path / "root", "f")
    held.keep_entries([ROW])
    held.close()
    for foreign in (
        "CREATE TRIGGER t BEFORE DELETE ON files BEGIN SELECT RAISE(IGNORE); END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE other (x)",
    ):
        changed = sqlite3.connect(_file(home))
        changed.execute(foreign)
        changed.commit()
        changed.close()
        again = Cache(tmp_path / "root", "f")
        assert again.entries() == {}
        again.keep_entries([ROW])
        again.close()
        assert Cache(tmp_path / "root", "f").entries() == {ROW[0]: ROW[1:]}


def test_a_folder_for_caches_in_the_repository_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "repository" / ".cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(inside))
    refused = Cache(tmp_path / "repository", "f")
    refused.keep_entries([ROW])
    assert refused.entries() == {}
    assert not inside.exists()
    link = tmp_path / "link"
    inside.mkdir(parents=True)
    link.symlink_to(inside)
    monkeypatch.setenv("XDG_CACHE_HOME", str(link))
    Cache(tmp_path / "repository", "f").close()
    assert list(inside.iterdir()) == []


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_every_file_of_the_configuration_is_part_of_the_fingerprint(
    tmp_path: Path, name: str
) -> None:
    before = fingerprint(tmp_path)
    (tmp_path / "site_config").mkdir()
    (tmp_path / "site_config" / f"{name}.yml").write_text("other: 1\n")
    assert fingerprint(tmp_path) != before
