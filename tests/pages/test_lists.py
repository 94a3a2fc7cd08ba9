from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.records import library, record
from postmortems.metrics.base import start_day
from postmortems.metrics.months import months
from postmortems.pages import lists
from postmortems.pages.base import Page, row
from postmortems.pages.factors import FactorsPage
from postmortems.pages.listing import GroupsPage, ListPage
from postmortems.pages.paging import Place, sheets
from postmortems.pages.services import ServicePage
from postmortems.pages.years import month_urls
from support.example import settings

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


def with_rows(rows: int) -> Settings:
    policy = settings()
    site = replace(policy.site, lists=replace(policy.site.lists, rows_per_page=rows))
    return replace(policy, site=site)


def made(*incidents: Incident, rows: int = 100) -> dict[str, Page]:
    """Every list by path."""
    return {page.path: page for page in lists.pages(library(*incidents, policy=with_rows(rows)))}


def listed(page: Page) -> list[str]:
    assert isinstance(page, ListPage)
    return [each.id for section in page.sections for each in section.rows]


def shown_incidents(page: Page) -> list[str]:
    assert isinstance(page, ServicePage)
    return [each.id for section in page.sections for each in section.rows]


def overview(page: Page) -> dict[str, tuple[int, int, tuple[int, ...]]]:
    assert isinstance(page, GroupsPage)
    return {group.url: (group.total, group.open, group.by_level) for group in page.groups}


def begun(name: str, day: str, **fields: Any) -> Incident:  # noqa: ANN401
    return record(name, times={"started": f"{day} 10:00"}, **fields)


def test_without_incidents_every_list_is_there_and_empty() -> None:
    pages = made()
    assert listed(pages["incidents/index.md"]) == []
    assert pages["incidents/index.md"].sections == ()  # type: ignore[attr-defined]
    said = {name: pages[name].summary for name in pages if name.startswith("incidents/")}  # type: ignore[attr-defined]
    assert said == {
        "incidents/index.md": "There are no incidents yet. The first page shows how to add one.",
        "incidents/open.md": "Nothing is open.",
    }
    assert pages["incidents/open.md"].note == ""  # type: ignore[attr-defined]
    assert listed(pages["incidents/open.md"]) == []
    assert overview(pages["years/index.md"]) == {}
    assert overview(pages["severities/index.md"])["severities/p0/"] == (0, 0, (0, 0, 0, 0))
    assert shown_incidents(pages["services/payment-api.md"]) == []
    assert "years/undated.md" not in pages
    assert "factors/uncategorised.md" not in pages


def test_all_incidents_stand_in_one_list_the_newest_first_and_the_undated_last() -> None:
    pages = made(
        begun("A", "2025-03-01"),
        record("B", timezone=None, date_unknown="A Friday.", times={"started": "day 1 10:00"}),
        begun("C", "2026-03-01", status="investigating"),
    )
    page = pages["incidents/index.md"]
    assert listed(page) == ["C", "A", "B"]
    assert page.summary == "3 incidents, 1 of them open, newest first."  # type: ignore[attr-defined]
    assert listed(pages["incidents/open.md"]) == ["C"]


def test_lists_by_severity_and_service_hold_what_their_overview_counts() -> None:
    pages = made(
        begun("A", "2025-03-01", severity="P0", services=["payment-api", "web-shop"]),
        begun("B", "2025-04-01", severity="P2", services=["web-shop"], status="mitigated"),
    )
    assert listed(pages["severities/p0.md"]) == ["A"]
    assert listed(pages["severities/p1.md"]) == []
    assert shown_incidents(pages["services/web-shop.md"]) == ["B", "A"]
    assert pages["severities/p0.md"].heading == "P0 Critical"  # type: ignore[attr-defined]


def test_years_are_cut_into_months_by_the_days_that_the_lists_show() -> None:
    # In UTC the first begins in February and before the second; its own calendar says March.
    tokyo = record("A", timezone="Asia/Tokyo", times={"started": "2025-03-01 00:30"})
    utc = record("B", times={"started": "2025-02-28 20:00"})
    pages = made(tokyo, utc, begun("C", "2024-12-31"))
    page = pages["years/2025.md"]
    assert isinstance(page, ListPage)
    assert [
        (part.title, part.anchor, [each.id for each in part.rows]) for part in page.sections
    ] == [
        ("March 2025", "month-2025-03", ["A"]),
        ("February 2025", "month-2025-02", ["B"]),
    ]
    assert overview(pages["years/index.md"]) == {
        "years/2025/": (2, 0, (0, 2, 0, 0)),
        "years/2024/": (1, 0, (0, 1, 0, 0)),
    }


@pytest.mark.parametrize(
    ("zone", "started"),
    [("Asia/Tokyo", "2025-01-01 00:10"), ("America/New_York", "2024-12-31 23:50")],
)
def test_the_day_that_counts_is_the_day_that_is_shown(zone: str, started: str) -> None:
    incident = record(timezone=zone, times={"started": started})
    assert row(incident, settings()).date == str(start_day(incident)) == started[:10]


