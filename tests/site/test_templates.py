from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.walk import faults_of_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site


@pytest.mark.parametrize(
    ("width", "dark"), [(1280, True), (390, False), (390, True)], ids=["dark", "narrow", "both"]
)
def test_a_page_of_each_template_can_be_used_by_everybody(
    page_at: PageAt, published: Site, serve: Callable[[Path], str], width: int, dark: bool
) -> None:
    page = page_at(width, 900, dark=dark)
    assert faults_of_pages(page, serve(published.folder), published.fullest()) == ""
