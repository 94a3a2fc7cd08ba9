"""Each edition has folders of its own, and none replaces another."""

from __future__ import annotations

import shutil
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.config import load_config

from postmortems import today
from postmortems.errors import ConfigurationError
from postmortems.publish import site
from postmortems.publish.docs import within
from postmortems.publish.editions import refuse_other, site_folder
from postmortems.publish.plugin import PostmortemsPlugin
from postmortems.publish.tree import tree_folder
from postmortems.write.site_list import MARKER
from publish.small import CONFIG, prepared, small

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.audiences import AudienceName
    from postmortems.publish.docs import Docs


def test_each_edition_has_a_docs_tree_and_a_site_of_its_own(tmp_path: Path) -> None:
    assert tree_folder(tmp_path) == tmp_path / "build" / "docs"
    assert tree_folder(tmp_path, "public") == tmp_path / "build" / "docs-public"
    configured = tmp_path / "site"
    assert site_folder(configured, "internal", "internal") == configured
    assert site_folder(configured, "internal", "public") == tmp_path / "site-public"
    assert site_folder(configured, "public", "public") == configured
    assert site_folder(configured, "public", "internal") == tmp_path / "site-internal"


@pytest.mark.parametrize(
    ("file", "held", "other"),
    [
        ("edition.txt", "public", "internal"),
        ("index.html", "internal", "public"),
        (MARKER, "internal", "public"),
    ],
)
def test_the_site_of_one_edition_is_not_replaced_by_another(
    tmp_path: Path, file: str, held: AudienceName, other: AudienceName
) -> None:
    refuse_other(tmp_path, other)
    (tmp_path / file).touch()
    with pytest.raises(ConfigurationError, match="give each a `site_dir` of its own"):
        refuse_other(tmp_path, other)
    refuse_other(tmp_path, held)


def test_pages_that_are_not_there_leave_the_navigation() -> None:
    nav = [
        {"Home": "index.md"},
        {"Playbook": ["playbook/index.md", {"Ladder": "playbook/escalation.md"}]},
        {"Actions": ["actions/index.md", {"By owner": "actions/owners/index.md"}]},
    ]
    there = {"index.md", "actions/index.md"}
    assert within(nav, there.__contains__) == [
        {"Home": "index.md"},
        {"Actions": ["actions/index.md"]},
    ]


def _public(root: Path, *_: object) -> Docs:
    return replace(prepared(root), whole=False, partial=True)


def test_a_public_site_has_no_way_to_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small(tmp_path / "small", monkeypatch)
    more = "repo_url: https://git.example.com/zqrepository\nedit_uri: edit/main/\n"
    made.write("mkdocs.yml", CONFIG + more)
    made.build()
    assert b"zqrepository" in made.made()["index.html"]

    monkeypatch.setattr(site, "write_tree", _public)
    (made.root / "build" / "docs" / "years" / "index.md").unlink()
    checked: Any = SimpleNamespace(as_of=today.instant(made.day), settings=None)
    built = site.build_site(made.root, checked, audience="public")
    assert built.folder == made.root / "site-public"
    pages = [path.read_bytes() for path in built.folder.rglob("*.html")]
    assert len(pages) > 3
    assert not any(b"zqrepository" in page or b"Years" in page for page in pages)
    assert b"zqrepository" in made.made()["index.html"]


def test_the_plugin_builds_for_the_audience_of_its_option(tmp_path: Path) -> None:
    (tmp_path / "incidents").mkdir()
    file = tmp_path / "mkdocs.yml"
    option = "plugins:\n  - postmortems:\n      audience: public\n"
    file.write_text(CONFIG.replace("plugins: [postmortems]\n", option), "utf-8")
    plugin = load_config(str(file)).plugins["postmortems"]
    assert isinstance(plugin, PostmortemsPlugin)
    assert plugin.audience == plugin.own_audience == "public"
    with PostmortemsPlugin.building_for("internal"):
        assert (plugin.audience, plugin.own_audience) == ("internal", "public")
    assert plugin.audience == "public"
    assert site.audience_of(tmp_path, None) == "public"
    assert site.audience_of(tmp_path, "internal") == "internal"
    shutil.rmtree(tmp_path / "incidents")
    assert site.audience_of(tmp_path / "nowhere", None) == "internal"
