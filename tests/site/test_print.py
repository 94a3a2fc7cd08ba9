from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.browser import assert_clean
from support.layout import misplaced

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site

PAPER = 718
"""The width of A4 between margins of 1 cm, in CSS pixels."""
PAGES = ["", "incidents/", "incidents/INC-20251104-1030/", "dashboards/severity/"]
FRAME = ".md-header, .md-tabs, .md-sidebar, .md-footer"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_on_paper_is_whole_and_without_the_frame(
    page_at: PageAt, published: Site, serve: Callable[[Path], str], path: str
) -> None:
    page = page_at(PAPER, 1000)
    page.goto(f"{serve(published.folder)}/{path}")
    page.emulate_media(media="print")
    assert misplaced(page) == []
    frame = page.locator(FRAME)
    assert not any(frame.nth(index).is_visible() for index in range(frame.count()))
    drawn = page.locator("article svg.pm-chart").evaluate_all(
        "nodes => nodes.map(node => Math.ceil(node.getBoundingClientRect().right))"
    )
    assert max(drawn, default=0) <= PAPER
    assert page.pdf(format="A4").startswith(b"%PDF-")
    assert_clean(page)
