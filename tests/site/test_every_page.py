from __future__ import annotations

from typing import TYPE_CHECKING

from support.walk import faults_of_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site

CROWD = 30  # more pages of one template than axe-core has to read one by one


def test_every_page_can_be_used_by_everybody_and_asks_nobody_else(
    page_at: PageAt, published: Site, serve: Callable[[Path], str]
) -> None:
    pages = published.pages()
    alike = {*pages} - {*published.fullest()}
    crowds = [each for each in published.templates.values() if len(each) > CROWD]
    assert crowds, "the pages of rules are many"
    more_of_the_same = {*sum(crowds, ())} - {*published.fullest(), *published.emptiest()}
    walked = faults_of_pages(
        page_at(1280, 900),
        serve(published.folder),
        pages,
        briefly=alike,
        unread=more_of_the_same,
    )
    assert walked == ""
