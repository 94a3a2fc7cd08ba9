from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from metrics.records import library, record
from postmortems.pages import actions
from postmortems.pages.actions import ActionsPage
from postmortems.pages.commitments import ActionListPage
from postmortems.pages.holders import HoldersPage, TeamsActionsPage, slug
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident
    from postmortems.pages.base import Page


def action(name: str, status: str = "open", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"id": name, "title": f"Thing {name} is done", "status": status, **fields}


def made(*incidents: Incident, rows: int = 100) -> dict[str, Page]:
    policy = settings()
    site = replace(policy.site, lists=replace(policy.site.lists, rows_per_page=rows))
    chosen = replace(policy, site=site)
    return {page.path: page for page in actions.pages(library(*incidents, policy=chosen))}


def overview(pages: dict[str, Page]) -> ActionsPage:
    page = pages["actions/index.md"]
    assert isinstance(page, ActionsPage)
    return page


EVERYTHING = record(
    "I",
    title="Payments failed",
    actions=[
        action("A1", due="2026-06-29", owner="Ana Ruiz", team="sre"),
        action("A2", "in_progress", due="2026-01-01"),
        action("A3"),
        action("A4", due="2026-07-01", tracker="https://tracker.example.com/1"),
        action("A5", "in_progress", due="2026-07-02"),
        action("A6", "done", done_at="2026-05-01", owner="Ana Ruiz"),
        action("A7", "done", done_at="2026-06-01"),
        action("A8", "wont_do", reason="Too *dear*."),
    ],
    ideas=["Perhaps a cache."],
)


def test_without_actions_the_page_is_there_and_counts_none() -> None:
    page = overview(made())
    assert page.total == 0
    assert {stack.total for stack in page.stacks} == {0}
    assert (page.owners, page.teams, page.ideas) == ((), (), ())


def test_sections_stand_in_order_and_each_action_is_in_one() -> None:
    page = overview(made(EVERYTHING))
    assert [(stack.id, [each.id for each in stack.actions]) for stack in page.stacks] == [
        ("overdue", ["A2", "A1"]),  # the longest overdue first
        ("open", ["A4", "A3"]),  # by due day, those without one last
        ("in-progress", ["A5"]),
        ("done", ["A7", "A6"]),  # the latest first
        ("wont-do", ["A8"]),
    ]
    assert page.total == 8
    assert page.as_of == "2026-06-30"


def test_a_row_says_what_the_record_says_and_nothing_else() -> None:
    page = overview(made(EVERYTHING))
    rows = {each.id: each for stack in page.stacks for each in stack.actions}
    late = rows["A1"]
    assert late.url == "incidents/I/#action-a1"
    assert (late.owner, late.team, late.due, late.status) == (
        "Ana Ruiz",
        "Site reliability",
        "2026-06-29",
        "open",
    )
    assert (late.overdue, late.unfinished) == ("1 day overdue", True)
    assert (rows["A3"].owner, rows["A3"].due, rows["A3"].overdue) == ("", "", "")
    assert rows["A4"].tracker == "https://tracker.example.com/1"
    assert (rows["A6"].done_at, rows["A6"].unfinished) == ("2026-05-01", False)
    assert (rows["A8"].status, rows["A8"].reason) == ("won't do", "Too *dear*.")


def test_lateness_is_told_in_days_and_only_of_what_is_late() -> None:
    stacks = overview(made(EVERYTHING)).stacks
    said = {each.id: each.overdue for stack in stacks for each in stack.actions if each.overdue}
    assert said == {"A1": "1 day overdue", "A2": "180 days overdue"}


def test_promises_that_were_kept_in_time_are_told() -> None:
    page = overview(
        made(
            record(
                "I",
                actions=[
                    action("A1", "done", due="2026-05-02", done_at="2026-05-02"),
                    action("A2", "done", due="2026-05-02", done_at="2026-05-01"),
                    action("A3", "done", due="2026-05-02", done_at="2026-05-03"),
                    action("A4", due="2026-06-01"),
                    action("A5", due="2026-07-01"),
                ],
            )
        )
    )
    assert page.kept == (
        "Of 4 actions whose day has come, 2 were done in time, 1 late, and 1 is overdue."
    )
    assert overview(made()).kept == ""


