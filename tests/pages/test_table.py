from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from metrics.records import library, record
from postmortems.pages import lists, table
from postmortems.pages.listing import ListPage
from postmortems.pages.services import ServicePage
from support.example import settings
from support.offers import list_data

if TYPE_CHECKING:
    import pytest

    from postmortems.model.incident import Incident


def made(*incidents: Incident) -> dict[str, Any]:
    """The files' values by path."""
    return {path: json.loads(content) for path, content in list_data(library(*incidents)).items()}


def rows(*incidents: Incident) -> list[dict[str, Any]]:
    """The rows of the newest part, by the names of their columns."""
    files = made(*incidents)
    name = files[table.INDEX]["parts"][0]["file"].partition("?")[0]
    return [dict(zip(table.COLUMNS, values, strict=True)) for values in files[f"data/list/{name}"]]


def test_without_incidents_there_is_an_index_without_parts() -> None:
    files = made()
    assert list(files) == [table.INDEX]
    assert files[table.INDEX]["parts"] == []
    assert files[table.INDEX]["choices"]["year"] == []


def test_stacked_marks_in_a_title_are_bounded_as_on_pages() -> None:
    stack = "\u0301\u0302\u0303\u0304"
    [row] = rows(record("INC-20260303-0905", title=f"Z{stack}{stack * 9}a"))
    assert row["title"] == f"Z{stack}\ufffda"


def test_a_row_holds_what_the_list_shows_and_filters_by() -> None:
    action = {"title": "T", "type": "prevent", "owner": "O"}
    [row] = rows(
        record(
            "INC-20260303-0905",
            title='<img src=x onerror="alert(1)">',
            severity="P2",
            kind="outage",
            services=["payment-api", "web-shop"],
            teams=["payments"],
            tags=["Certificates"],
            timezone="Europe/Berlin",
            times={"started": "2026-01-01 00:30", "resolved": "2026-01-01 02:00"},
            sample=True,
            actions=[
                {**action, "id": "A1", "status": "done", "due": "2026-01-02"},
                {**action, "id": "A2", "status": "open", "due": "2026-03-01"},
                {**action, "id": "A3", "status": "in_progress", "due": "2026-02-01"},
                {**action, "id": "A4", "status": "wont_do", "due": "2026-01-03", "reason": "R"},
                {**action, "id": "A5", "status": "open"},
            ],
        )
    )
    assert row == {
        "id": "INC-20260303-0905",
        "title": '<img src=x onerror="alert(1)">',
        "severity": "P2",
        "kind": "outage",
        "status": "closed",
        "postmortem": "none",
        "services": ["payment-api", "web-shop"],
        "teams": ["payments"],
        "tags": ["Certificates"],
        "year": "2026",
        "date": "2026-01-01",
        "started": "2025-12-31T23:30:00Z",
        "minutes": 90,
        "duration": "1 h 30 min",
        "due": "2026-02-01",
        "sample": 1,
    }


def test_what_is_not_known_stays_unknown() -> None:
    undated = record("U", timezone=None, date_unknown="A Friday.", times={"started": "day 1 10:00"})
    running = record("R", status="investigating", times={"started": "10:00"})
    first, last = rows(undated, running)
    assert (first["id"], first["minutes"], first["duration"]) == ("R", None, "ongoing")
    assert (last["id"], last["year"], last["date"]) == ("U", "undated", "date unknown")
    assert (last["started"], last["minutes"], last["duration"], last["due"]) == ("", None, "", "")
    assert rows(record("N"))[0]["date"] == ""


def test_the_choices_are_the_policy_and_what_the_records_hold() -> None:
    files = made(
        record("A", times={"started": "2024-05-05 10:00"}, tags=["Zeta", "alpha"]),
        record("B", times={"started": "2026-05-05 10:00"}, tags=["zeta"]),
        record("C"),
    )
    choices = files[table.INDEX]["choices"]
    catalog = settings().catalog
    assert choices["year"] == [["2026", "2026"], ["2024", "2024"], ["undated", "no date recorded"]]
    assert [each[0] for each in choices["tag"]] == ["alpha", "zeta"]
    assert choices["severity"][0] == ["P0", "P0 Critical", "p0"]
    assert choices["status"][2:4] == [
        ["mitigated", "mitigated", True],
        ["resolved", "resolved", False],
    ]
    assert ["data_loss", "data loss"] in choices["kind"]
    assert sorted(choices["service"]) == sorted([each.id, each.name] for each in catalog.services)
    names = [name.casefold() for _, name in choices["team"]]
    assert names == sorted(names)
    assert len(names) == len(catalog.teams)


