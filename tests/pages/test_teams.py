from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from metrics.records import library, record
from postmortems.pages import teams
from postmortems.pages.listing import Shelf
from postmortems.pages.teams import TeamPage, TeamsPage
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Page


def made(*incidents: Incident, rows: int = 100) -> dict[str, Page]:
    policy = settings()
    site = replace(policy.site, lists=replace(policy.site.lists, rows_per_page=rows))
    shelf = Shelf(library(*incidents, policy=replace(policy, site=site)))
    return {page.path: page for page in teams.pages(shelf)}


def team(pages: dict[str, Page], path: str) -> TeamPage:
    page = pages[path]
    assert isinstance(page, TeamPage)
    return page


def begun(name: str, day: str, **fields: Any) -> Incident:  # noqa: ANN401
    return record(name, times={"started": f"{day} 10:00"}, **fields)


def test_a_team_shows_what_the_catalogue_knows_and_nothing_else() -> None:
    page = team(made(), "teams/payments.md")
    assert (page.heading, page.note) == ("Payments", "Runs checkout, payments and billing.")
    assert [each.id for each in page.contacts] == ["payments-on-call"]
    assert [(each.name, each.number, each.url) for each in page.services] == [
        ("Checkout service", 0, "services/checkout-service/"),
        ("Payment API", 0, "services/payment-api/"),
        ("Subscription billing", 0, "services/subscription-billing/"),
    ]
    assert (page.total, page.incidents, page.actions, page.actions_url) == (0, (), (), "")
    assert team(made(), "teams/qa.md").contacts == ()


def test_an_incident_says_what_the_team_had_to_do_with_it() -> None:
    pages = made(
        begun("A", "2026-01-01", services=["payment-api", "checkout-service"]),
        begun("B", "2026-01-02", services=["web-shop"], teams=["payments"]),
        begun("C", "2026-01-03", services=["payment-api"], teams=["payments", "sre"]),
        begun("D", "2026-01-04", services=["web-shop"], teams=["sre"]),
    )
    page = team(pages, "teams/payments.md")
    assert [(each.row.id, each.part) for each in page.incidents] == [
        ("C", "took part; runs Payment API"),
        ("B", "took part"),
        ("A", "runs Payment API, Checkout service"),
    ]
    assert [each.number for each in page.services] == [1, 2, 0]
    assert page.filtered == "incidents/?team=payments"
    assert team(pages, "teams/training.md").filtered == ""
    overview = pages["teams/index.md"]
    assert isinstance(overview, TeamsPage)
    lines = {each.name: (each.services, each.incidents) for each in overview.teams}
    assert lines["Payments"] == (3, 3)
    assert lines["Site reliability"] == (1, 2)
    assert lines["Training"] == (0, 0)


def test_a_team_holds_the_actions_that_name_it() -> None:
    action = {"title": "Something", "status": "open", "team": "sre"}
    pages = made(
        begun(
            "A",
            "2026-01-01",
            actions=[
                {**action, "id": "A1"},
                {**action, "id": "A2", "due": "2026-06-01"},
                {**action, "id": "A3", "status": "done"},
                {**action, "id": "A4", "team": "payments"},
            ],
        )
    )
    page = team(pages, "teams/sre.md")
    assert [each.id for each in page.actions] == ["A2", "A1"]
    assert (page.unfinished, page.overdue, page.actions_url) == (2, 1, "actions/teams/sre/")


def test_a_long_list_of_incidents_goes_on_on_the_next_page() -> None:
    incidents = (begun(f"I{at}", f"2026-01-{at}", teams=["sre"]) for at in range(10, 21))
    pages = made(*incidents, rows=10)
    first, second = (team(pages, f"teams/sre{rest}.md") for rest in ("", "/page/2"))
    assert (first.first, len(first.incidents), second.first) == (True, 10, False)
    assert [each.row.id for each in second.incidents] == ["I10"]
    assert second.heading == "Site reliability, page 2 of 2"
