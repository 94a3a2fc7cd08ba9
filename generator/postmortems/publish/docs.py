"""The files of a docs tree, as the site needs them: what is a page, and where it goes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_INDEX = {"index", "README"}


@dataclass(frozen=True, kw_only=True)
class Docs:
    """A docs tree on disk that is up to date, with the digest of each file by its path.

    ``whole`` tells that its records are shown as they are, and ``partial`` that pages of the
    navigation are left out of it. ``edited`` are the files that somebody had changed by hand, and
    where they are kept now.
    """

    folder: Path
    digests: Mapping[str, str]
    whole: bool = True
    partial: bool = False
    edited: tuple[tuple[str, Path], ...] = ()

    @cached_property
    def published(self) -> dict[str, str]:
        """The digests of those files that a site shows: the hidden ones stay out, as in MkDocs."""
        return {
            path: digest
            for path, digest in self.digests.items()
            if "/." not in f"/{path}" and not path.startswith("templates/")
        }

    @cached_property
    def pages(self) -> list[str]:
        """The paths of the pages in the order in which MkDocs lists them."""
        found = (path for path in self.published if path.endswith(".md"))
        return sorted(found, key=_walked)

    @cached_property
    def statics(self) -> list[str]:
        """The paths of the other files, which are copied as they are."""
        return sorted(path for path in self.published if not path.endswith(".md"))

    def front(self, path: str) -> tuple[dict[str, Any], str]:
        """Read a page: its front matter, which is JSON, one key a line, and its body."""
        return split((self.folder / path).read_text("utf-8"))


def split(source: str) -> tuple[dict[str, Any], str]:
    """Take a page apart into its front matter and its body."""
    _, front, body = source.split("---\n", 2)
    pairs = (line.split(": ", 1) for line in front.splitlines())
    return {key: json.loads(value) for key, value in pairs}, body.lstrip("\n")


def destination(path: str, *, folders: bool) -> str:
    """Return the site's file for a page: with ``folders``, `a.md` is at `a/index.html`."""
    stem = path.removesuffix(".md")
    above, _, name = stem.rpartition("/")
    if name in _INDEX:
        return f"{above}/index.html" if above else "index.html"
    return f"{stem}/index.html" if folders else f"{stem}.html"


def address(file: str, *, folders: bool) -> str:
    """Return the site's address of one of its files, empty for the first page."""
    if folders and (file == "index.html" or file.endswith("/index.html")):
        file = file.removesuffix("index.html")
    return quote(file)


def _walked(path: str) -> tuple[tuple[object, ...], ...]:
    """Sort as MkDocs walks: a folder's own pages first, its index before all."""
    *above, name = path.split("/")
    return (*((1, folder) for folder in above), (0, name.removesuffix(".md") not in _INDEX, name))


def within(nav: Any, has: Callable[[str], bool]) -> Any:  # noqa: ANN401 - as YAML gave it
    """Return a navigation without the pages that are not there, and without empty sections."""
    if isinstance(nav, list):
        kept = (within(each, has) for each in nav)
        return [each for each in kept if each]
    if isinstance(nav, dict):
        return {name: found for name, each in nav.items() if (found := within(each, has))}
    return nav if not isinstance(nav, str) or has(nav) else None


def listed(nav: object) -> Iterator[str]:
    """Yield the pages that a navigation of mkdocs.yml names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from listed(each)
