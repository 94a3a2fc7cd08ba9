from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from metrics.records import library, record
from postmortems.config.catalog import Procedure
from postmortems.pages import services
from postmortems.pages.commitments import ActionListPage
from postmortems.pages.listing import ListPage, Shelf
from postmortems.pages.services import ServicePage, ServicesPage
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Page


def made(*incidents: Incident, rows: int = 100) -> dict[str, Page]:
    policy = settings()
    site = replace(policy.site, lists=replace(policy.site.lists, rows_per_page=rows))
    shelf = Shelf(library(*incidents, policy=replace(policy, site=site)))
    return {page.path: page for page in services.pages(shelf)}


def shop(pages: dict[str, Page]) -> ServicePage:
    page = pages["services/web-shop.md"]
    assert isinstance(page, ServicePage)
    return page


def felt(name: str, day: str, until: str = "11:00", **fields: Any) -> Incident:  # noqa: ANN401
    times = {"started": f"{day} 10:00", "resolved": f"{day} {until}"}
    return record(name, times=times, **{"services": ["web-shop"], **fields})


def test_a_service_without_incidents_tells_what_the_catalogue_knows() -> None:
    page = shop(made())
    assert (page.heading, page.team, page.team_url, page.tier) == (
        "Web shop",
        "Commerce",
        "teams/commerce/",
        "tier 1",
    )
    assert [each.id for each in page.contacts] == ["engineering-on-call"]
    assert (page.total, page.worst, page.last, page.sections, page.actions) == (
        0,
        None,
        None,
        (),
        (),
    )
    assert page.actions_said == "No unfinished actions."


def test_the_worst_is_the_longest_of_the_highest_severity() -> None:
    page = shop(
        made(
            felt("A", "2026-01-01", "23:00", severity="P2"),
            felt("B", "2026-01-02", "11:00", severity="P1"),
            felt("C", "2026-01-03", "12:00", severity="P1"),
            record("D", severity="P1", services=["web-shop"], times={"started": "10:00"}),
        )
    )
    assert page.worst is not None
    assert page.worst.id == "C"
    assert page.last is not None
    assert page.last.id == "D"
    assert [(each.name, each.number, each.url) for each in page.levels] == [
        ("P0", 0, "incidents/?service=web-shop&severity=p0"),
        ("P1", 3, "incidents/?service=web-shop&severity=p1"),
        ("P2", 1, "incidents/?service=web-shop&severity=p2"),
        ("P3", 0, "incidents/?service=web-shop&severity=p3"),
    ]


def test_a_profile_gathers_what_its_incidents_left_behind() -> None:
    factor = {"id": "F1", "text": "No test.", "category": "testing"}
    finding = {"stage": "cause", "verdict": "failed", "text": "No.", "control_gap": "testing"}
    action = {"title": "Something", "status": "open"}
    page = shop(
        made(
            felt("A", "2026-01-01", factors=[factor], findings=[finding]),
            felt(
                "B",
                "2026-01-02",
                recurrence_of="A",
                factors=[factor, {**factor, "id": "F2", "category": "design"}],
                actions=[
                    {**action, "id": "A1", "due": "2026-06-01"},
                    {**action, "id": "A2", "status": "done"},
                ],
            ),
            felt("C", "2026-01-03", services=["payment-api"], origin_service="web-shop"),
        )
    )
    assert [(each.name, each.number) for each in page.categories] == [("Testing", 2), ("Design", 1)]
    assert [(each.name, each.number) for each in page.gaps] == [("Testing", 1)]
    assert [[row.id for row in chain.rows] for chain in page.chains] == [["A", "B"]]
    assert [each.id for each in page.actions] == ["A1"]
    assert page.actions_said == "1 unfinished action, 1 of them overdue."
    assert [each.id for each in page.elsewhere] == ["C"]
    assert (page.total, page.elsewhere_total) == (2, 1)
    assert page.filtered == "incidents/?service=web-shop"


def test_the_overview_sets_services_without_incidents_apart() -> None:
    pages = made(
        felt("A", "2026-01-01", services=["web-shop", "payment-api"]),
        felt("B", "2026-01-02", status="mitigated"),
    )
    page = pages["services/index.md"]
    assert isinstance(page, ServicesPage)
    assert [
        (each.url, each.total, each.open, each.last.id if each.last else "") for each in page.used
    ] == [("services/web-shop/", 2, 1, "B"), ("services/payment-api/", 1, 0, "A")]
    assert len(page.unused) == len(settings().catalog.services) - 2


def test_long_lists_of_incidents_and_actions_go_on_elsewhere() -> None:
    actions = [{"id": f"A{at}", "title": "Something", "status": "open"} for at in range(1, 7)]
    pages = made(
        felt("I00", "2026-02-01", actions=actions),
        *(felt(f"I{at}", f"2026-01-{at}") for at in range(10, 21)),
        rows=10,
    )
    page = shop(pages)
    assert (len(page.actions), page.actions_more) == (5, "services/web-shop/actions/")
    rest = pages["services/web-shop/actions.md"]
    assert isinstance(rest, ActionListPage)
    assert (len(rest.actions), rest.above.url) == (6, "services/web-shop/")
    second = pages["services/web-shop/page/2.md"]
    assert isinstance(second, ListPage)
    assert [each.id for section in second.sections for each in section.rows] == ["I11", "I10"]


def test_a_service_shows_who_is_able_to_do_what_and_where_that_is_one_person() -> None:
    shipped = settings()
    procedures = (
        Procedure(id="a", name="Roll back", services=("web-shop",), contacts=("database-on-call",)),
        Procedure(
            id="b",
            name="Cancel a query",
            services=("web-shop",),
            holders=("Jon Bell",),
            documented=False,
        ),
        Procedure(id="c", name="Elsewhere", services=("payment-api",)),
    )
    catalog = replace(shipped.catalog, procedures=procedures)
    found = library(policy=replace(shipped, catalog=catalog))
    page = next(
        each for each in services.pages(Shelf(found)) if each.path == "services/web-shop.md"
    )
    assert isinstance(page, ServicePage)
    assert [(each.name, each.alone, each.written) for each in page.procedures] == [
        ("Roll back", False, ""),
        ("Cancel a query", True, "Not written down"),
    ]
    assert page.procedures[0].able == (
        "Primary database rota",
        "Secondary database rota",
        "Primary engineering rota",
    )
