from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site

PAGES = ["", "incidents/", "incidents/INC-20251104-1030/", "dashboards/severity/"]

# Everything in the main column that answers to a click, by its place among all elements.
CONTROLS = """() => {
    const all = [...document.querySelectorAll("*")];
    const named = "a[href], button, summary, input, select, textarea, [tabindex='0']";
    return [...document.querySelector("article").querySelectorAll(named)]
        .filter(node => node.checkVisibility({visibilityProperty: true}) && !node.disabled)
        .filter(node => node.closest("svg") === null || node.localName === "a")
        .filter(node => node.tabIndex >= 0)  // entries on the bar stand in the timeline below, too
        .map(node => all.indexOf(node));
}"""
# Where the keyboard is, and whether one sees it: by a ring, or by a mark that only focus brings.
FOCUS = """() => {
    const node = document.activeElement, all = [...document.querySelectorAll("*")];
    const style = getComputedStyle(node);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    return {
        place: all.indexOf(node), inside: document.querySelector("article").contains(node),
        seen: ring || style.boxShadow !== "none", what: node.outerHTML.slice(0, 120),
    };
}"""


@pytest.fixture(scope="session")
def site(published: Site, serve: Callable[[Path], str]) -> str:
    return serve(published.folder)


@pytest.mark.parametrize("path", PAGES)
def test_the_keyboard_reaches_everything_in_the_order_of_reading(
    page_at: PageAt, site: str, path: str
) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/{path}")
    if path == "incidents/":
        page.wait_for_selector("body[data-list=whole]")
    controls: list[int] = page.evaluate(CONTROLS)
    assert controls
    reached: list[dict[str, Any]] = []
    page.keyboard.press("Tab")
    for _ in range(len(controls) + 150):
        focus = page.evaluate(FOCUS)
        if focus["inside"]:
            reached.append(focus)
        elif reached:
            break
        page.keyboard.press("Tab")
    assert [each["what"] for each in reached if not each["seen"]] == []
    assert [each["place"] for each in reached] == controls
    assert_clean(page)


def test_the_first_stop_leads_past_the_frame(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/incidents/INC-20251104-1030/")
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip:focus")
    assert skip.inner_text() == "Skip to content"
    target = skip.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["inside"] is True


def test_the_keyboard_alone_goes_from_home_to_an_incident(page_at: PageAt, site: str) -> None:
    page = page_at(390, 844)
    page.goto(f"{site}/")
    link = page.locator("article a[href*='incidents/INC-']").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/INC-*/")
    assert page.locator("h1#postmortem").count() == 1
    assert_clean(page)
