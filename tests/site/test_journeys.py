"""What people come for, from the first page on: with a mouse and by keyboard, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import expect

from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from support.browser import PageAt
    from support.sites import Site

FARTHEST = 400
"""How many stops of the Tab key nobody should need, on the way to anything."""


class Reader(NamedTuple):
    """Someone before a page, who reads the site at an address and points or types."""

    page: Page
    site: str
    types: bool

    def follow(self, link: Locator) -> None:
        """Follows the first of these links."""
        there = self.page.url
        first = link.first
        if self.types:
            self.reach(first)
            self.page.keyboard.press("Enter")
        else:
            first.click()
        self.page.wait_for_url(lambda url: url != there)

    def reach(self, target: Locator) -> None:
        """Comes to an element by Tab alone."""
        target.wait_for(state="visible")
        for _ in range(FARTHEST):
            self.page.keyboard.press("Tab")
            if target.evaluate("node => node === document.activeElement"):
                return
        raise AssertionError(f"no way to {target} by Tab")

    def search(self, words: str) -> None:
        """Asks the search of the page."""
        if self.types:
            self.page.keyboard.press("/")
        else:
            self.page.locator(".pm-search-open, .pm-search-input").locator("visible=true").click()
        self.page.keyboard.type(words)


@pytest.fixture(scope="session")
def site(published: Site, serve: Callable[[Path], str]) -> str:
    return serve(published.folder)


@pytest.fixture(
    params=[(1280, False), (1280, True), (390, False), (390, True)],
    ids=["wide", "wide-keyboard", "narrow", "narrow-keyboard"],
)
def reader(page_at: PageAt, site: str, request: pytest.FixtureRequest) -> Reader:
    width, types = request.param
    page = page_at(width, 900)
    page.goto(f"{site}/")
    return Reader(page=page, site=site, types=types)


def test_a_newcomer_finds_the_worst_incident_of_a_service(reader: Reader) -> None:
    page = reader.page
    reader.follow(page.locator("article a[href='services/']"))
    reader.follow(page.locator("article a[href$='services/enhancement-worker/']"))
    expect(page.locator("h1")).to_contain_text("Enhancement worker")
    reader.follow(page.locator("[aria-labelledby='worst'] a"))
    expect(page.locator("h1")).to_contain_text("Expiry rule deleted the attachments")
    assert page.locator(".pm-head .pm-sev").inner_text() == "P0 Critical"
    assert page.locator(".pm-lasted").inner_text() == "7 h 50 min"
    assert_clean(page)


def test_a_responder_finds_a_similar_incident_from_a_phrase(reader: Reader) -> None:
    page = reader.page
    reader.search("the long-running queries were ended")
    first = page.locator(".pm-find-result:visible").first
    expect(first.locator("code")).to_have_text("INC-20251104-1030")
    expect(first.locator("mark").filter(has_text="queries were ended")).to_have_count(1)
    reader.follow(first.locator(".pm-find-passage"))
    assert "#t-" in page.url
    expect(page.locator(":target")).to_contain_text("The long-running queries were ended.")
    alike = page.locator(".pm-similar > li").first
    assert alike.locator(".pm-reasons > li").count() > 0
    title = alike.locator("a").first.inner_text()
    reader.follow(alike.locator("a"))
    expect(page.locator("h1#postmortem")).to_contain_text(title.partition(": ")[2] or title)
    assert_clean(page)


def test_an_id_leads_straight_to_its_incident(reader: Reader) -> None:
    reader.search("inc-20240315-1430")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/incidents/INC-20240315-1430/")
    assert_clean(reader.page)


def test_a_manager_lists_overdue_actions_by_team(reader: Reader) -> None:
    page = reader.page
    reader.follow(page.locator("article a[href='actions/teams/']"))
    expect(page.locator("h1")).to_contain_text("team")
    team = page.locator("article section, article h2").filter(has_text="Engineering").first
    expect(team).to_be_visible()
    overdue = page.locator("article .pm-overdue")
    assert overdue.count() == 9
    assert "days overdue" in overdue.first.inner_text()
    reader.follow(page.locator("article a[href*='#action-']"))
    expect(page.locator(":target")).to_be_visible()
    assert page.locator(":target .pm-overdue").count() == 1
    assert_clean(page)


def test_a_reader_follows_a_mark_of_a_chart_to_its_incident_and_its_record(
    reader: Reader,
) -> None:
    page = reader.page
    reader.follow(page.locator("article a[href='dashboards/severity/']"))
    mark = page.locator("#chart-durations a[href*='INC-20240818-0815']")
    assert "3 h" in (mark.locator("title").first.text_content() or "")
    reader.follow(mark)
    page.wait_for_url("**/incidents/INC-20240818-0815/")
    expect(page.locator(".pm-lasted")).to_have_text("3 h")
    record = page.locator("article a[href$='INC-20240818-0815.yml']").get_attribute("href")
    answer = page.request.get(f"{page.url}{record}")
    assert "\nid: INC-20240818-0815\n" in answer.text()
    assert_clean(page)
