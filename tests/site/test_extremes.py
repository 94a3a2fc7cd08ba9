from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.walk import faults_of_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site

WINDOWS = pytest.mark.parametrize(
    ("width", "dark"), [(1280, True), (390, False)], ids=["wide-dark", "narrow-light"]
)


@WINDOWS
@pytest.mark.parametrize("name", ["empty", "single"])
def test_a_site_with_next_to_nothing_is_whole(
    request: pytest.FixtureRequest,
    page_at: PageAt,
    serve: Callable[[Path], str],
    name: str,
    width: int,
    dark: bool,
) -> None:
    site: Site = request.getfixturevalue(name)
    page = page_at(width, 900, dark=dark)
    assert faults_of_pages(page, serve(site.folder), site.fullest()) == ""


@WINDOWS
def test_text_of_every_length_and_direction_has_room(
    page_at: PageAt, extreme: Site, serve: Callable[[Path], str], width: int, dark: bool
) -> None:
    pages = {*extreme.fullest(), *extreme.templates["postmortem.md.j2"]}
    page = page_at(width, 900, dark=dark)
    assert faults_of_pages(page, serve(extreme.folder), sorted(pages)) == ""
