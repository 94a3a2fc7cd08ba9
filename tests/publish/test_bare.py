"""MkDocs' own command: what it may read and write, and whose the site is afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.exceptions import Abort, PluginError

from postmortems.publish import plugin
from postmortems.publish.guard import guard
from postmortems.publish.plugin import PostmortemsPlugin
from postmortems.publish.site import load
from postmortems.write.site_list import MARKER, is_ours, read_list
from publish.small import CONFIG, Small, prepared, small
from support.trees import sync_tree

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.publish.docs import Docs

GONE = "incidents/INC-1/index.html"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    def prepare(_: PostmortemsPlugin, root: Path) -> Docs:
        return prepared(root)

    monkeypatch.setattr(PostmortemsPlugin, "_prepare", prepare)
    monkeypatch.setattr(plugin, "index_site", lambda *_: None)
    made = small(tmp_path / "small", monkeypatch)
    made.write("hooks.py", "")
    return made


def bare(site: Small, *, dirty: bool = False) -> None:
    docs = site.root / "build" / "docs"
    docs.parent.mkdir(exist_ok=True)
    sync_tree(docs, site.files)
    build(load(site.root, [], strict=False), dirty=dirty)


def hinder(site: Small) -> None:
    """Have MkDocs make every page."""
    site.write("mkdocs.yml", CONFIG + "hooks: [hooks.py]\n")


def listed(site: Small) -> set[str]:
    return {*(read_list(site.root / "site") or {})}


def test_what_mkdocs_makes_itself_is_ours_and_goes_with_its_incident(site: Small) -> None:
    hinder(site)
    bare(site)
    assert GONE in listed(site)
    assert listed(site) == {*site.made()} - {MARKER}
    del site.files["incidents/INC-1.md"]
    site.write("mkdocs.yml", CONFIG)
    bare(site)
    assert GONE not in site.made()
    assert listed(site) == {*site.made()} - {MARKER}


def test_a_site_that_mkdocs_did_not_finish_is_not_taken_for_ours(site: Small) -> None:
    bare(site)
    hinder(site)
    site.write("hooks.py", "def on_env(env, **_):\n    raise ZeroDivisionError\n")
    with pytest.raises(ZeroDivisionError):
        bare(site)
    (site.root / "site" / "half").write_bytes(b"")
    assert not is_ours(site.root / "site")


def test_what_a_dirty_build_left_in_the_folder_is_not_listed(site: Small) -> None:
    hinder(site)
    site.write("site/theirs", "precious")
    bare(site, dirty=True)
    assert (site.root / "site" / "theirs").read_bytes() == b"precious"
    assert not is_ours(site.root / "site")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("site_dir: ../elsewhere", "site_dir .* may not be written"),
        ("docs_dir: ../outside", "docs_dir .* lies outside of"),
    ],
)
def test_bare_mkdocs_publishes_nothing_from_elsewhere_and_nothing_to_elsewhere(
    site: Small, line: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.write("../outside/secret.md", "secret")
    site.write("../elsewhere/theirs", "precious")
    config = CONFIG.replace("docs_dir: incidents\n", "") if "docs_dir" in line else CONFIG
    site.write("mkdocs.yml", f"{config}{line}\n")
    with pytest.raises(Abort):
        bare(site)
    assert re.search(message, caplog.text)
    assert (site.root.parent / "elsewhere" / "theirs").read_bytes() == b"precious"
    assert not (site.root / "site").exists()


def test_a_preview_goes_where_mkdocs_says(site: Small, tmp_path: Path) -> None:
    config = load(site.root, [], strict=False)
    config.site_dir = str(tmp_path / "preview")
    guard(config, bare=True, preview=True)
    with pytest.raises(PluginError, match="may not be written"):
        guard(config, bare=True, preview=False)
