"""Addresses as files for other programs give them: whole ones, or from the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import tame

if TYPE_CHECKING:
    from postmortems.pages.base import Library


def absolute(library: Library, path: str) -> str | None:
    """Return the whole address of a path from the site's root; None where the site has none."""
    url = library.settings.site.url
    return None if url is None else f"{url.rstrip('/')}/{path}"


def reference(library: Library, path: str, file: str) -> str:
    """Return the whole address of a path, or else the way to it from a file of the site."""
    return absolute(library, path) or "../" * file.count("/") + path


def clean(text: str) -> str:
    """Return a text without what XML and calendars cannot hold, bounded as pages bound it."""
    return tame(text)
