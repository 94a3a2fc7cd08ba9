from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from metrics.records import AS_OF, record
from postmortems.metrics.timeliness import drafts, publications
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

POLICY = replace(
    settings().policy,
    postmortem=replace(settings().policy.postmortem, draft_within_hours=48, publish_within_days=7),
)


def written(name: str = "A", status: str = "published", **moments: Any) -> Incident:  # noqa: ANN401
    return record(
        name,
        times={"started": "09:00", "resolved": "10:00"},
        postmortem={"status": status, **moments},
    )


def test_no_incident_has_no_deadlines() -> None:
    found = drafts([], POLICY, AS_OF)
    assert (found.n, found.on_time, found.late, found.overdue, found.left_out) == (
        0,
        (),
        (),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("drafted", "on_time"),
    [("2026-03-05 10:00", True), ("2026-03-05 10:01", False), ("2026-03-03 09:30", True)],
)
def test_a_draft_is_on_time_up_to_its_last_minute(drafted: str, on_time: bool) -> None:
    found = drafts([written(drafted_at=drafted)], POLICY, AS_OF)
    assert (found.on_time, found.late) == ((("A",), ()) if on_time else ((), ("A",)))
    assert (found.n, found.limit) == (1, 48 * 60)


@pytest.mark.parametrize(
    ("published", "on_time"), [("2026-03-10 10:00", True), ("2026-03-10 10:01", False)]
)
def test_a_publication_is_on_time_up_to_its_last_minute(published: str, on_time: bool) -> None:
    found = publications([written(published_at=published)], POLICY, AS_OF)
    assert (found.on_time, found.late) == ((("A",), ()) if on_time else ((), ("A",)))
    assert found.limit == 7 * 24 * 60


def test_what_is_not_published_is_overdue_once_its_time_is_over() -> None:
    incident = written(status="reviewed")
    last = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    found = publications([incident], POLICY, last)
    assert (found.n, dict(found.left_out)) == (0, {"not due yet": ("A",)})
    late = publications([incident], POLICY, last.replace(minute=1))
    assert (late.n, late.overdue) == (1, ("A",))


def test_what_the_record_does_not_say_is_left_out_with_the_reason() -> None:
    incidents = [
        written("A", status="none"),
        record("B", status="investigating", postmortem={"status": "draft"}),
        written("C", status="draft"),
        record(
            "D",
            timezone=None,
            date_unknown="A Friday.",
            times={"started": "day 1 15:47", "resolved": "day 2 02:15"},
            postmortem={"status": "in_review"},
        ),
    ]
    assert dict(drafts(incidents, POLICY, AS_OF).left_out) == {
        "no postmortem begun": ("A",),
        "`resolved` not reached yet": ("B",),
        "`drafted_at` not recorded": ("C", "D"),
    }
    found = publications(incidents, POLICY, AS_OF)
    assert found.overdue == ("C",)
    assert dict(found.left_out) == {
        "no postmortem begun": ("A",),
        "`resolved` not reached yet": ("B",),
        "date unknown": ("D",),
    }


def test_what_the_policy_makes_mandatory_is_overdue_although_nobody_has_begun_it() -> None:
    times = {"started": "09:00", "resolved": "10:00"}
    owed = record("A", severity="P0", status="resolved", times=times)
    given_up = record("B", severity="P0", status="closed", times=times)
    advised = record("C", severity="P2", status="resolved", times=times)
    for found in (drafts, publications):
        told = found([owed, given_up, advised], POLICY, AS_OF)
        assert (told.n, told.overdue) == (1, ("A",))
        assert dict(told.left_out) == {"no postmortem begun": ("B", "C")}
    soon = drafts([owed], POLICY, datetime(2026, 3, 5, 10, 0, tzinfo=UTC))
    assert dict(soon.left_out) == {"not due yet": ("A",)}