def test_records_without_a_date_have_a_list_of_their_own() -> None:
    pages = made(
        record("A", timezone=None, date_unknown="A Friday.", times={"started": "day 1 10:00"}),
        record("B"),
        begun("C", "2025-03-01"),
    )
    assert sorted(listed(pages["years/undated.md"])) == ["A", "B"]
    assert overview(pages["years/index.md"])["years/undated/"][0] == 2


def test_a_month_that_goes_on_on_the_next_page_says_so_and_has_one_anchor() -> None:
    incidents = [begun(f"I{day:02d}", f"2025-03-{day:02d}") for day in range(1, 13)]
    pages = made(*incidents, begun("I13", "2025-04-01"), rows=10)
    first, second = pages["years/2025.md"], pages["years/2025/page/2.md"]
    assert isinstance(first, ListPage)
    assert isinstance(second, ListPage)
    assert [(part.title, part.anchor, len(part.rows)) for part in first.sections] == [
        ("April 2025", "month-2025-04", 1),
        ("March 2025", "month-2025-03", 9),
    ]
    assert [(part.title, part.anchor, len(part.rows)) for part in second.sections] == [
        ("March 2025, continued", "", 3)
    ]
    assert second.heading == "Incidents of 2025, page 2 of 2"


@given(
    st.lists(st.dates(date(2023, 11, 1), date(2027, 2, 1)), max_size=45),
    st.integers(10, 20),
)
def test_the_address_of_a_month_is_the_page_on_which_its_anchor_stands(
    days: list[date], rows: int
) -> None:
    incidents = [begun(f"I{at:02d}", str(day)) for at, day in enumerate(days)]
    pages = made(*incidents, rows=rows)
    anchors = {
        f"{page.path.removesuffix('.md')}/#{part.anchor}"
        for page in pages.values()
        if isinstance(page, ListPage)
        for part in page.sections
        if part.anchor
    }
    metric = months(incidents, ("P0", "P1", "P2", "P3"), library().as_of)
    urls = month_urls(metric.periods, metric.totals, rows)
    assert {url for url in urls if url} == anchors
    assert [bool(url) for url in urls] == [total > 0 for total in metric.totals]


def test_factors_are_listed_by_category_with_their_texts_and_incidents() -> None:
    pages = made(
        begun(
            "A",
            "2025-03-01",
            factors=[
                {"id": "F1", "text": "No test.", "category": "testing"},
                {"id": "F2", "text": "No *load* test.", "category": "testing"},
                {"id": "F3", "text": "Nobody sorted this."},
            ],
        ),
        begun("B", "2025-04-01", factors=[{"id": "f9", "text": "No test.", "category": "testing"}]),
    )
    page = pages["factors/testing.md"]
    assert isinstance(page, FactorsPage)
    assert page.summary == "3 factors in 2 incidents, newest first."
    assert [
        (entry.row.id, [(each.id, each.anchor, each.text) for each in entry.factors])
        for entry in page.entries
    ] == [
        ("B", [("f9", "factor-f9", "No test.")]),
        ("A", [("F1", "factor-f1", "No test."), ("F2", "factor-f2", "No *load* test.")]),
    ]
    rest = pages["factors/uncategorised.md"]
    assert isinstance(rest, FactorsPage)
    assert [entry.row.id for entry in rest.entries] == ["A"]
    counts = overview(pages["factors/index.md"])
    assert counts["factors/testing/"][0] == 2
    assert counts["factors/uncategorised/"][0] == 1
    assert counts["factors/code/"][0] == 0


def test_a_long_list_has_pages_that_lead_to_each_other() -> None:
    incidents = [begun(f"I{at:03d}", "2025-03-01") for at in range(75)]
    pages = made(*incidents, rows=10)
    fifth = pages["incidents/page/5.md"]
    assert isinstance(fifth, ListPage)
    pager = fifth.pager
    assert pager is not None
    assert (pager.first, pager.last, pager.total, pager.count) == (41, 50, 75, 8)
    assert (pager.previous, pager.next) == ("incidents/page/4/", "incidents/page/6/")
    assert [(leaf.number, leaf.current, leaf.gap) for leaf in pager.leaves] == [
        (1, False, False),
        (3, False, True),
        (4, False, False),
        (5, True, False),
        (6, False, False),
        (7, False, False),
        (8, False, False),
    ]
    assert pager.leaves[0].url == "incidents/"
    first, last = pages["incidents/index.md"], pages["incidents/page/8.md"]
    assert isinstance(first, ListPage)
    assert isinstance(last, ListPage)
    assert first.pager is not None
    assert last.pager is not None
    assert (first.pager.previous, last.pager.next) == ("", "")
    assert listed(last) == ["I004", "I003", "I002", "I001", "I000"]


@given(st.integers(0, 500), st.integers(1, 120))
def test_pages_hold_every_row_once_and_none_is_too_long(total: int, size: int) -> None:
    items = list(range(total))
    found = list(sheets(Place(folder="x"), total, size))
    assert [item for sheet in found for item in sheet.of(items)] == items
    assert all(len(sheet.of(items)) <= size for sheet in found)
    assert len({sheet.path for sheet in found}) == len(found)
    assert all((sheet.pager is None) == (len(found) == 1) for sheet in found)


def test_lists_stay_out_of_the_search() -> None:
    assert {page.search for page in made(begun("A", "2025-03-01")).values()} == {False}
