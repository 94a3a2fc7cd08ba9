from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from postmortems.write.changed import put_aside, put_entry_aside

if TYPE_CHECKING:
    from pathlib import Path


def _kept(folder: Path, path: str, content: bytes) -> str:
    target = put_aside(folder, path, content)
    assert target.read_bytes() == content
    return target.relative_to(folder.parent).as_posix()


def test_a_changed_file_is_kept_beside_its_folder_and_the_same_only_once(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    assert _kept(docs, "a/b.md", b"one") == "docs-changed/a/b.md"
    assert _kept(docs, "a/b.md", b"one") == "docs-changed/a/b.md"
    assert _kept(docs, "a/b.md", b"two") == "docs-changed/a/b.md.1"
    assert _kept(docs, "a/b.md", b"one") == "docs-changed/a/b.md"


def test_a_file_may_have_been_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    assert _kept(docs, "a", b"a file") == "docs-changed/a"
    assert _kept(docs, "a/b.md", b"below") == "docs-changed/a.d/b.md"
    assert _kept(docs, "a.d", b"another") == "docs-changed/a.d.1"
    assert _kept(docs, "c/d.md", b"below") == "docs-changed/c/d.md"
    assert _kept(docs, "c", b"a file") == "docs-changed/c.1"


@pytest.mark.parametrize("entry", [False, True])
def test_nothing_is_put_behind_a_link(tmp_path: Path, entry: bool) -> None:
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (docs / "a").mkdir(parents=True)
    (docs / "a" / "b").symlink_to("nowhere")
    put_aside(docs, "x", b"so that the folder is there")
    (tmp_path / "docs-changed" / "a").symlink_to(elsewhere)
    target = put_entry_aside(docs, docs, "a/b") if entry else put_aside(docs, "a/b", b"words")
    assert target == tmp_path / "docs-changed" / "a.d" / "b"
    assert os.path.lexists(target)
    assert [*elsewhere.iterdir()] == []
