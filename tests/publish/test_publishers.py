"""One tree, three publishers: MkDocs with Material, properdocs and Zensical make the same site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from golden.update import AS_OF, DEMO
from postmortems import today
from postmortems.pipeline import check
from postmortems.publish.portable import SCRIPTS, STYLES, write_portable
from publish.links import broken_links, loaded_from_outside

if TYPE_CHECKING:
    from support.sites import Site

INCIDENT = "INC-20260105-0912"
PUBLISHERS = ("mkdocs", "properdocs", "zensical")
INDEX = {
    "mkdocs": ("search/search_index.json", "docs"),
    "properdocs": ("search/search_index.json", "docs"),
    "zensical": ("search.json", "items"),
}
"""Where each publisher puts what its search reads, and the key of its entries."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shutil.copytree(DEMO, tmp_path_factory.mktemp("portable") / "demo")
    return write_portable(root, check(root, today.instant(AS_OF))).folder


@pytest.fixture(scope="module")
def sites(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same tree, built by each: strict, and without a word of warning."""
    made = {}
    for publisher in PUBLISHERS:
        folder = shutil.copytree(tree, tmp_path_factory.mktemp(publisher) / "tree")
        done = subprocess.run(
            [Path(sys.executable).with_name(publisher), "build", "--strict", "-f", "mkdocs.yml"],
            cwd=folder,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in (said := done.stdout + done.stderr).upper(), said
        made[publisher] = folder / "site"
    return made


def pages(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


@cache
def article(file: Path) -> Any:  # noqa: ANN401 - lxml has no types
    """What a page says, without what a publisher adds: anchors of headings, its own buttons."""
    (found,) = html.fromstring(file.read_text("utf-8")).xpath("//article")
    for added in found.xpath(".//a[contains(@class, 'headerlink') or not(@href)] | .//script"):
        added.drop_tree()
    return found


@cache
def headings(file: Path) -> list[tuple[str, str, str]]:
    found = article(file).xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
    return [(each.tag, each.get("id"), " ".join(each.text_content().split())) for each in found]


@cache
def text(file: Path) -> str:
    return " ".join(article(file).text_content().split())


@cache
def links(file: Path) -> list[str]:
    return [each.get("href") for each in article(file).xpath(".//a")]


def entries(site: Path, publisher: str) -> dict[str, tuple[str, str]]:
    name, key = INDEX[publisher]
    found = json.loads((site / name).read_text("utf-8"))[key]
    return {each["location"]: (each["title"], each["text"]) for each in found}


def test_each_publisher_makes_the_same_pages(sites: dict[str, Path], hostile: Site) -> None:
    made = {name: pages(site) for name, site in sites.items()}
    assert made["mkdocs"] == made["properdocs"] == made["zensical"]
    assert pages(hostile.folder) - made["mkdocs"] == {"search/index.html"}
    assert made["mkdocs"] - pages(hostile.folder) == set()


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_no_link_is_broken_and_nothing_comes_from_elsewhere(
    sites: dict[str, Path], publisher: str
) -> None:
    assert broken_links(sites[publisher]) == []
    assert loaded_from_outside(sites[publisher]) == []


@pytest.mark.parametrize("publisher", PUBLISHERS[1:])
def test_headings_texts_and_links_of_every_page_are_the_same(
    sites: dict[str, Path], publisher: str
) -> None:
    for page in sorted(pages(sites["mkdocs"]) - {"404.html"}):
        one, other = sites["mkdocs"] / page, sites[publisher] / page
        assert headings(one) == headings(other), page
        assert text(one) == text(other), page
        assert links(one) == links(other), page


def test_the_site_of_the_plugin_says_the_same(sites: dict[str, Path], hostile: Site) -> None:
    for page in sorted(pages(sites["mkdocs"]) - {"404.html"}):
        one, other = sites["mkdocs"] / page, hostile.folder / page
        assert headings(one) == headings(other), page
        assert links(one) == links(other), page


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_the_search_of_each_finds_an_incident_and_no_overview(
    sites: dict[str, Path], publisher: str
) -> None:
    found = entries(sites[publisher], publisher)
    title, _ = found[f"incidents/{INCIDENT}/"]
    assert title == "Mail was delayed after a certificate change"
    assert any(INCIDENT in body for _, body in found.values())
    assert "incidents/" not in found
    assert found.keys() == entries(sites["mkdocs"], "mkdocs").keys()


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_styles_and_scripts_come_with_the_tree(sites: dict[str, Path], publisher: str) -> None:
    page = (sites[publisher] / "incidents" / INCIDENT / "index.html").read_text("utf-8")
    places = [page.index(f"../../{name}") for name in (*STYLES, *SCRIPTS)]
    assert places == sorted(places)
    assert all((sites[publisher] / name).is_file() for name in (*STYLES, *SCRIPTS))


def test_what_differs_between_publishers_is_what_the_guide_says(
    sites: dict[str, Path], hostile: Site, repository: Path
) -> None:
    guide = (repository / "templates" / "guide" / "publishers.md").read_text("utf-8")
    head = "| what | `postmortems build` | MkDocs | properdocs | Zensical |\n"
    _, _, table = guide.partition(head)
    rows = {}
    for line in table.splitlines()[1:]:
        if not line.startswith("|"):
            break
        first, *cells = (each.strip() for each in line.strip("|").split("|"))
        rows[first] = [cell == "yes" for cell in cells]
    folders = [hostile.folder, *sites.values()]
    homes = [(each / "index.html").read_text("utf-8") for each in folders]
    listed = [(each / "incidents" / "index.html").read_text("utf-8") for each in folders]
    assert rows == {
        "Pages, texts, links and headings": [True] * 4,
        "Search without a server": [
            any((each / name).exists() for name in ("pagefind", "search", "search.json"))
            for each in folders
        ],
        "Search that stays quick with thousands of incidents": [
            (each / "pagefind").is_dir() for each in folders
        ],
        "List of incidents to sort and filter": ["assets/list/main.js" in each for each in listed],
        "Content policy in every page": ["Content-Security-Policy" in each for each in homes],
        "Feeds named in every page": ["alternate feed" in each for each in homes],
        "Builds only what changed": [each is hostile.folder for each in folders],
    }
