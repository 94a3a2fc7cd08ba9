from __future__ import annotations

from typing import TYPE_CHECKING

from support.walk import faults_of_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site


def test_every_page_can_be_used_by_everybody_and_asks_nobody_else(
    page_at: PageAt, published: Site, serve: Callable[[Path], str]
) -> None:
    pages = published.pages()
    alike = {*pages} - {*published.fullest()}
    site = serve(published.folder)
    assert faults_of_pages(page_at(1280, 900), site, pages, briefly=alike) == ""
