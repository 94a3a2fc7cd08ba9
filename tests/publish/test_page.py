from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from golden.update import DEMO, demo_tree
from postmortems import today
from postmortems.pipeline import check
from postmortems.publish.page import TreePage
from postmortems.publish.site import load
from support.docs_tree import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.toc import AnchorLink

Toc = list[tuple[str, str, int, "Toc"]]


@pytest.fixture
def config(tmp_path: Path, repository: Path) -> MkDocsConfig:
    """The repository's own configuration of MkDocs."""
    shutil.copyfile(repository / "mkdocs.yml", tmp_path / "mkdocs.yml")
    (tmp_path / "incidents").mkdir()
    return load(tmp_path, [], strict=True)


def _differences(files: dict[str, bytes], config: MkDocsConfig) -> Iterator[str]:
    for path, content in files.items():
        if path.endswith(".md"):
            ours, theirs = (_read(kind, path, content, config) for kind in (TreePage, Page))
            for what in ("content", "toc", "title", "meta"):
                if _say(ours, what) != _say(theirs, what):
                    yield f"{path}: {what}"


def _read(kind: type[Page], path: str, content: bytes, config: MkDocsConfig) -> Page:
    file = File(path, None, config.site_dir, config.use_directory_urls)
    file.content_bytes = content
    page = kind(None, file, config)
    page.read_source(config)
    page.render(config, Files([file]))
    return page


def _say(page: Page, what: str) -> object:
    return _toc(page.toc) if what == "toc" else getattr(page, what)


def _toc(links: Iterable[AnchorLink]) -> Toc:
    return [(each.title, each.id, each.level, _toc(each.children)) for each in links]


def test_every_page_of_the_demo_is_read_as_the_markdown_parser_reads_it(
    config: MkDocsConfig,
) -> None:
    assert list(_differences(demo_tree(), config)) == []


def test_every_page_of_this_repository_is_read_as_the_markdown_parser_reads_it(
    config: MkDocsConfig, repository: Path
) -> None:
    checked = check(repository, today.instant("2026-11-21"))
    assert list(_differences(tree(repository, checked), config)) == []


@pytest.mark.parametrize(
    "title",
    ["Amélie Fournier", "大塚", "More", "more_1", "A &#38; B &#60;b&#62;", "__config", "- -"],
)
def test_headings_without_an_anchor_get_the_one_that_the_parser_gives(
    config: MkDocsConfig, title: str
) -> None:
    page = f'---\ntitle: "T"\n---\n\n# {title}\n\n## More {{ #more }}\n\n## {title}\n'
    assert list(_differences({"page.md": page.encode()}, config)) == []


def test_a_difference_would_be_found(config: MkDocsConfig) -> None:
    page = b'---\ntitle: "T"\n---\n\n# T\n\n*text*\n'
    assert list(_differences({"page.md": page}, config)) == ["page.md: content"]


@pytest.mark.parametrize(
    ("options", "anchor"),
    [
        ("permalink: '#'\n      permalink_title: Here", 'title="Here">#</a>'),
        ("permalink: true", 'title="Permanent link">&para;</a>'),
        ("permalink: false", "T</h1>"),
    ],
)
def test_the_mark_beside_a_heading_follows_the_configuration(
    tmp_path: Path, options: str, anchor: str
) -> None:
    text = (DEMO / "mkdocs.yml").read_text("utf-8")
    before, _, after = text.partition("  - toc:\n")
    rest = after.partition("\nnav:")[2]
    (tmp_path / "mkdocs.yml").write_text(f"{before}  - toc:\n      {options}\nnav:{rest}", "utf-8")
    (tmp_path / "incidents").mkdir()
    config = load(tmp_path, [], strict=True)
    page = b'---\ntitle: "T"\n---\n\n# T\n\n## A, b &#38; c\n\n<p>text</p>\n\n### More { #more }\n'
    assert list(_differences({"page.md": page}, config)) == []
    assert anchor in (_read(TreePage, "page.md", page, config).content or "")