def test_parts_are_bounded_and_a_new_incident_changes_only_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table, "ROWS_PER_PART", 2)
    five = [record(f"I{day}", times={"started": f"2026-05-0{day} 10:00"}) for day in range(1, 6)]
    before = list_data(library(*five))
    index = json.loads(before[table.INDEX])
    assert [(each["file"][:6], each["rows"]) for each in index["parts"]] == [
        ("3.json", 1),
        ("2.json", 2),
        ("1.json", 2),
    ]
    held = {
        path: [row[0] for row in json.loads(content)]
        for path, content in before.items()
        if path != table.INDEX
    }
    assert held == {
        "data/list/3.json": ["I5"],
        "data/list/2.json": ["I4", "I3"],
        "data/list/1.json": ["I2", "I1"],
    }
    after = list_data(library(*five, record("I6", times={"started": "2026-05-06 10:00"})))
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {table.INDEX, "data/list/3.json"}
    again = json.loads(after[table.INDEX])["parts"]
    assert again[1:] == index["parts"][1:]
    assert again[0]["file"] != index["parts"][0]["file"]


def test_parts_can_be_made_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROWS_PER_PART", 2)
    given = library(
        record("I1", times={"started": "2025-05-01 10:00"}, tags=["DB", "Net"]),
        record("I2", times={"started": "2026-05-01 10:00"}, tags=["db"]),
        record("I3"),
    )
    parts = [table.part(given, *each) for each in table.cut(table.order(given))]
    assert [(held.rows, held.years, held.tags) for _, held in parts] == [
        (1, ("2026",), {"db": "db"}),
        (2, ("2025", "undated"), {"db": "DB", "net": "Net"}),
    ]
    files = {path: content for made, _ in parts for path, content in made.items()}
    assert files | table.index(given.settings, [held for _, held in parts]) == list_data(given)
    choices = json.loads(list_data(given)[table.INDEX])["choices"]
    assert choices["tag"] == [["db", "DB"], ["net", "Net"]]


def test_how_many_rows_are_shown_at_once_is_policy() -> None:
    policy = settings()
    few = replace(
        policy, site=replace(policy.site, lists=replace(policy.site.lists, rows_filtered=20))
    )
    assert json.loads(list_data(library(policy=few))[table.INDEX])["rows_per_page"] == 20


def test_lists_lead_to_the_same_incidents_among_all() -> None:
    policy = settings()
    ten = replace(
        policy, site=replace(policy.site, lists=replace(policy.site.lists, rows_per_page=10))
    )
    incidents = [
        record(
            f"I{day:02d}",
            severity="P1",
            services=["payment-api"],
            status="investigating",
            times={"started": f"2026-05-{day:02d} 10:00"},
        )
        for day in range(1, 12)
    ]
    pages = {
        page.path: page
        for page in lists.pages(
            library(*incidents, record("U", services=["payment-api"]), policy=ten)
        )
        if isinstance(page, ListPage | ServicePage)
    }
    full = {path: page for path, page in pages.items() if page.sections}
    assert {path: page.filtered for path, page in full.items() if page.filtered} == {
        "incidents/page/2.md": "incidents/",
        "incidents/open.md": "incidents/?status=open",
        "incidents/open/page/2.md": "incidents/?status=open",
        "years/2026.md": "incidents/?year=2026",
        "years/2026/page/2.md": "incidents/?year=2026",
        "years/undated.md": "incidents/?year=undated",
        "severities/p1.md": "incidents/?severity=p1",
        "severities/p1/page/2.md": "incidents/?severity=p1",
        "services/payment-api.md": "incidents/?service=payment-api",
        "services/payment-api/page/2.md": "incidents/?service=payment-api",
    }
    assert {path for path, page in pages.items() if getattr(page, "table", "")} == {
        "incidents/index.md"
    }
    assert getattr(pages["incidents/index.md"], "table", "") == "data/list/index.json"
    assert pages["incidents/index.md"].scripts == ("assets/list/main.js",)
    assert pages["years/2026.md"].scripts == ()
