from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from publish.links import broken_links, loaded_from_outside, outside_links

if TYPE_CHECKING:
    from pathlib import Path

    from support.sites import Site

SITES = pytest.mark.parametrize("name", ["published", "empty", "single", "extreme", "hostile"])
# The frame of every page names the tool that made it; standards are named where they are followed.
KNOWN = {"https://squidfunk.github.io/mkdocs-material/"}
ADDRESS = re.compile(r"https://[^\s\"'<>)]+")


@SITES
def test_every_link_leads_somewhere(request: pytest.FixtureRequest, name: str) -> None:
    site: Site = request.getfixturevalue(name)
    assert broken_links(site.folder) == []
    assert loaded_from_outside(site.folder) == []


def test_links_leave_the_site_only_where_somebody_wrote_them(published: Site) -> None:
    written = [*(published.root / "incidents").rglob("*.yml")]
    written += (published.root / "site_config").glob("*.yml")
    written += (published.root / "templates" / "guide").glob("*.md")
    known = {each for file in written for each in ADDRESS.findall(file.read_text("utf-8"))}
    assert outside_links(published.folder) - known - KNOWN == set()


def test_a_page_that_fetches_from_another_host_is_reported(tmp_path: Path) -> None:
    page = '<a href="https://a.example/"><img src="https://b.example/x.png"></a>'
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert loaded_from_outside(tmp_path) == ["index.html: https://b.example/x.png"]
    assert outside_links(tmp_path) == {"https://a.example/", "https://b.example/x.png"}


def test_a_link_to_a_lost_anchor_is_reported(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<p id="a"></p><a href="#a"></a><a href="#b"></a>')
    assert broken_links(tmp_path) == ["index.html: #b"]
