"""Finds the links of a built site that lead nowhere; MkDocs looks only at links in Markdown."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.twice: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.append(value)
            elif name == "id" and value:
                if value in self.anchors:
                    self.twice.add(value)
                self.anchors.add(value)


def broken_links(site: Path) -> list[str]:
    """Every link of a page that leads to no file or anchor of the site, as `page: link`."""
    pages = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site)}: {what}"
        for path, page in pages.items()
        for what in _faults(path, page, pages, site)
    ]


def _faults(path: Path, page: _Page, pages: dict[Path, _Page], site: Path) -> Iterator[str]:
    for twice in sorted(page.twice):
        yield f"two elements have the id {twice}"
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        if parts.path.startswith("/"):  # the page of a lost address cannot know where it stands
            target = site / unquote(parts.path).lstrip("/")
        else:
            target = path.parent / unquote(parts.path) if parts.path else path
        target = (target / "index.html" if target.is_dir() else target).resolve()
        there = target.is_file()
        if there and target in pages:
            there = not parts.fragment or unquote(parts.fragment) in pages[target].anchors
        if not there:
            yield link


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page
