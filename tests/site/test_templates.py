from __future__ import annotations

from typing import TYPE_CHECKING

from support.walk import faults_of_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site


def test_a_page_of_each_template_can_be_used_by_everybody_on_a_phone_in_the_dark(
    page_at: PageAt, published: Site, serve: Callable[[Path], str]
) -> None:
    page = page_at(390, 900, dark=True)
    assert faults_of_pages(page, serve(published.folder), published.fullest()) == ""
