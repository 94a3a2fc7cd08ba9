from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from metrics.records import record
from postmortems.pages.base import (
    Page,
    When,
    incident_url,
    length,
    newest_first,
    row,
    started,
    when,
)
from support.example import make_incident, settings


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyPage(Page):
    template: ClassVar[str] = "any.md.j2"


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("index.md", ""),
        ("actions.md", "../"),
        ("incidents/index.md", "../"),
        ("incidents/INC-1.md", "../../"),
        ("services/search-index.md", "../../"),
        ("incidents/page/2.md", "../../../"),
    ],
)
def test_a_page_knows_its_way_to_the_root(path: str, root: str) -> None:
    assert AnyPage(path=path, title="T").root == root


def test_the_address_of_an_incident_is_its_id() -> None:
    assert incident_url("INC-20260303-0905") == "incidents/INC-20260303-0905/"


def test_a_moment_is_told_in_the_records_zone_and_in_utc() -> None:
    incident = record(timezone="Asia/Kathmandu", times={"started": "2026-01-01 01:02:03"})
    assert incident.times is not None
    assert when(incident.times.started, incident) == When(
        utc="2025-12-31T19:17:03Z",
        date="2026-01-01",
        clock="01:02:03",
        zone="Asia/Kathmandu",
        universal="2025-12-31 19:17:03 UTC",
    )


@pytest.mark.parametrize("zone", ["Etc/UTC", "UTC", "Europe/London"])
def test_a_zone_without_an_offset_that_day_is_called_utc(zone: str) -> None:
    said = when(datetime(2026, 1, 5, 9, 0, tzinfo=UTC), record(timezone=zone))
    assert said is not None
    assert (said.zone, said.clock) == ("UTC", "09:00")


def test_summer_time_is_that_of_the_moment() -> None:
    incident = record(timezone="Europe/Berlin")
    shown = [when(datetime(2026, month, 15, 9, 0, tzinfo=UTC), incident) for month in (1, 7)]
    assert [each.clock for each in shown if each] == ["10:00", "11:00"]


def test_an_offset_stands_for_a_zone_that_is_not_named() -> None:
    incident = record(timezone=None, times={"started": "2026-03-03T09:05:00+05:30"})
    assert incident.times is not None
    said = when(incident.times.started, incident)
    assert said is not None
    assert (said.clock, said.zone, said.utc) == ("09:05", "UTC+05:30", "2026-03-03T03:35:00Z")


def test_a_moment_of_an_undated_record_has_a_day_number_and_no_date() -> None:
    incident = record(date_unknown="A spring.", timezone=None, times={"started": "day 2 15:47"})
    assert incident.times is not None
    assert when(incident.times.started, incident) == When(
        utc="", date="day 2", clock="15:47", zone="zone not recorded", universal=""
    )
    assert started(incident) is None


def test_no_moment_is_not_told() -> None:
    assert when(None, record()) is None


def test_an_incident_starts_when_it_did_or_else_when_it_was_noticed() -> None:
    at = {"started": "09:00", "detected": "09:10", "declared": "09:20"}
    hours = []
    for name in list(at):
        begun = started(record(times=at))
        hours.append(begun.strftime("%H:%M") if begun else "")
        del at[name]
    assert hours == ["09:00", "09:10", "09:20"]
    assert started(record()) is None


def test_an_incident_lasts_from_its_start_to_its_resolution_only() -> None:
    assert length(record(times={"started": "09:00", "resolved": "10:30"})) == timedelta(minutes=90)
    assert length(record(times={"detected": "09:00", "resolved": "10:30"})) is None
    assert length(record(times={"started": "09:00"})) is None
    assert length(record()) is None


def test_a_row_says_what_the_record_says() -> None:
    said = row(
        record(
            "INC-1",
            title="No mail",
            severity="SEV1",
            kind="data_loss",
            services=["payment-api", "order-system"],
            sample=True,
            postmortem={"status": "in_review"},
            times={"started": "09:00", "resolved": "11:05"},
        ),
        settings(),
    )
    assert (said.id, said.url, said.title) == ("INC-1", "incidents/INC-1/", "No mail")
    assert (said.severity, said.severity_role) == ("P0", "p0")
    assert said.services == ("Payment API", "Order system")
    assert (said.date, said.started) == ("2026-03-03", "2026-03-03T09:00:00Z")
    assert (said.duration, said.minutes) == ("2 h 05 min", 125)
    assert (said.kind, said.postmortem, said.status) == ("data loss", "in review", "closed")
    assert (said.open, said.sample) == (False, True)


def test_a_row_says_what_is_missing_and_why() -> None:
    policy = settings()
    running = row(record(status="investigating", times={"started": "09:00"}), policy)
    assert (running.duration, running.minutes, running.open) == ("ongoing", None, True)
    ended = row(record(times={"detected": "09:00", "resolved": "10:00"}), policy)
    assert (ended.duration, ended.date) == ("not recorded", "2026-03-03")
    undated = row(record(date_unknown="A spring.", timezone=None), policy)
    assert (undated.date, undated.started) == ("date unknown", "")
    assert row(record(), policy).date == "not recorded"


def test_the_newest_comes_first_and_the_undated_last() -> None:
    given = [
        record("A", times={"started": "09:00"}),
        record("B", date_unknown="A spring.", timezone=None),
        record("C", times={"started": "10:00"}),
        record("D", times={"started": "09:00"}),
        record("E"),
    ]
    assert [each.id for each in newest_first(given)] == ["C", "D", "A", "E", "B"]


def test_the_two_moments_of_an_hour_that_comes_twice_stay_apart() -> None:
    zone = ZoneInfo("Europe/Berlin")
    incident = make_incident(timezone="Europe/Berlin")
    first, second = (datetime(2025, 10, 26, 2, 30, tzinfo=zone, fold=fold) for fold in (0, 1))
    said = [when(each, incident) for each in (first, second)]
    assert [each.utc for each in said if each] == ["2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z"]
    assert [each.clock for each in said if each] == ["02:30", "02:30"]
