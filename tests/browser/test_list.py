"""The list of all incidents, filtered and sorted as a reader does it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from metrics.records import library, record
from postmortems.pages import table
from support.browser import assert_clean
from support.example import settings
from support.offers import list_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from postmortems.model.incident import Incident
    from support.browser import PageAt
    from support.sites import Site

NOW = "2026-10-01T12:00:00Z"
HOSTILE = (
    "<img src=x onerror=\"document.title='caught'\">&amp;<b>bold</b>",
    "</script><script>document.title='caught'</script>",
    "\"quotes\" 'and' `ticks` {{ config }} javascript:alert(1)",
    "انقطاع الخدمة في المتجر",
    "Checkout 🔥 on fire",
)


@pytest.fixture(scope="session")
def demo(hostile: Site, serve: Callable[[Path], str]) -> str:
    return serve(hostile.folder)


@pytest.fixture
def site_of(hostile: Site, tmp_path: Path, serve: Callable[[Path], str]) -> Callable[..., str]:
    """The same site with other incidents in its list."""

    def start(*incidents: Incident, rows: int = 10) -> str:
        site = shutil.copytree(hostile.folder, tmp_path / "site")
        policy = settings()
        lists = replace(policy.site.lists, rows_filtered=rows)
        policy = replace(policy, site=replace(policy.site, lists=lists))
        for path, content in list_data(library(*incidents, policy=policy)).items():
            (site / path).write_bytes(content)
        return serve(site)

    return start


def opened(page: Page, site: str, query: str = "") -> Page:
    page.clock.set_fixed_time(NOW)
    page.goto(f"{site}/incidents/{query}")
    page.wait_for_selector("body[data-list=whole]")
    return page


def shown(page: Page) -> list[str]:
    return page.locator("table.pm-incidents tbody th code").all_inner_texts()


def count(page: Page) -> str:
    return page.locator(".pm-count").inner_text()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(page.evaluate("location.search.slice(1)"))


def chips(page: Page) -> list[str]:
    return page.locator(".pm-active button").all_inner_texts()


ALL = [
    "INC-20260930-0815",
    "INC-20260701-1200",
    "INC-20260614-1000",
    "INC-20260322-2350",
    "INC-20260105-0912",
    "INC-UNDATED-01",
]


def test_the_list_shows_the_same_rows_as_the_page_without_script(
    page_at: PageAt, demo: str
) -> None:
    page = opened(page_at(1280, 900), demo)
    assert shown(page) == ALL
    assert count(page) == "6 incidents."
    plain = page.request.get(f"{demo}/incidents/").text()
    cells = page.locator("table.pm-incidents tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    static = page.evaluate(
        """text => [...new DOMParser().parseFromString(text, "text/html")
            .querySelectorAll("table.pm-incidents tbody tr")]
            .map(row => [...row.cells].map(cell => cell.textContent.trim()))""",
        plain,
    )
    tidied = [
        [
            " ".join(cell.replace(" overdue actions", "").replace("\noverdue actions", "").split())
            for cell in row
        ]
        for row in cells
    ]
    assert tidied == [[" ".join(cell.split()) for cell in row] for row in static]
    assert page.locator("table.pm-incidents tbody th[scope=row]").count() == 6
    assert_clean(page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("severity=p0", [ALL[0], ALL[5]]),
        ("severity=p0&severity=P1", [ALL[0], ALL[4], ALL[5]]),
        ("status=resolved", [ALL[3]]),
        ("status=open", [ALL[0]]),
        ("service=address-book", [ALL[4], ALL[5]]),
        ("team=messaging", [ALL[4]]),
        ("kind=near_miss", [ALL[2]]),
        ("year=2026&severity=p3", [ALL[1], ALL[2]]),
        ("year=undated", [ALL[5]]),
        ("tag=queue", [ALL[4]]),
        ("overdue=1", [ALL[1], ALL[4]]),
        ("q=MAIL+relay+d%C3%A9layed", [ALL[3], ALL[4]]),
        ("q=20260614", [ALL[2]]),
        ("q=messaging", [ALL[4]]),
        ("q=certificate", [ALL[4]]),
        ("service=nobody", []),
        ("overdue=yes", []),
        ("sort=date", [*ALL[4::-1], ALL[5]]),
        ("sort=severity", [ALL[0], ALL[5], ALL[4], ALL[3], ALL[1], ALL[2]]),
        ("sort=-duration", [ALL[5], ALL[4], ALL[3], ALL[1], ALL[0], ALL[2]]),
        ("sort=duration", [ALL[1], ALL[3], ALL[4], ALL[5], ALL[0], ALL[2]]),
        ("sort=status", [ALL[0], ALL[3], ALL[1], ALL[2], ALL[4], ALL[5]]),
        ("sort=sideways", ALL),
        ("page=7&other=kept", ALL),
    ],
)
def test_an_address_restores_filters_and_order(
    page_at: PageAt, demo: str, asked: str, found: list[str]
) -> None:
    page = opened(page_at(1280, 900), demo, f"?{asked}")
    assert shown(page) == found
    assert page.url.endswith(f"?{asked}")
    assert page.locator("#__search:checked").count() == 0
    assert_clean(page)


def test_what_an_address_names_is_shown_in_the_form_and_as_chips(
    page_at: PageAt, demo: str
) -> None:
    page = opened(
        page_at(1280, 900), demo, "?q=mail&severity=p1&service=nobody&overdue=1&sort=wrong"
    )
    assert page.locator("#filter-q").input_value() == "mail"
    assert page.locator("#filter-severity").input_value() == "p1"
    assert page.locator("#filter-service option:checked").inner_text() == "nobody (not known here)"
    assert page.locator("#filter-overdue").is_checked() is True
    assert page.locator("#filter-sort").input_value() == "-date"
    assert chips(page) == [
        "Words: mail",
        "Severity: P1 High",
        "Service: nobody (not known here)",
        "Actions: with overdue actions",
        "Order: wrong (not known here)",
        "Clear all",
    ]


def test_choosing_goes_into_the_address_and_back_leads_back(page_at: PageAt, demo: str) -> None:
    page = opened(page_at(1280, 900), demo, "?other=kept")
    page.select_option("#filter-severity", "p0")
    assert query(page) == {"other": ["kept"], "severity": ["p0"]}
    assert count(page) == "2 of 6 incidents."
    page.locator("#filter-q").press_sequentially("book")
    assert query(page) == {"other": ["kept"], "severity": ["p0"], "q": ["book"]}
    assert shown(page) == [ALL[5]]
    page.go_back()
    page.wait_for_url(lambda url: "q=" not in url)
    assert shown(page) == [ALL[0], ALL[5]]
    assert page.locator("#filter-q").input_value() == ""
    page.go_back()
    assert shown(page) == ALL
    page.go_forward()
    page.go_forward()
    assert shown(page) == [ALL[5]]
    page.get_by_role("button", name="Remove Severity: P0 Critical").click()
    assert query(page) == {"other": ["kept"], "q": ["book"]}
    assert page.evaluate("document.activeElement.textContent") == "Clear all"
    page.get_by_role("button", name="Clear all filters").click()
    assert query(page) == {"other": ["kept"]}
    assert shown(page) == ALL
    assert_clean(page)


def test_headings_sort_by_keyboard_and_say_so(page_at: PageAt, demo: str) -> None:
    page = opened(page_at(1280, 900), demo)
    sorted_by = page.locator("table.pm-incidents th[aria-sort]")
    assert sorted_by.inner_text() == "Date"
    assert sorted_by.get_attribute("aria-sort") == "descending"
    button = page.locator("th:has-text('Duration') [role=button]")
    button.focus()
    assert button.get_attribute("aria-label") == "Duration: sort"
    page.keyboard.press("Enter")
    page.wait_for_selector("table.pm-incidents th[aria-sort=descending]:has-text('Duration')")
    assert shown(page) == [ALL[5], ALL[4], ALL[3], ALL[1], ALL[0], ALL[2]]
    assert query(page) == {"sort": ["-duration"]}
    assert sorted_by.inner_text() == "Duration"
    assert page.locator("#filter-sort").input_value() == "-duration"
    page.keyboard.press("Enter")
    page.wait_for_selector("table.pm-incidents th[aria-sort=ascending]")
    assert query(page) == {"sort": ["duration"]}
    assert sorted_by.get_attribute("aria-sort") == "ascending"
    page.select_option("#filter-sort", "-date")
    page.wait_for_selector("table.pm-incidents th[aria-sort=descending]:has-text('Date')")
    assert query(page) == {}
    assert sorted_by.inner_text() == "Date"
    assert_clean(page)


def test_everything_is_reached_by_the_tab_key_in_order(page_at: PageAt, demo: str) -> None:
    page = opened(page_at(1280, 900), demo, "?kind=outage")
    page.locator("#filter-q").focus()
    reached: list[str] = []
    while len(reached) < 20:
        reached.append(
            page.evaluate(
                "document.activeElement.name || document.activeElement.getAttribute('aria-label')"
                " || document.activeElement.textContent"
            )
        )
        page.keyboard.press("Tab")
    assert reached[:13] == [
        *("q", "overdue", "severity", "status", "service", "team", "kind", "year", "tag", "sort"),
        *("Remove Kind: outage", "Clear all filters", "Severity: sort"),
    ]
    assert reached[19].startswith("INC-20260930-0815")
    page.locator("#filter-q").focus()
    page.keyboard.type("s/f.n")
    assert page.locator("#filter-q").input_value() == "s/f.n"
    assert page.locator("#__search:checked").count() == 0


def test_nothing_found_says_so_and_offers_the_way_out(page_at: PageAt, demo: str) -> None:
    page = opened(page_at(1280, 900), demo)
    page.fill("#filter-q", "no such thing")
    status = page.locator(".pm-count[role=status]")
    assert status.inner_text() == "0 of 6 incidents."
    assert page.get_by_text("No incident matches all of these.").is_visible() is True
    assert page.locator("table.pm-incidents").is_visible() is False
    page.locator(".pm-nothing button").click()
    assert shown(page) == ALL
    assert page.get_by_text("No incident matches all of these.").is_visible() is False
    assert page.evaluate("document.activeElement.id") == "filter-q"
    assert_clean(page)


def test_a_narrow_page_folds_its_filters_and_shows_cards(page_at: PageAt, demo: str) -> None:
    page = opened(page_at(390, 844, dark=True), demo, "?severity=p1&severity=p3&status=closed")
    assert page.locator("#filter-severity").is_visible() is False
    summary = page.locator("details.pm-fields > summary")
    assert summary.inner_text() == "Filters and order (3)"
    summary.click()
    assert page.locator("#filter-severity option:checked").inner_text() == "P1 High, P3 Low"
    page.select_option("#filter-sort", "date")
    assert shown(page) == [ALL[4], ALL[2], ALL[1]]
    assert page.locator("thead").is_visible() is False
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.locator("article :is(button, select, summary, input)").evaluate_all(
        """nodes => nodes.map(node => [node, node.getBoundingClientRect()])
            .filter(([, box]) => box.height && (box.height < 24 || box.width < 24))
            .map(([node]) => node.outerHTML)"""
    )
    assert small == []
    assert_clean(page)


def test_strange_titles_are_text(page_at: PageAt, site_of: Callable[..., str]) -> None:
    names = [f"I{number}" for number in range(len(HOSTILE))]
    site = site_of(
        *(
            record(name, title=title, tags=["strange"])
            for name, title in zip(names, HOSTILE, strict=True)
        )
    )
    page = opened(page_at(1280, 900), site)
    titles = page.locator("tbody th bdi")
    for words in ("&amp;", "", "bold"):
        page.fill("#filter-q", words)
    page.fill("#filter-q", "")
    assert titles.evaluate_all("nodes => nodes.map(node => node.textContent)") == list(
        reversed(HOSTILE)
    )
    page.select_option("#filter-tag", "strange")
    assert chips(page) == ["Tag: strange", "Clear all"]
    assert count(page) == "5 of 5 incidents."
    assert page.locator("article :is(img, script, b)").count() == 0
    assert page.title().startswith("All incidents")
    for words, found in (("🔥", 1), ("المتجر", 1), ("</script>", 1), ("zzz", 0)):
        page.fill("#filter-q", words)
        assert len(shown(page)) == found, words
    assert_clean(page)


@pytest.mark.parametrize(
    ("asked", "chip"),
    [
        ("?q=%3Cimg%20src=x%20onerror=alert(1)%3E", "Words: <img src=x onerror=alert(1)>"),
        ("?sort=__proto__", "Order: __proto__ (not known here)"),
        ("?severity=__proto__", "Severity: __proto__ (not known here)"),
        ("?tag=constructor&tag=constructor", "Tag: constructor (not known here)"),
        ("?page=-1", None),
        ("?page=1e9", None),
        ("?page=1e400&page=x", None),
        ("?q=%E0%A4%A&severity=%ED%A0%80", "Words: \ufffd%A"),
        (f"?q={'a+' * 5000}", f"Words: {'a ' * 99}a"),
        (f"?service={'s' * 5000}", f"Service: {'s' * 200} (not known here)"),
    ],
)
def test_an_address_may_hold_anything(
    page_at: PageAt, demo: str, asked: str, chip: str | None
) -> None:
    page = opened(page_at(390, 844), demo, asked)
    assert next(iter(chips(page)), None) == chip
    assert page.locator("article :is(img, script)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if chip:
        page.get_by_role("button", name="Clear all filters").first.click()
    assert shown(page) == ALL
    assert_clean(page)


def test_an_address_cannot_ask_for_more_than_a_reader_would(page_at: PageAt, demo: str) -> None:
    page = opened(page_at(1280, 900), demo, "?" + "&".join(f"tag=t{n}" for n in range(1_000)))
    assert len(chips(page)) == 51
    assert_clean(page)


def test_a_long_list_is_read_page_by_page(
    page_at: PageAt, site_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "ROWS_PER_PART", 7)
    names = [f"I{number:02d}" for number in range(25)]
    site = site_of(*map(record, names))
    page = opened(page_at(1280, 900), site, "?page=2")
    assert shown(page) == names[14:4:-1]
    assert count(page) == "25 incidents, page 2 of 3."
    assert page.locator(".dt-paging [aria-current=page]").inner_text() == "2"
    page.locator(".dt-paging [aria-label='Page 3']").click()
    assert shown(page) == names[4::-1]
    assert query(page) == {"page": ["3"]}
    assert page.evaluate("document.activeElement.className") == "pm-count"
    page.go_back()
    assert shown(page) == names[14:4:-1]
    page.select_option("#filter-sort", "date")
    assert query(page) == {"sort": ["date"]}
    page.fill("#filter-q", "i1")
    assert count(page) == "10 of 25 incidents."
    assert page.locator(".dt-paging").is_visible() is False
    assert_clean(page)


def test_one_incident_makes_a_list_of_one(page_at: PageAt, site_of: Callable[..., str]) -> None:
    page = opened(page_at(390, 844), site_of(record("ONLY")))
    assert shown(page) == ["ONLY"]
    assert count(page) == "1 incident."
    page.fill("#filter-q", "other")
    assert count(page) == "0 of 1 incident."
    assert_clean(page)


def test_without_script_the_newest_incidents_are_a_plain_table(chromium: object, demo: str) -> None:
    context = chromium.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{demo}/incidents/?severity=p1")
    assert shown(page) == ALL
    assert page.locator("form.pm-filters").is_visible() is False
    page.goto(f"{demo}/severities/p1/")
    assert page.locator(".pm-filter-these").is_visible() is False
    context.close()


def test_a_list_leads_to_the_same_incidents_among_all(page_at: PageAt, demo: str) -> None:
    page = page_at(1280, 900)
    page.goto(f"{demo}/services/address-book/")
    page.get_by_role("link", name="Filter these").click()
    page.wait_for_selector("body[data-list=whole]")
    assert shown(page) == [ALL[4], ALL[5]]
    assert chips(page) == ["Service: Address book", "Clear all"]
    assert_clean(page)


def test_without_its_data_the_page_stays_and_says_what_it_could_not_do(
    page_at: PageAt, demo: str
) -> None:
    page = page_at(1280, 900)
    page.route("**/data/list/*", lambda route: route.abort())
    page.goto(f"{demo}/incidents/?severity=p1")
    page.wait_for_selector(".pm-count:not([hidden])")
    assert "could not be loaded" in count(page)
    assert shown(page) == ALL
    assert page.locator("form.pm-filters").is_visible() is False


def test_when_part_of_the_data_is_missing_the_list_says_so(
    page_at: PageAt, site_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "ROWS_PER_PART", 2)
    site = site_of(*map(record, ("A", "B", "C")))
    page = page_at(1280, 900)
    page.route("**/data/list/1.json*", lambda route: route.abort())
    page.goto(f"{site}/incidents/")
    page.wait_for_selector("text=could not be loaded")
    assert count(page) == ("1 incidents, 2 more could not be loaded. Reload the page to try again.")
    assert shown(page) == ["C"]


def test_other_pages_do_not_load_the_table(page_at: PageAt, demo: str) -> None:
    page = page_at(1280, 900)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("", "severities/p1/", "actions/"):
        page.goto(f"{demo}/{path}")
    assert [
        url for url in asked if "vendor" in url or ("/list/" in url and url.endswith(".js"))
    ] == []
