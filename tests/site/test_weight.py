"""How heavy the pages of a site are, apart from what they share."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.sites import Site

POSTMORTEM = 60_000
"""Bytes that the HTML of an incident's page may take on its way, compressed as servers do."""
DASHBOARD = 250_000
"""Bytes of the HTML of a dashboard."""


def packed(site: Site, page: str) -> int:
    return len(gzip.compress(site.file(page).read_bytes(), 6, mtime=0))


def test_the_page_of_an_incident_is_light(published: Site) -> None:
    pages = [page for page in published.pages() if page.startswith("incidents/INC-")]
    assert len(pages) > 10
    assert {
        page: packed(published, page) for page in pages if packed(published, page) > POSTMORTEM
    } == {}


@pytest.mark.parametrize("name", ["published", "extreme"])
def test_a_dashboard_is_light_whatever_the_incidents_say(
    request: pytest.FixtureRequest, name: str
) -> None:
    site: Site = request.getfixturevalue(name)
    sizes = {
        page: site.file(page).stat().st_size
        for page in site.pages()
        if page.startswith("dashboards/")
    }
    assert len(sizes) > 4
    assert {page: size for page, size in sizes.items() if size > DASHBOARD} == {}
