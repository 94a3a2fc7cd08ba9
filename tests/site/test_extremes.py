from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.browser import assert_clean
from support.layout import misplaced
from support.walk import faults_of_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site


@pytest.mark.parametrize("name", ["empty", "single"])
def test_a_site_with_next_to_nothing_is_whole(
    request: pytest.FixtureRequest,
    page_at: PageAt,
    serve: Callable[[Path], str],
    name: str,
) -> None:
    site: Site = request.getfixturevalue(name)
    page = page_at(390, 900)
    assert faults_of_pages(page, serve(site.folder), site.fullest()) == ""


def test_text_of_every_length_and_direction_has_room(
    page_at: PageAt, extreme: Site, serve: Callable[[Path], str]
) -> None:
    pages = sorted({*extreme.fullest(), *extreme.templates["postmortem.md.j2"]})
    site = serve(extreme.folder)
    assert faults_of_pages(page_at(390, 900), site, pages) == ""
    wide = page_at(1280, 900, dark=True)
    wrong = {}
    for each in pages:
        wide.goto(f"{site}/{each}")
        wrong[each] = misplaced(wide)
    assert {each: faults for each, faults in wrong.items() if faults} == {}
    assert_clean(wide)
