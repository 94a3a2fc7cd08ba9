"""The published site of this repository as a reader meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Dialog

    from support.browser import PageAt
    from support.sites import Site

PAGES = (
    "",
    "incidents/",
    "incidents/INC-20251104-1030/",
    "incidents/INC-UNDATED-01/",
    "incidents/INC-20250513-0905/",
    "incidents/INC-20261120-2040/",
    "dashboards/severity/",
    "actions/",
    "actions/teams/",
    "services/",
    "services/enhancement-worker/",
    "teams/",
    "teams/engineering/",
    "gaps/knowledge/",
    "combinations/",
    "lessons/",
    "reviews/",
    "playbook/",
    "reference/fields/",
    "reference/rules/",
    "reference/rules/timeline-unsorted/",
)
HOSTILE_PAGES = (
    "",
    "incidents/",
    "incidents/INC-20260701-1200/",
    "dashboards/severity/",
    "actions/",
    "actions/teams/no_team/",
    "lessons/",
    "services/archive/",
    "years/2026/",
)
MARKUP = """article => [...article.querySelectorAll("*")].filter(node =>
    ["SCRIPT", "IMG", "STYLE", "IFRAME", "OBJECT"].includes(node.tagName)
    || node.matches("form:not(.pm-filters)")
    || [...node.attributes].some(({name, value}) =>
        name.startsWith("on") || name === "style"
        || (["href", "src"].includes(name) && /^(javascript|data|vbscript):/i.test(value)))
).map(node => node.outerHTML)"""


@pytest.fixture(scope="session")
def site(published: Site, serve: Callable[[Path], str]) -> str:
    return serve(published.folder)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_the_window_and_ask_nobody_else(
    page_at: PageAt, site: str, width: int, dark: bool
) -> None:
    page = page_at(width, 900, dark=dark)
    for path in PAGES:
        page.goto(f"{site}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("h1").count() == 1, path
    assert_clean(page)


def test_a_postmortem_tells_its_story(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/incidents/INC-20251104-1030/")
    assert page.locator(".pm-badges .pm-sev").inner_text() == "P0 Critical"
    assert page.locator(".pm-lasted").inner_text() == "1 h 20 min"
    facts = page.locator(".pm-stages > div").all_inner_texts()
    assert "Time to acknowledge 2 min" in facts
    assert "Time to mitigate 30 min" in facts
    assert page.locator(".pm-bar rect.pm-part").count() == 2
    assert page.locator(".pm-entry").count() == 11
    assert page.locator(".pm-actions > li").count() == 7
    page.goto(f"{site}/incidents/INC-20251104-1030/#action-a1")
    assert page.locator("#action-a1").evaluate("node => node.matches(':target')") is True
    assert_clean(page)


def test_an_undated_incident_says_so_and_keeps_its_length(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/incidents/INC-UNDATED-01/")
    assert "10 h 28 min" in page.locator(".pm-head").inner_text()
    assert "The calendar date was not recorded." in page.locator(".pm-notice").inner_text()
    assert "1900" not in page.locator("main").inner_text()
    assert page.locator("main time[datetime*='1900']").count() == 0
    assert page.locator(".pm-day").all_inner_texts() == ["day 1", "day 2"]


def test_the_list_leads_to_every_incident(page_at: PageAt, site: str, repository: Path) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/incidents/")
    links = page.locator("main table a[href*='INC-']").evaluate_all(
        "nodes => nodes.map(node => node.href)"
    )
    ids = {path.stem for path in (repository / "incidents").rglob("*.yml")}
    assert {link.rstrip("/").rpartition("/")[2] for link in links} == ids
    page.locator("main table a[href*='INC-20240121-1528']").first.click()
    assert page.locator("h1").inner_text().startswith("Web shop answered with error 500")
    assert_clean(page)


def test_the_dashboard_shows_charts_with_names_and_their_data(page_at: PageAt, site: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{site}/dashboards/severity/")
    charts = page.locator("svg.pm-chart")
    assert charts.count() >= 6
    for index in range(charts.count()):
        chart = charts.nth(index)
        assert chart.get_attribute("role") in {"img", "group"}
        assert chart.locator("title").first.text_content()
    table = page.locator("details:has(table)").first
    assert table.locator("table").is_visible() is False
    table.locator("summary").click()
    assert table.locator("table").is_visible() is True
    csv = page.locator("main a[href$='.csv']").first.get_attribute("href")
    answer = page.request.get(f"{site}/dashboards/severity/{csv}")
    assert answer.ok
    assert_clean(page)


def test_what_ages_after_publication_stays_true(page_at: PageAt, site: str, demo: str) -> None:
    page = page_at(1280, 900)
    page.clock.set_fixed_time("2027-06-01T12:00:00Z")
    page.goto(f"{site}/incidents/INC-20261118-0912/")
    due = page.locator(".pm-actions > li[data-due]")
    assert due.count() > 0
    assert due.locator(".pm-overdue").count() == due.count()
    page.goto(f"{demo}/reviews/")
    coming = page.locator("#upcoming + table tr[data-due]")
    assert coming.locator(".pm-overdue").all_inner_texts() == ["152 days overdue"] * 2


@pytest.mark.parametrize("width", [1280, 390])
def test_the_first_page_answers_and_its_numbers_lead_to_their_lists(
    page_at: PageAt, site: str, width: int
) -> None:
    page = page_at(width, 900)
    page.clock.set_fixed_time("2026-11-21T12:00:00Z")
    page.goto(f"{site}/")
    titles = page.locator(".pm-panel h2").all_inner_texts()
    assert titles == [
        "Open now",
        "Overdue actions",
        "Latest incidents",
        "Overdue reviews",
        "What keeps coming back",
    ]
    lefts = {page.locator(f"#{name}").bounding_box()["x"] for name in ("open", "latest")}  # type: ignore[index]
    assert len(lefts) == (2 if width > 1000 else 1)
    page.locator(".pm-tiles a", has_text="Overdue reviews").click()
    page.wait_for_url(f"{site}/reviews/#overdue")
    assert page.locator("#overdue + table tbody tr").count() > 0
    assert_clean(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_manager_finds_the_overdue_actions_of_a_team(
    page_at: PageAt, site: str, width: int
) -> None:
    page = page_at(width, 900)
    page.clock.set_fixed_time("2026-11-21T12:00:00Z")
    page.goto(f"{site}/")
    page.get_by_role("link", name="By team", exact=True).last.click()
    page.wait_for_url(f"{site}/actions/teams/")
    first = page.locator("#team-engineering ~ table").first.locator("tbody tr").first
    assert first.locator(".pm-overdue").inner_text() == "697 days overdue"
    page.locator("#team-engineering + p a").click()
    page.wait_for_url(f"{site}/teams/engineering/")
    assert page.locator("h1").inner_text().startswith("Engineering")
    assert page.locator("#call").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_clean(page)


@pytest.fixture(scope="session")
def demo(hostile: Site, serve: Callable[[Path], str]) -> str:
    return serve(hostile.folder)


@pytest.mark.parametrize("width", [1280, 390])
def test_text_that_tries_to_be_more_than_text_does_nothing(
    page_at: PageAt, demo: str, width: int
) -> None:
    page = page_at(width, 900)
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    for path in HOSTILE_PAGES:
        page.goto(f"{demo}/{path}")
        found = page.locator("article").evaluate(MARKUP)
        assert found == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert "<script>" in (page.locator("article").text_content() or ""), path
    assert_clean(page)
    assert dialogs == []


def test_the_title_of_a_stranger_is_read_as_it_was_written(page_at: PageAt, demo: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{demo}/incidents/INC-20260701-1200/")
    title = (
        '=cmd|x! Long <script>alert("title")</script> {{ config }} {% raw %} --8<-- "/etc/passwd"'
    )
    assert page.locator("h1").inner_text().startswith(title)
    assert page.title().startswith(f"INC-20260701-1200: {title}")
    summary = page.locator("#summary + .pm-prose").inner_text()
    assert '<div onclick="alert(1)">raw</div>' in summary
    assert page.locator("h1").get_attribute("id") == "postmortem"
    assert_clean(page)
