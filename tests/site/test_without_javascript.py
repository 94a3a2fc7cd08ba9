from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.browser import record_faults, take_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from support.sites import Site


@pytest.fixture(scope="session")
def site(published: Site, serve: Callable[[Path], str]) -> str:
    return serve(published.folder)


@pytest.fixture(params=[1280, 390])
def plain(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window in which no script runs."""
    size = {"width": request.param, "height": 900}
    context = chromium.new_context(viewport=size, java_script_enabled=False, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    record_faults(page)
    yield page
    assert take_faults(page) == []
    context.close()


def test_from_home_to_the_list_to_a_postmortem_to_its_record(plain: Page, site: str) -> None:
    plain.goto(f"{site}/")
    plain.locator("article a[href='incidents/']").first.click()
    assert plain.locator("h1").inner_text().startswith("All incidents")
    plain.locator("article a[href*='INC-20251104-1030']").first.click()
    assert plain.locator("h1#postmortem").count() == 1
    assert plain.locator(".pm-entry").first.is_visible()
    record = plain.locator("article a[href$='INC-20251104-1030.yml']").first.get_attribute("href")
    answer = plain.request.get(f"{site}/incidents/INC-20251104-1030/{record}")
    assert "\nid: INC-20251104-1030\n" in answer.text()


def test_the_dashboard_shows_its_charts_and_opens_their_tables(plain: Page, site: str) -> None:
    plain.goto(f"{site}/dashboards/severity/")
    assert plain.locator("svg.pm-chart").first.is_visible()
    table = plain.locator("details:has(table)").first
    table.locator("summary").click()
    assert table.locator("table").is_visible()
