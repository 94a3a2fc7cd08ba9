"""The search as readers meet it: phrase, id and service; by keyboard, narrow, without script."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from golden.update import AS_OF, DEMO
from postmortems import today
from postmortems.pipeline import check
from postmortems.publish.site import build_site
from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog, Locator, Page

    from support.browser import PageAt

MAIL = "incidents/2026/INC-20260105-0912.yml"
STRANGE = (
    "</mark><script>alert(1)</script> <img src=x onerror=alert(2)> &lt;b&gt; lantern"
    " 数据库连接池已耗尽 שלום עולם 🔥 Zoë"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    root = shutil.copytree(DEMO, tmp_path_factory.mktemp("search") / "demo")
    file = root / MAIL
    text = file.read_text("utf-8")
    event = re.search(r"^timeline:\n", text, re.MULTILINE)
    assert event
    entry = f"  - {{ at: 2026-01-05 09:13, text: '{STRANGE}' }}\n"
    file.write_text(text[: event.end()] + entry + text[event.end() :], "utf-8")
    return serve(build_site(root, check(root, today.instant(AS_OF))).folder)


def results(page: Page) -> Locator:
    return page.locator(".pm-find-result:visible")


def status(page: Page) -> Locator:
    return page.locator(".pm-find-status:visible")


def search(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)


def test_a_phrase_of_a_timeline_leads_to_its_entry(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/")
    search(page, "the graph of sent mail")
    first = results(page).first
    expect(first.locator("code")).to_have_text("INC-20260930-0815")
    expect(first.locator("time")).to_have_text("2026-09-30")
    expect(first.locator(".pm-sev")).to_have_text("P0")
    passage = first.locator(".pm-find-passage")
    expect(passage.locator(".pm-find-section")).to_have_text("Timeline")
    expect(passage.locator("mark").filter(has_text="graph of sent mail")).to_have_count(1)
    passage.click()
    page.wait_for_url(re.compile(r"/incidents/INC-20260930-0815/#.+"))
    assert page.locator(":target").evaluate("node => node.tagName") == "LI"
    assert "graph of sent mail" in page.locator(":target").inner_text()
    assert_clean(page)


def test_words_in_quotes_must_stand_in_their_order(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/search/?q=%22sent+mail+graph%22")
    expect(status(page)).to_have_text(
        'Nothing found for “"sent mail graph"”. Fewer or other words may help.'
    )
    page.locator(".pm-find-input").fill('"graph of sent mail"')
    expect(status(page)).to_have_text('1 result for “"graph of sent mail"”')
    assert_clean(page)


@pytest.mark.parametrize("typed", ["INC-20260105-0912", "inc-20260105-0912", "INC 20260105 0912"])
def test_an_id_leads_straight_to_its_incident(page_at: PageAt, site: str, typed: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/playbook/")
    search(page, typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/incidents/INC-20260105-0912/")
    page.goto(f"{site}/search/?q={typed}")
    page.wait_for_url(f"{site}/incidents/INC-20260105-0912/")
    assert_clean(page)


def test_an_id_of_no_incident_is_told(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/")
    search(page, "inc-20260105-0913")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/search/?q=inc-20260105-0913")
    expect(status(page)).to_contain_text("There is no incident INC-20260105-0913.")
    assert_clean(page)


def test_part_of_an_id_finds_it(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/search/?q=20260105")
    expect(results(page).first.locator("code")).to_have_text("INC-20260105-0912")
    assert_clean(page)


def test_a_service_finds_its_incidents_and_filters_narrow_them_down(
    page_at: PageAt, site: str
) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/search/?q=mail")
    severity = page.get_by_label("Severity")
    expect(severity).to_be_visible()
    severity.select_option("P2 Medium")
    expect(page).to_have_url(f"{site}/search/?q=mail&severity=P2+Medium")
    expect(page.locator(".pm-find-result .pm-sev")).to_have_text(["P2"])
    expect(severity).to_be_focused()
    page.reload()
    expect(page.locator(".pm-find-result .pm-sev")).to_have_text(["P2"])
    page.goto(f"{site}/search/?q=address-book")
    expect(results(page).filter(has_text="INC-20260105-0912")).to_have_count(1)
    assert_clean(page)


def test_more_results_come_on_demand(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/search/?q=incident")
    more = page.get_by_role("button", name="Show more")
    expect(results(page)).to_have_count(10)
    more.click()
    expect(results(page)).to_have_count(20)
    expect(results(page).nth(10).locator("a").first).to_be_focused()
    assert_clean(page)


def test_nothing_found_is_said_and_not_covered_up(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/")
    search(page, "zzzzqq")
    expect(status(page)).to_have_text("Nothing found for “zzzzqq”.")
    expect(results(page)).to_have_count(0)
    assert_clean(page)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [("Zoe", "Zoë"), ("連接池", None), ("连接池", "数据库连接池已耗尽"), ("שלום", "שלום")],
)
def test_accents_and_other_scripts(
    page_at: PageAt, site: str, typed: str, marked: str | None
) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/search/?q={typed}")
    if marked is None:
        expect(status(page)).to_contain_text("Nothing found")
    else:
        expect(results(page).first.locator("code")).to_have_text("INC-20260105-0912")
        expect(results(page).first.locator("mark").first).to_have_text(marked)
    assert_clean(page)


def test_everything_works_by_keyboard_alone(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/")
    field = page.locator(".pm-search-input")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("certificate")
    expect(results(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    link = results(page).first.locator("a").first
    expect(link).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(page.locator(".pm-search-panel")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    page.keyboard.press("s")
    page.keyboard.type("certificate")
    expect(results(page).first).to_be_visible()
    target = results(page).first.locator("a").first.get_attribute("href")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{target}")
    assert_clean(page)


def test_a_key_typed_into_a_field_stays_there(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/search/")
    field = page.locator(".pm-find-input")
    expect(field).to_be_focused()
    page.keyboard.type("s/f")
    expect(field).to_have_value("s/f")
    assert_clean(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_narrow_window_gives_the_search_all_of_its_width(
    page_at: PageAt, site: str, dark: bool
) -> None:
    page = page_at(390, 844, dark=dark)
    page.goto(f"{site}/")
    before = page.locator("h1").bounding_box()
    page.get_by_role("link", name="Search", exact=True).click()
    field = page.locator(".pm-search-input")
    expect(field).to_be_focused()
    page.keyboard.type("relay")
    expect(results(page).first).to_be_visible()
    box = page.locator(".pm-search-panel").bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Close the search").click()
    expect(field).to_be_hidden()
    assert page.locator("h1").bounding_box() == before
    page.goto(f"{site}/search/?q=relay")
    expect(results(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_clean(page)


def test_without_a_script_the_page_says_how_to_find_things(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/")
    page.locator(".pm-search-input").fill("relay")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/search/?q=relay")
    expect(page.get_by_text("The search needs JavaScript.")).to_be_visible()
    links = page.locator("#lists + ul a").evaluate_all("nodes => nodes.map(node => node.href)")
    names = ("years", "services", "severities", "factors", "incidents")
    assert links == [f"{site}/{name}/" for name in names]
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_text_of_strangers_stays_text_in_results(page_at: PageAt, site: str, width: int) -> None:
    page = page_at(width, 900)
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    for words in ("lantern", "onerror", "script", "title", "passwd"):
        page.goto(f"{site}/search/?q={words}")
        expect(results(page).first).to_be_visible()
        found = page.locator(".pm-find-results").first.evaluate(
            "node => [...new Set([...node.querySelectorAll('*')].map(each => each.tagName))].sort()"
        )
        assert set(found) <= {"A", "CODE", "LI", "MARK", "SPAN", "TIME"}, words
    page.goto(f"{site}/search/?q=lantern")
    passage = results(page).first.locator(".pm-find-passage").first
    expect(passage).to_contain_text("</mark><script>alert(1)</script> <img src=x onerror=alert(2)>")
    expect(passage).to_contain_text("<b> lantern")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_clean(page)
    assert dialogs == []


@pytest.mark.parametrize(
    "asked",
    [
        "?q=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "?q=INC-../../x",
        "?q=..%2F..%2Fetc&q=relay",
        "?q=%E0%A4%A",
        f"?q={'relay+' * 2000}",
        f"?q=relay&service={'s' * 5000}",
        "?q=relay&page=-1&sort=__proto__",
        "?q=__proto__&severity=%22%3E%3Cimg%3E",
    ],
)
def test_an_address_may_hold_anything(page_at: PageAt, site: str, asked: str) -> None:
    page = page_at(390, 844)
    page.goto(f"{site}/search/{asked}")
    expect(status(page)).not_to_have_text("")
    expect(status(page)).not_to_contain_text("could not be loaded")
    assert page.locator("article :is(img, script)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.url.startswith(f"{site}/search/")
    assert_clean(page)


@pytest.mark.parametrize("value", ["__proto__", "constructor", "toString"])
def test_a_filter_that_an_address_names_is_shown_whatever_it_is_called(
    page_at: PageAt, site: str, value: str
) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/search/?q=relay&service={value}")
    chosen = page.locator("[data-facet=service] select")
    expect(chosen).to_have_value(value)
    chosen.select_option("")
    expect(results(page).first).to_be_visible()
    assert "service" not in page.url
    assert_clean(page)


def test_an_index_that_cannot_be_read_is_told(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.route("**/pagefind/pagefind.js", lambda route: route.fulfill(body="throw new Error()"))
    page.goto(f"{site}/search/?q=relay")
    expect(status(page)).to_contain_text("The search index could not be loaded.")
