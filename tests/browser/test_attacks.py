"""Records whose every text tries to be more than text, and the corpus, met in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from playwright.sync_api import expect

from support.attacks import ATTACKS
from support.browser import assert_clean
from support.corpus import SEARCHED, inert

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Dialog, Page

    from support.browser import PageAt
    from support.sites import Site

PAGES = (
    "",
    "incidents/",
    "search/?q=alert",
    "actions/",
    "actions/owners/",
    "actions/teams/",
    "actions/teams/constructor/",
    "services/",
    "services/constructor/",
    "services/page/",
    "teams/constructor/",
    "lessons/",
    "reviews/done/",
    "gaps/monitoring/",
    "factors/process/",
    "unanswered/",
    "dashboards/severity/",
    "dashboards/services/",
    "dashboards/teams/",
    "data/",
)
# Natural names of the window and the document, taken from a frame that holds nothing of ours.
FAULTS = """() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const names = new Set();
    for (const start of [frame.contentWindow, frame.contentDocument])
        for (let each = start; each; each = Object.getPrototypeOf(each))
            Object.getOwnPropertyNames(each).forEach(name => names.add(name));
    frame.remove();
    const ours = new Set(["open", "timeline", "search"]);  // ids of sections, fixed in templates
    const found = [];
    const ids = new Set();
    for (const node of document.querySelectorAll("article *, .pm-search *")) {
        const drawn = node.closest("svg");
        const badge = node.matches("img[src^='../badges/'], img[src^='badges/']");
        if (["SCRIPT", "STYLE", "IFRAME", "OBJECT", "EMBED", "BASE", "META"].includes(node.tagName))
            found.push(node.outerHTML);
        if (node.tagName === "IMG" && !badge) found.push(node.outerHTML);
        for (const {name, value} of node.attributes) {
            const led = ["href", "src", "action", "xlink:href"].includes(name);
            if (name.startsWith("on") || (name === "style" && !drawn)
                || (led && /^\\s*(javascript|data|vbscript):/i.test(value)))
                found.push(node.outerHTML);
        }
        // The theme's script names blocks of code by their section, two of one section alike.
        if (!node.id || node.id.startsWith("__code_")) continue;
        if (ids.has(node.id) || (names.has(node.id) && !ours.has(node.id))) found.push(node.id);
        ids.add(node.id);
    }
    return found;
}"""


@pytest.fixture
def watched(page_at: PageAt) -> Callable[[int], Page]:
    """Pages of a width that fail when they are asked something by a dialog."""

    def open_page(width: int) -> Page:
        page = page_at(width, 900)

        def note(dialog: Dialog) -> None:
            dialog.dismiss()
            pytest.fail(f"a dialog on {page.url}: {dialog.message}")

        page.on("dialog", note)
        return page

    return open_page


def assert_inert(page: Page, width: int, path: str) -> None:
    """Fails unless the page shows what a record says, and does nothing of it."""
    assert page.evaluate(FAULTS) == [], path
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.evaluate("window.pm_pwned") is None, path


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_of_a_record_acts(
    watched: Callable[[int], Page], attacked: Site, serve: Callable[[Path], str], width: int
) -> None:
    site = serve(attacked.folder)
    page = watched(width)
    incidents = [f"incidents/INC-202603{day:02}-0905/" for day in range(1, len(ATTACKS) + 1)]
    for path in (*PAGES, *incidents):
        page.goto(f"{site}/{path}")
        if path in {"incidents/", "search/?q=alert"}:
            page.wait_for_load_state("networkidle")
        assert_inert(page, width, path)
    assert_clean(page)


@pytest.mark.parametrize("part", [0, 1])
def test_nothing_of_the_corpus_acts(
    watched: Callable[[int], Page], attacked: Site, serve: Callable[[Path], str], part: int
) -> None:
    site = serve(attacked.folder)
    page = watched(1280)
    widths = (1280, 390)
    for each in inert()[part::2]:
        page.goto(f"{site}/incidents/{each.name.removesuffix('.yml')}/")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            assert_inert(page, width, each.path)
        widths = widths[::-1]  # the next page opens in the width that this one was left in
    assert_clean(page)


def test_results_of_the_search_do_nothing(
    watched: Callable[[int], Page], attacked: Site, serve: Callable[[Path], str]
) -> None:
    page = watched(1280)
    page.goto(f"{serve(attacked.folder)}/search/?q={SEARCHED}")
    results = page.locator("main .pm-find-results > li")
    status = page.locator("main .pm-find-status")
    expect(status).to_contain_text(f"{len(inert())} results")
    while (shown := results.count()) < len(inert()):
        page.get_by_role("button", name="Show more").click()
        expect(results.nth(shown)).to_be_visible()
    assert results.locator("mark").count() >= len(inert())
    assert_inert(page, 1280, SEARCHED)
    field = page.locator("main input[type=search]")
    for each in inert()[::6]:
        words = yaml.safe_load(each.content)["title"]
        field.fill(words)
        expect(status).to_contain_text(f"“{' '.join(words.split())}”", use_inner_text=False)
        assert_inert(page, 1280, each.path)
    assert_clean(page)


def test_rows_of_the_list_do_nothing(
    watched: Callable[[int], Page], attacked: Site, serve: Callable[[Path], str]
) -> None:
    page = watched(1280)
    page.goto(f"{serve(attacked.folder)}/incidents/")
    count = page.locator(".pm-count")
    expect(count).to_contain_text(f"{len(ATTACKS) + len(inert())} incidents")
    turned = page.locator(".dt-paging [aria-current=page]")
    for number in range(1, 4):
        page.locator(f".dt-paging [aria-label='Page {number}']").click()
        expect(turned).to_have_text(str(number))
        assert_inert(page, 1280, f"page {number}")
    assert_clean(page)
