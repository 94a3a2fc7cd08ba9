"""The page of one incident as a reader meets it: on a screen, on a phone, on paper, by a link."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from postmortems import today
from postmortems.pipeline import check
from postmortems.publish.site import build_site
from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt

LONG = "INC-20250513-0905"
OPEN = "INC-20261120-2040"
KEPT = (LONG, OPEN, "INC-20240315-1430", "INC-UNDATED-01")
ADDRESS = "https://postmortems.example.com/all/"


@pytest.fixture(scope="module")
def site(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> str:
    """Four incidents, published under an address that `site.yml` names."""
    root = tmp_path_factory.mktemp("few")
    for name in ("site_config", "templates"):
        shutil.copytree(repository / name, root / name)
    shutil.copy(repository / "mkdocs.yml", root)
    for name in KEPT:
        (source,) = (repository / "incidents").rglob(f"{name}.yml")
        folder = root / "incidents" / source.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, folder)
    settings = root / "site_config" / "site.yml"
    said = settings.read_text("utf-8")
    settings.write_text(re.sub(r"(?m)^url:.*$", f"url: {ADDRESS}", said), "utf-8")
    return serve(build_site(root, check(root, today.instant("2026-11-26"))).folder)


@pytest.mark.parametrize("name", KEPT)
def test_one_screen_tells_the_story(page_at: PageAt, site: str, name: str) -> None:
    page = page_at(1280, 800)
    page.goto(f"{site}/incidents/{name}/")
    for part in ("h1", ".pm-head .pm-sev", ".pm-status", ".pm-lasted", ".pm-period", "#summary"):
        box = page.locator(part).bounding_box()
        assert box is not None, part
        assert box["y"] + box["height"] <= 800, part
    assert_clean(page)


@pytest.mark.parametrize("name", KEPT)
def test_a_phone_shows_the_length_and_the_picture_at_once(
    page_at: PageAt, site: str, name: str
) -> None:
    page = page_at(390, 844, dark=True)
    page.goto(f"{site}/incidents/{name}/")
    for part in (".pm-lasted", ".pm-line", ".pm-course" if name != KEPT[2] else "#summary"):
        box = page.locator(part).first.bounding_box()
        assert box is not None, part
        assert box["y"] + box["height"] <= 844, part
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_marks_of_key_entries_lead_to_them_by_keyboard(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 800)
    page.goto(f"{site}/incidents/{LONG}/")
    marks = page.locator(".pm-course a.pm-mark-key")
    assert marks.count() == page.locator(".pm-entry.pm-key").count() == 11
    second = marks.nth(1)
    anchor = (second.get_attribute("href") or "").removeprefix("#")
    assert (second.get_attribute("aria-label") or "").startswith("09:31 ")
    second.focus()
    page.keyboard.press("Enter")
    entry = page.locator(f"[id='{anchor}']")
    assert entry.evaluate("node => node.matches(':target')") is True
    assert "09:31" in entry.inner_text()
    assert_clean(page)


def test_an_open_incident_has_an_open_end_and_says_what_is_not_to_scale(
    page_at: PageAt, site: str
) -> None:
    page = page_at(1280, 800)
    page.goto(f"{site}/incidents/{OPEN}/")
    assert page.locator(".pm-lasted").inner_text() == "Still open"
    legend = page.locator(".pm-bar figcaption").inner_text()
    assert "open as of 2026-11-26; this part is not to scale" in legend
    assert page.locator(".pm-missing").inner_text() == "Not yet: mitigated, resolved."


def test_key_entries_can_be_read_alone_without_a_script(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 800)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{site}/incidents/{LONG}/")
    shown = page.locator(".pm-entry:visible")
    assert shown.count() == 25
    page.get_by_label("Key entries only (11 of 25)").check()
    assert shown.count() == 11
    page.goto(f"{site}/incidents/{LONG}/#t-2025-05-13-0934")
    page.get_by_label("Key entries only (11 of 25)").check()
    assert shown.count() == 12
    assert page.locator(".pm-copy").count() == 0
    page.locator("#promises > summary").click()
    assert page.locator("#promises table").is_visible() is True


@pytest.mark.parametrize("part", ["promises", "communications", "escalations", "remarks"])
def test_a_link_into_the_appendix_opens_what_it_leads_to(
    page_at: PageAt, site: str, part: str
) -> None:
    page = page_at(1280, 800)
    page.goto(f"{site}/incidents/{LONG}/")
    assert page.locator("main details[open]").count() == 0
    page.evaluate(f"location.hash = '{part}'")
    page.locator(f"#{part}[open]").wait_for()
    assert page.locator("main details[open]").count() == 1
    page.goto(f"{site}/")
    page.goto(f"{site}/incidents/{LONG}/#{part}")
    assert page.locator(f"#{part}").get_attribute("open") is not None
    assert_clean(page)


@pytest.mark.parametrize("part", ["%", "%E0%A4%A", "__proto__", "<img src=x onerror=alert(1)>"])
def test_an_address_that_names_no_part_stops_nothing(page_at: PageAt, site: str, part: str) -> None:
    page = page_at(1280, 800)
    page.goto(f"{site}/incidents/{LONG}/#{part}")
    page.evaluate("location.hash = '%%'")
    assert page.get_by_role("button", name="Copy link").is_visible()
    assert_clean(page)


def test_permanent_addresses_are_copied_and_it_is_said(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 800)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/incidents/{LONG}/")
    own = f"{ADDRESS}incidents/{LONG}/"
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("status").get_by_text("Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == own
    page.locator("[id='t-2025-05-13-0931'] .pm-permalink").click()
    page.evaluate(
        """async () => {
            while (!(await navigator.clipboard.readText()).includes("#"))
                await new Promise(requestAnimationFrame);
        }"""
    )
    assert page.evaluate("navigator.clipboard.readText()") == f"{own}#t-2025-05-13-0931"
    assert page.url.endswith("#t-2025-05-13-0931")
    assert_clean(page)


def test_a_preview_says_what_the_page_says(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 800)
    page.goto(f"{site}/incidents/{LONG}/")
    own = f"{ADDRESS}incidents/{LONG}/"
    assert page.locator("link[rel=canonical]").get_attribute("href") == own
    title = page.locator("h1").inner_text().split("\n")[0].removesuffix("#").strip()
    metas = page.locator("meta[property^='og:'], meta[name='twitter:card']").evaluate_all(
        "nodes => Object.fromEntries(nodes.map(each => "
        "[each.getAttribute('property') || each.name, each.content]))"
    )
    assert metas == {
        "og:type": "article",
        "og:site_name": "Postmortems",
        "og:title": f"{LONG}: {title}",
        "og:description": f"P0 data loss, 7 h 50 min: {title}",
        "og:url": own,
        "twitter:card": "summary",
    }
    page.goto(f"{site}/")
    assert page.locator("meta[property='og:type']").get_attribute("content") == "website"


def test_on_paper_it_is_a4_fits_the_width_and_holds_what_was_folded(
    page_at: PageAt, site: str
) -> None:
    page = page_at(688, 900, dark=True)
    page.goto(f"{site}/incidents/{LONG}/")
    paper = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][.0-9]* 84[12][.0-9]*\]", paper)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    assert page.locator("#communications table").is_visible() is True
    for part in (".md-header", ".md-footer", ".pm-copy", ".pm-keys-only", ".md-sidebar >> nth=0"):
        assert page.locator(part).is_visible() is False, part
