from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import record
from postmortems.metrics.base import LeftOut
from postmortems.metrics.due import Due
from postmortems.metrics.duties import Duties, duties
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

POLICY = settings().policy  # draft 48 h, publication 7 days, review days 3 to 5, looks 7, 30, 90
TIMES = {"started": "09:00", "resolved": "12:30"}  # on Tuesday 2026-03-03: a P1 of more than 2 h


def made(*incidents: Incident, as_of: str = "2026-03-06") -> Duties:
    return duties(
        incidents, POLICY, datetime.fromisoformat(f"{as_of}T23:59:59").replace(tzinfo=UTC)
    )


def owed(**fields: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
    return record(**{"severity": "P1", "status": "resolved", "times": TIMES, **fields})


def test_a_mandatory_postmortem_owes_a_draft_a_publication_a_review_and_later_looks() -> None:
    found = made(owed())
    assert found.items == (
        Due(kind="draft", incident="A", day=date(2026, 3, 5), finished=False, overdue=True),
        Due(kind="publication", incident="A", day=date(2026, 3, 10), finished=False),
        Due(
            kind="review",
            incident="A",
            first=date(2026, 3, 6),
            day=date(2026, 3, 10),
            finished=False,
        ),
        *(
            Due(
                kind="follow_up",
                incident="A",
                name=name,
                day=day,
                finished=False,
                agreed=False,
            )
            for name, day in (
                ("1", date(2026, 3, 10)),
                ("2", date(2026, 4, 2)),
                ("3", date(2026, 6, 1)),
            )
        ),
    )
    assert found.n == 1
    assert [each.id for each in found.overdue] == ["A#draft"]


def test_a_duty_is_in_time_until_its_day_has_ended() -> None:
    assert made(owed(), as_of="2026-03-05").overdue == ()
    late = made(owed(), as_of="2026-03-11")
    assert [each.kind for each in late.overdue] == ["draft", "publication", "review"]


def test_an_open_incident_owes_the_draft_that_was_agreed_and_no_publication_yet() -> None:
    times = {"started": "09:05", "detected": "09:08"}
    agreed = {"status": "none", "due": "2026-03-05"}
    found = made(record(status="mitigated", times=times, postmortem=agreed))
    assert [(each.kind, each.day, each.overdue) for each in found.items] == [
        ("draft", date(2026, 3, 5), True)
    ]


def test_looks_that_only_the_policy_asks_for_are_shown_while_they_are_to_come() -> None:
    looks = [each for each in made(owed(), as_of="2026-04-03").items if each.kind == "follow_up"]
    assert [(each.id, each.overdue) for each in looks] == [("A#follow_up-3", False)]


def test_looks_of_the_record_take_the_place_of_the_policys() -> None:
    found = made(
        owed(
            follow_ups=[
                {"due": "2026-03-05"},
                {"due": "2026-03-06"},
                {"due": "2026-03-04", "done_at": "2026-03-06"},
            ]
        )
    )
    looks = {each.id: each for each in found.items if each.kind == "follow_up"}
    assert list(looks) == ["A#follow_up-3", "A#follow_up-1", "A#follow_up-2"]
    assert [each.overdue for each in looks.values()] == [False, True, False]
    assert [each.done for each in looks.values()] == [date(2026, 3, 6), None, None]
    assert all(each.agreed for each in looks.values())


def test_what_was_done_says_when_and_the_latest_comes_first() -> None:
    found = made(
        owed(
            postmortem={
                "status": "published",
                "drafted_at": "2026-03-09 10:00",
                "published_at": "2026-03-12 10:00",
            },
            review={"held_at": "2026-03-10"},
        ),
        as_of="2026-12-31",
    )
    assert [(each.kind, each.done) for each in found.finished] == [
        ("publication", date(2026, 3, 12)),
        ("review", date(2026, 3, 10)),
        ("draft", date(2026, 3, 9)),
    ]
    assert (found.overdue, found.upcoming) == ((), ())


def test_a_status_without_a_day_is_done_on_a_day_that_nobody_wrote_down() -> None:
    found = made(owed(postmortem={"status": "reviewed"}), as_of="2026-12-31")
    draft, publication, _ = found.items
    assert (draft.kind, draft.finished, draft.done) == ("draft", True, None)
    assert (publication.finished, publication.overdue) == (False, True)


def test_a_review_that_is_announced_is_due_on_its_own_day() -> None:
    (review,) = (
        each for each in made(owed(review={"held_at": "2026-03-20"})).items if each.kind == "review"
    )
    assert review == Due(kind="review", incident="A", day=date(2026, 3, 20), finished=False)


def test_an_agreed_day_takes_the_place_of_the_policys() -> None:
    found = made(owed(postmortem={"status": "none", "due": "2026-03-31"}))
    days = {each.kind: each.day for each in found.items if each.kind != "follow_up"}
    assert days["draft"] == days["publication"] == date(2026, 3, 31)


def test_nobody_owes_what_the_policy_does_not_ask_for() -> None:
    mild = owed(severity="P3")
    closed = owed(id="B", status="closed")  # without a draft or a day: `postmortem-missing` tells
    known = record("C", severity="P0", status="resolved")
    assert [each.id for each in made(mild, closed, known).items] == []
    begun = made(owed(severity="P3", postmortem={"status": "draft"}))
    assert {each.kind for each in begun.items} == {"draft", "publication", "follow_up"}


def test_what_cannot_be_dated_is_left_out_and_said() -> None:
    found = made(
        record("A", severity="P0", status="resolved"),
        record(
            "B",
            date_unknown="A spring.",
            timezone=None,
            status="resolved",
            times={"resolved": "day 1 12:00"},
            postmortem={"status": "draft"},
        ),
    )
    assert found.items == ()
    assert [(each.reason, each.ids) for each in found.left_out] == [
        ("`resolved` not recorded", ("A",)),
        ("date unknown", ("B",)),
    ]


def test_a_review_that_is_known_to_be_unrecorded_is_not_asked_for() -> None:
    told = owed(not_recorded=[{"field": "review", "reason": "Nobody kept notes."}])
    assert "review" not in {each.kind for each in made(told).items}


def _done(*days: str | None) -> list[dict[str, Any]]:
    return [
        {"id": f"A{number}", "title": "It is so", "status": "done", "done_at": day}
        for number, day in enumerate(days, start=1)
    ]


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"actions": _done("2026-03-09", "2026-03-12")}, True),
        ({"actions": _done("2026-03-12"), "review": {"held_at": "2026-03-10"}}, True),
        ({"actions": _done("2026-03-12"), "review": {"held_at": "2026-03-12"}}, False),
        ({"actions": _done("2026-03-12"), "follow_ups": [{"due": "2026-03-20"}]}, False),
        (
            {
                "actions": _done("2026-03-12"),
                "follow_ups": [{"due": "2026-03-10", "done_at": "2026-03-11"}],
            },
            True,
        ),
        ({"actions": [*_done("2026-03-12"), {"id": "B", "title": "b", "status": "open"}]}, False),
        ({"actions": []}, False),
        ({"actions": _done("2026-03-12"), "severity": "P3"}, False),
    ],
)
def test_a_second_look_is_asked_for_once_all_actions_are_done(
    fields: dict[str, Any], *, asked: bool
) -> None:
    found = made(owed(**fields), as_of="2026-03-15")
    looks = [each for each in found.items if each.kind == "second_look"]
    assert [(each.day, each.agreed, each.overdue) for each in looks] == [
        (None, False, False)
    ] * asked
    quiet = replace(POLICY, actions=replace(POLICY.actions, look_again_when_done=False))
    without = duties([owed(**fields)], quiet, datetime(2026, 3, 15, tzinfo=UTC))
    assert all(each.kind != "second_look" for each in without.items)


