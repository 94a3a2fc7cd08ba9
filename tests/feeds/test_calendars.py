from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from feeds.offered import HOSTILE, files, given
from metrics.records import record
from postmortems.feeds.calendars import diaries

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = "\u00e4" * 90


def action(name: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - plain values
    return {"id": name, "title": name, "status": "open", "due": "2026-07-01", **fields}


BUSY = record(
    "INC-1",
    times={"started": "09:00", "resolved": "10:00"},
    title=HOSTILE,
    actions=[
        action("A1", title=f"{HOSTILE}, {LONG}", owner="Jo;Bell"),
        action("A2", status="in_progress", due="2026-06-01"),
        action("A3", status="done"),
        action("A4", due=None),
    ],
    follow_ups=[{"due": "2026-08-01"}, {"due": "2026-05-01", "done_at": "2026-05-02"}],
)


def events(content: bytes, kind: str = "VEVENT") -> list[Any]:
    return list(Calendar.from_ical(content.decode()).walk(kind))


def test_unfinished_actions_are_whole_days_that_leave_the_day_free() -> None:
    found = events(files(given(BUSY))["calendars/actions.ics"])
    assert [(each.decoded("dtstart"), each.decoded("dtend")) for each in found] == [
        (date(2026, 6, 1), date(2026, 6, 2)),
        (date(2026, 7, 1), date(2026, 7, 2)),
    ]
    last = found[1]
    assert str(last["summary"]) == f"Due: {HOSTILE}, {LONG} (INC-1)"
    assert str(last["description"]).startswith("Owner: Jo;Bell\nTeam: none is named\n")
    assert str(last["transp"]) == "TRANSPARENT"
    assert str(last["url"]) == "https://pm.example.com/x/incidents/INC-1/#action-a1"
    assert last["dtstamp"].to_ical() == b"20260630T235959Z"


def test_the_same_come_as_tasks_with_ids_of_their_own() -> None:
    made = files(given(BUSY))
    tasks = events(made["calendars/tasks.ics"], "VTODO")
    assert [(str(each["status"]), each.decoded("due")) for each in tasks] == [
        ("IN-PROCESS", date(2026, 6, 1)),
        ("NEEDS-ACTION", date(2026, 7, 1)),
    ]
    ids = {str(each["uid"]) for each in (*tasks, *events(made["calendars/actions.ics"]))}
    assert len(ids) == 4


def test_later_looks_are_in_the_calendar_of_reviews_until_they_are_done() -> None:
    found = events(files(given(BUSY))["calendars/reviews.ics"])
    looks = [each for each in found if "look whether" in str(each["summary"])]
    assert [each.decoded("dtstart") for each in looks] == [date(2026, 8, 1)]


def test_lines_are_short_and_end_as_the_standard_says() -> None:
    for path, content in files(given(BUSY)).items():
        if path.endswith(".ics"):
            lines = content.split(b"\r\n")
            assert lines.pop() == b""
            assert max(map(len, lines)) <= 75
            assert not any(b"\n" in line or b"\r" in line for line in lines)
            assert content.count(b"\r\nBEGIN:VEVENT\r\n") == len(events(content))


def test_a_calendar_without_days_still_has_a_part() -> None:
    content = files(given())["calendars/actions.ics"]
    assert events(content) == []
    assert len(events(content, "VTIMEZONE")) == 1


def test_a_calendar_keeps_the_days_nearest_to_today() -> None:
    far = record("INC-2", actions=[action("A1", due="2030-01-01"), action("A2", due="2026-07-02")])
    found = events(files(given(far, BUSY, events=2))["calendars/actions.ics"])
    assert [each.decoded("dtstart") for each in found] == [date(2026, 7, 1), date(2026, 7, 2)]


class Counted(tuple[Any, ...]):
    """A tuple that counts how often somebody walks through it."""

    __slots__ = ()

    walks = 0

    def __iter__(self) -> Iterator[Any]:
        Counted.walks += 1
        return super().__iter__()


@pytest.mark.parametrize("number", [1, 50])
def test_teams_are_looked_up_once_however_many_actions_there_are(number: int) -> None:
    many = [action(f"A{place}", team="payments") for place in range(number)]
    of = given(record("INC-1", actions=many))
    catalog = replace(of.settings.catalog, teams=Counted(of.settings.catalog.teams))
    Counted.walks = 0
    made = list(diaries(replace(of, settings=replace(of.settings, catalog=catalog))))
    assert len(made[0].days) == number
    assert Counted.walks == 2
