"""Finds the links of a built site that lead nowhere; MkDocs looks only at links in Markdown."""

from __future__ import annotations

from functools import cache
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
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.twice: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        loads = tag != "a" and said.get("rel") not in {"canonical", "alternate"}
        for name, value in attrs:
            if name in {"href", "src", "action", "data", "poster"} and value:
                self.links.append(value)
                if loads and tag != "form":
                    self.loaded.append(value)
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


def outside_links(site: Path) -> set[str]:
    """Every address on another host that a page links to or asks for."""
    pages = map(_read, sorted(site.rglob("*.html")))
    return {link for page in pages for link in page.links if urlsplit(link).netloc}


def loaded_from_outside(site: Path) -> list[str]:
    """What a page would fetch from another host without having been asked, as `page: address`."""
    return [
        f"{path.relative_to(site)}: {address}"
        for path in sorted(site.rglob("*.html"))
        for address in _read(path).loaded
        if urlsplit(address).netloc
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
    return _parsed(path, path.stat().st_mtime_ns)


@cache
def _parsed(path: Path, _: int) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page