def test_no_second_look_is_asked_for_after_a_day_that_nobody_recorded() -> None:
    found = made(owed(actions=_done("2026-03-12", None)), as_of="2026-03-15")
    assert all(each.kind != "second_look" for each in found.items)
    assert found.left_out == (
        LeftOut("all actions are done, but not every day was recorded", ("A",)),
    )


def test_reports_are_due_on_their_recorded_days_and_others_are_left_out() -> None:
    filings = [
        {"stage": "Early warning", "due": "2026-03-04 09:00"},
        {"stage": "Notification", "due": "2026-03-06 09:00", "filed_at": "2026-03-07 09:00"},
        {"stage": "Final"},
    ]
    found = made(owed(severity="P3", regulatory=[{"regime": "NIS2", "filings": filings}]))
    assert [(each.id, each.day, each.done, each.overdue) for each in found.items] == [
        ("A#filing-1-1", date(2026, 3, 4), None, True),
        ("A#filing-1-2", date(2026, 3, 6), date(2026, 3, 7), False),
    ]
    assert found.left_out == (
        LeftOut("report to a regulator: nothing says when it is due", ("A",)),
    )


def test_reports_that_nobody_entered_are_due_by_the_clocks_of_the_policy() -> None:
    duty: dict[str, Any] = {"regime": "NIS2", "aware_at": "2026-03-03 09:12"}
    found = made(owed(severity="P3", regulatory=[duty]), as_of="2026-03-05")
    assert [(each.id, each.label, each.path, each.day, each.overdue) for each in found.items] == [
        (
            "A#filing-1-early-warning",
            "NIS2: Early warning",
            ("regulatory", 0),
            date(2026, 3, 4),
            True,
        ),
        (
            "A#filing-1-incident-notification",
            "NIS2: Incident notification",
            ("regulatory", 0),
            date(2026, 3, 6),
            False,
        ),
    ]
    assert [each.reason for each in found.left_out] == [
        "report to a regulator: nothing says when it is due"
    ]


def test_what_was_judged_not_reportable_owes_no_report() -> None:
    duty: dict[str, Any] = {"regime": "NIS2", "aware_at": "2026-03-03 09:12", "reportable": False}
    assert made(owed(severity="P3", regulatory=[duty]), as_of="2026-03-05").items == ()
    duty["filings"] = [{"stage": "Early warning", "due": "2026-03-04 09:00"}]
    told = made(owed(severity="P3", regulatory=[duty]), as_of="2026-03-05").items
    assert [(each.id, each.overdue) for each in told] == [("A#filing-1-1", True)]


def test_only_the_last_promise_to_each_audience_of_an_open_incident_counts() -> None:
    words = [
        {"at": "2026-03-03 09:20", "audience": "client", "kind": "initial"}
        | {"next_update_at": "2026-03-03 09:50"},
        {"at": "2026-03-03 09:40", "audience": "internal", "kind": "initial"}
        | {"next_update_at": "2026-03-08 10:00"},
        {"at": "2026-03-03 09:50", "audience": "client", "kind": "update"}
        | {"next_update_at": "2026-03-05 10:00"},
    ]
    fields: dict[str, Any] = {
        "severity": "P3",
        "times": {"started": "09:00"},
        "communications": words,
    }
    found = made(record(**fields, status="mitigated"))
    assert [(each.id, each.overdue) for each in found.items] == [
        ("A#update-3", True),
        ("A#update-2", False),
    ]
    assert made(owed(severity="P3", communications=words)).items == ()
