"""All pages of a site, as a template sees them that is about them all, such as the sitemap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from postmortems.publish.docs import address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """As much of a page as a list of all pages tells of it."""

    url: str
    canonical_url: str | None
    abs_url: str | None
    update_date: str
    is_link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A page in a list of all pages, which MkDocs holds by their files."""

    page: ListedPage


def all_pages(files: Iterable[str], config: MkDocsConfig, day: str) -> list[ListedFile]:
    """List pages by their ``files`` in the site; ``day``, ISO, is when they were made."""
    base = config.site_url or None
    if base and not base.endswith("/"):
        base += "/"
    path = urlsplit(base).path if base else None
    folders = config.use_directory_urls
    return [
        ListedFile(
            page=ListedPage(
                url=url,
                canonical_url=None if base is None else base + url,
                abs_url=None if path is None else path + url,
                update_date=day,
            )
        )
        for url in (address(file, folders=folders) for file in files)
    ]