def test_what_each_team_has_to_do_stands_on_one_page() -> None:
    page = made(
        record(
            "I",
            actions=[
                *(action(f"A{at}", team="sre") for at in range(10, 22)),
                action("A1", due="2026-06-29", team="payments"),
                action("A2"),
                action("A3", "done", team="database"),
            ],
        )
    )["actions/teams/index.md"]
    assert isinstance(page, TeamsActionsPage)
    assert [
        (each.anchor, each.name, each.summary, len(each.actions), each.profile, each.more)
        for each in page.stacks
    ] == [
        (
            "team-payments",
            "Payments",
            "1 unfinished action, 1 of them overdue.",
            1,
            "teams/payments/",
            "",
        ),
        (
            "team-sre",
            "Site reliability",
            "12 unfinished actions, 0 of them overdue.",
            10,
            "teams/sre/",
            "actions/teams/sre/",
        ),
        ("team-no_team", "No team", "1 unfinished action, 0 of them overdue.", 1, "", ""),
    ]


def test_of_many_owners_the_overview_shows_the_first_and_their_list_all() -> None:
    every = [action(f"A{at}", owner=f"Owner {at:02d}") for at in range(1, 13)]
    pages = made(record("I", actions=every), rows=10)
    page = overview(pages)
    assert (len(page.owners), page.owners_total) == (10, 12)
    sheets = [pages["actions/owners/index.md"], pages["actions/owners/page/2.md"]]
    names = [
        [each.name for each in sheet.holders] for sheet in sheets if isinstance(sheet, HoldersPage)
    ]
    assert [len(each) for each in names] == [10, 2]
    assert names[1] == ["Owner 11", "Owner 12"]


def test_ideas_stand_apart_from_commitments() -> None:
    page = overview(made(EVERYTHING))
    assert [(each.text, each.url, each.incident_title) for each in page.ideas] == [
        ("Perhaps a cache.", "incidents/I/#ideas", "Payments failed")
    ]


def test_owners_and_teams_lead_to_what_they_still_have_to_do() -> None:
    pages = made(EVERYTHING)
    page = overview(pages)
    holders = {
        each.name: (each.overdue, each.open, each.in_progress, each.done, each.wont_do)
        for each in page.owners
    }
    assert holders == {"No owner": (1, 2, 2, 1, 1), "Ana Ruiz": (1, 1, 0, 1, 0)}
    assert [(each.name, each.overdue) for each in page.teams] == [
        ("No team", 1),
        ("Site reliability", 1),
    ]
    for holder in (*page.owners, *page.teams):
        target = pages[f"{holder.url.rstrip('/')}.md"]
        assert isinstance(target, ActionListPage)
        assert len(target.actions) == holder.open + holder.in_progress
    nobody = pages["actions/owners/no_owner.md"]
    assert isinstance(nobody, ActionListPage)
    assert nobody.heading == "Actions without an owner"
    assert nobody.summary == "4 unfinished actions, 1 of them overdue."


def test_whoever_has_finished_everything_has_no_list() -> None:
    pages = made(record("I", actions=[action("A1", "done", owner="Ana Ruiz")]))
    (owner,) = overview(pages).owners
    assert (owner.name, owner.url, owner.done) == ("Ana Ruiz", "", 1)
    assert list(pages) == ["actions/index.md", "actions/owners/index.md", "actions/teams/index.md"]


def test_a_section_with_more_than_a_page_holds_goes_on_elsewhere() -> None:
    pages = made(
        record("I", actions=[action(f"A{at}") for at in range(25)], ideas=["One."] * 11), rows=10
    )
    page = overview(pages)
    stack = page.stacks[1]
    assert (len(stack.actions), stack.total, stack.more) == (10, 25, "actions/open/")
    assert page.stacks[0].more == ""
    lengths = []
    for path in ("actions/open.md", "actions/open/page/2.md", "actions/open/page/3.md"):
        target = pages[path]
        assert isinstance(target, ActionListPage)
        lengths.append(len(target.actions))
    assert lengths == [10, 10, 5]
    assert (len(page.ideas), page.ideas_total, page.ideas_more) == (10, 11, "actions/ideas/")
    rest = pages["actions/ideas/page/2.md"]
    assert isinstance(rest, ActionListPage)
    assert len(rest.ideas) == 1


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_different_people_have_different_addresses_that_any_disk_can_hold(
    one: str, other: str
) -> None:
    assert (slug(one) == slug(other)) == (one == other)
    assert set(slug(one)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(slug(one)) <= 47


def test_an_address_keeps_what_can_be_read_of_a_name() -> None:
    assert slug("Łukasz Wójcik").startswith("ukasz-wojcik-")
    assert slug("İpek Şahin").startswith("ipek-sahin-")
    assert slug("山田").startswith("owner-")
