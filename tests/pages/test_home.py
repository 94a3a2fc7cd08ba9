from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import library, record
from postmortems.pages import home
from postmortems.pages.starter import starter
from support.example import load, settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident
    from postmortems.pages.home import HomePage


def made(*incidents: Incident) -> HomePage:
    (page,) = home.pages(library(*incidents))
    return page


def begun(name: str, day: str, **fields: Any) -> Incident:  # noqa: ANN401
    return record(name, times={"started": f"{day} 10:00"}, **fields)


def tiles(page: HomePage) -> dict[str, tuple[int, str, bool]]:
    return {tile.label: (tile.number, tile.url, tile.pressing) for tile in page.tiles}


def test_without_incidents_the_page_says_how_to_add_one() -> None:
    page = made()
    assert page.starter is not None
    assert page.starter.path == "incidents/2026/INC-20260630-0900.yml"
    assert page.recent == ()
    assert page.samples == ""


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("INC-YYYYMMDD-HHMM", "INC-20260630-0900"),
        ("INC-NNNN", "INC-0001"),
        ("YYYY-MM-DD_NN", "2026-06-30_01"),
    ],
)
def test_the_first_record_is_one_that_the_checks_read_without_a_complaint(
    form: str, name: str
) -> None:
    policy = settings()
    chosen = replace(policy, site=replace(policy.site, incident_id=form))
    first = starter(chosen, datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC))
    loaded = load("\n".join(first.lines).encode())
    assert (loaded.faults, loaded.problems) == ((), ())
    assert loaded.incident is not None
    assert loaded.incident.id == name
    assert first.path == f"incidents/2026/{name}.yml"
    assert all(line == line.strip() and not line.startswith("#") for line in first.lines)


def test_numbers_lead_to_the_lists_of_what_they_count() -> None:
    page = made(
        begun("A", "2026-01-01", status="investigating"),
        begun(
            "B",
            "2026-02-01",
            actions=[
                {"id": "A1", "title": "Late", "status": "open", "due": "2026-06-01"},
                {"id": "A2", "title": "Early", "status": "in_progress", "due": "2026-07-01"},
                {"id": "A3", "title": "Done", "status": "done"},
            ],
        ),
    )
    assert page.starter is None
    assert tiles(page) == {
        "Open incidents": (1, "incidents/open/", True),
        "Overdue actions": (1, "actions/#overdue", True),
        "Overdue reviews": (0, "reviews/#overdue", False),
        "Unfinished actions": (2, "actions/", False),
        "Incidents in all": (2, "incidents/", False),
    }
    assert [row.id for row in page.running] == ["A"]
    assert [each.title for each in page.overdue] == ["Late"]


def test_when_nothing_is_open_or_overdue_nothing_presses() -> None:
    page = made(begun("A", "2026-01-01"))
    assert (page.running, page.overdue) == ((), ())
    assert not any(tile.pressing for tile in page.tiles)


def test_the_last_five_incidents_stand_there_the_newest_first() -> None:
    page = made(*(begun(f"I{day}", f"2026-01-{day:02d}") for day in range(10, 17)))
    assert [row.id for row in page.recent] == [
        "I16",
        "I15",
        "I14",
        "I13",
        "I12",
    ]


def test_what_recurs_is_shown_with_its_list() -> None:
    factor = {"id": "F1", "text": "No test.", "category": "testing"}
    page = made(
        begun("A", "2026-01-01", factors=[factor], services=["web-shop"]),
        begun("B", "2026-02-01", factors=[factor], services=["web-shop"], recurrence_of="A"),
        begun("C", "2026-03-01", services=["payment-api"]),
    )
    assert [[row.id for row in chain.rows] for chain in page.chains] == [["A", "B"]]
    assert [(each.name, each.number, each.url) for each in page.categories] == [
        ("Testing", 2, "factors/testing/")
    ]
    assert [(each.name, each.number, each.url) for each in page.services] == [
        ("Web shop", 2, "services/web-shop/")
    ]


def test_overdue_reviews_press_and_lead_to_the_calendar() -> None:
    page = made(
        *(
            begun(f"I{at}", "2026-01-01", follow_ups=[{"due": f"2026-02-0{at}"}])
            for at in range(1, 8)
        )
    )
    assert tiles(page)["Overdue reviews"] == (7, "reviews/#overdue", True)
    assert [(each.incident, each.names, each.overdue) for each in page.duties[:2]] == [
        ("I1", ("Follow-up",), "149 days overdue"),
        ("I2", ("Follow-up",), "148 days overdue"),
    ]
    assert len(page.duties) == 5


def test_an_incident_that_owes_several_reviews_stands_there_once() -> None:
    looks = [{"due": f"2026-02-0{at}"} for at in range(2, 6)]
    page = made(
        begun("A", "2026-01-01", follow_ups=[{"due": "2026-02-03"}]),
        begun("B", "2026-01-02", follow_ups=looks),
    )
    assert tiles(page)["Overdue reviews"] == (5, "reviews/#overdue", True)
    assert [(each.incident, each.names, each.more, each.day) for each in page.duties] == [
        ("B", ("Follow-up 1", "Follow-up 2", "Follow-up 3"), 1, "2026-02-02"),
        ("A", ("Follow-up",), 0, "2026-02-03"),
    ]
    assert page.duties[0].overdue == "148 days overdue"


def test_gaps_recur_when_two_incidents_had_them() -> None:
    finding = {"stage": "detection", "verdict": "slow", "text": "Late."}
    page = made(
        begun("A", "2026-01-01", findings=[{**finding, "control_gap": "contacts"}]),
        begun(
            "B",
            "2026-01-02",
            findings=[{**finding, "control_gap": name} for name in ("contacts", "staffing")],
        ),
    )
    assert [(each.name, each.number, each.url) for each in page.gaps] == [
        ("Contacts", 2, "gaps/contacts/")
    ]


def test_of_a_long_chain_the_latest_are_named_and_the_others_counted() -> None:
    first = begun("I0", "2026-01-01")
    later = [
        begun(f"I{at}", f"2026-01-0{at + 1}", recurrence_of=f"I{at - 1}") for at in range(1, 7)
    ]
    (chain,) = made(first, *later).chains
    assert chain.earlier == 3
    assert [each.id for each in chain.rows] == ["I3", "I4", "I5", "I6"]


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        ((False, False), ""),
        ((True, False), "1 incident here is made up to show the tool and marked as a sample."),
        ((True, True), "All incidents here are made up to show the tool and marked as a sample."),
    ],
)
def test_samples_are_owned_up_to(samples: tuple[bool, ...], said: str) -> None:
    incidents = [begun(f"I{at}", "2026-01-01", sample=sample) for at, sample in enumerate(samples)]
    assert made(*incidents).samples == said
