from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.advice.obligation import mandatory
from postmortems.rules.base import Context
from postmortems.rules.registry import by_id
from support.example import context, make_incident, settings

if TYPE_CHECKING:
    from postmortems.findings import Path
    from postmortems.model.incident import Incident


def _paths(name: str, incident: Incident, as_of: str = "2026-03-20") -> list[Path]:
    rule = by_id(name)
    assert rule.check is not None
    return [each.path for each in rule.check(incident, context(incident, as_of=as_of))]


LONG = {
    "started": "2026-03-03 09:05",
    "detected": "2026-03-03 09:08",
    "resolved": "2026-03-03 11:06",
}
SHORT = {**LONG, "resolved": "2026-03-03 11:05"}  # exactly two hours


@pytest.mark.parametrize(
    ("fragment", "mandatory"),
    [
        ({"severity": "P0", "times": SHORT}, True),
        ({"severity": "P1", "times": LONG}, True),
        ({"severity": "P1", "times": SHORT}, False),
        ({"severity": "P1", "times": None}, False),
        ({"severity": "P1", "times": {"resolved": "2026-03-03 11:06"}}, False),
        ({"severity": "P1", "recurrence_of": "INC-20251202-1410"}, True),
        ({"severity": "P2", "recurrence_of": "INC-20251202-1410"}, False),
    ],
)
def test_only_a_mandatory_postmortem_is_owed(fragment: dict[str, Any], *, mandatory: bool) -> None:
    incident = make_incident(**{"times": SHORT, "timeline": None, "review": None, **fragment})
    assert bool(_paths("published-without-review", incident)) is mandatory
    none = replace(incident.postmortem, status="none")
    silent = replace(incident, status="resolved", postmortem=none)
    if incident.times is not None:
        assert bool(_paths("postmortem-overdue", silent)) is mandatory


def test_the_cases_of_the_policy_ask_for_everything_that_they_name() -> None:
    (case, *_) = settings().policy.postmortem.mandatory
    several = replace(case, levels=(), multi_client=True, data_loss=True, client_detected=True)
    owed = replace(settings().policy.postmortem, mandatory=(several,))
    policy = replace(settings(), policy=replace(settings().policy, postmortem=owed))
    rule = by_id("published-without-review")
    assert rule.check is not None

    def asked(clients: object, lost: object, source: str) -> bool:
        impact = {"description": "It failed.", "clients": clients, "data_loss": lost}
        incident = make_incident(review=None, impact=impact, detection={"source": source})
        assert rule.check is not None
        return bool(list(rule.check(incident, context(incident, policy=policy))))

    assert asked(2, 1, "client_report")
    assert not asked(1, 1, "client_report")
    assert not asked("unknown", 1, "client_report")
    assert not asked(2, "unknown", "client_report")
    assert not asked(2, 1, "alert")


@pytest.mark.parametrize(
    ("written", "as_of", "overdue"),
    [
        ({"status": "draft"}, "2026-03-09", False),
        ({"status": "draft"}, "2026-03-10", True),
        ({"status": "reviewed"}, "2026-03-10", True),
        ({"status": "published"}, "2027-01-01", False),
        ({"status": "none"}, "2027-01-01", False),  # not mandatory
        ({"status": "none", "due": "2026-03-05"}, "2026-03-05", False),
        ({"status": "none", "due": "2026-03-05"}, "2026-03-06", True),
        ({"status": "draft", "due": "2026-03-05"}, "2026-03-06", False),
        ({"status": "draft", "due": "2026-03-20"}, "2026-03-20", False),
        ({"status": "draft", "due": "2026-03-20"}, "2026-03-21", True),
    ],
)
def test_a_postmortem_is_overdue_after_its_deadlines(
    written: dict[str, str], as_of: str, *, overdue: bool
) -> None:
    incident = make_incident(postmortem=written, recurrence_of=None)
    found = _paths("postmortem-overdue", incident, as_of=as_of)
    assert found == ([("postmortem", "status")] if overdue else [])


@pytest.mark.parametrize(
    ("status", "due"), [("draft", "2026-03-10 10:20"), ("none", "2026-03-05 10:20")]
)
def test_a_deadline_has_passed_a_moment_after_itself(status: str, due: str) -> None:
    incident = make_incident(postmortem={"status": status}, severity="P0", status="resolved")
    check = by_id("postmortem-overdue").check
    assert check is not None
    now = datetime.fromisoformat(due).replace(tzinfo=UTC)
    for late in (False, True):
        given = Context(settings=settings(), as_of=now + timedelta(seconds=late))
        assert bool(list(check(incident, given))) is late


def test_an_unknown_length_is_not_taken_for_a_long_one() -> None:
    (case, *_) = settings().policy.postmortem.mandatory
    long = replace(case, levels=(), longer_than_minutes=0)
    policy = replace(
        settings().policy, postmortem=replace(settings().policy.postmortem, mandatory=(long,))
    )
    assert mandatory(make_incident(), policy) == long
    assert mandatory(replace(make_incident(), times=None), policy) is None


def test_data_is_lost_only_where_the_record_says_so() -> None:
    (case, *_) = settings().policy.postmortem.mandatory
    lost = replace(case, levels=(), data_loss=True)
    policy = replace(
        settings().policy, postmortem=replace(settings().policy.postmortem, mandatory=(lost,))
    )
    assert mandatory(replace(make_incident(), impact=None), policy) is None
    assert mandatory(make_incident(impact={"description": "x", "data_loss": 1}), policy) == lost


def test_without_a_date_only_an_agreed_day_can_pass() -> None:
    undated = replace(make_incident(postmortem={"status": "draft"}), date_unknown="A Tuesday")
    assert _paths("postmortem-overdue", undated, as_of="2030-01-01") == []
    agreed = replace(undated.postmortem, due=date(2026, 3, 5))
    incident = replace(undated, postmortem=agreed)
    assert _paths("postmortem-overdue", incident, as_of="2026-03-05") == []
    assert _paths("postmortem-overdue", incident, as_of="2026-03-06") != []


def test_a_postmortem_is_late_by_the_moment_it_was_there() -> None:
    def late(**written: str) -> list[Path]:
        return _paths(
            "postmortem-late", make_incident(postmortem={"status": "published"} | written)
        )

    assert late(drafted_at="2026-03-05 10:20", published_at="2026-03-10 10:20") == []
    assert late(drafted_at="2026-03-05 10:21") == [("postmortem", "drafted_at")]
    assert late(published_at="2026-03-10 10:21") == [("postmortem", "published_at")]
    assert late(published_at="2026-03-10 10:21", due="2026-03-10") == []
    assert late(drafted_at="2026-03-05 10:20", due="2026-03-04") == [("postmortem", "drafted_at")]


def test_how_late_is_said_in_days_or_in_hours() -> None:
    def said(name: str, as_of: str = "2026-03-20", **fragment: object) -> list[str]:
        rule = by_id(name)
        assert rule.check is not None
        incident = make_incident(**fragment)
        return [each.message for each in rule.check(incident, context(incident, as_of=as_of))]

    def late(drafted: str) -> list[str]:
        return said("postmortem-late", postmortem={"status": "draft", "drafted_at": drafted})

    assert late("2026-03-05 11:25") == ["drafted 1 h 05 min after it was due, 2026-03-05 10:20"]
    assert late("2026-03-06 10:20") == ["drafted 1 day after it was due, 2026-03-05 10:20"]
    assert late("2026-03-07 10:20") == ["drafted 2 days after it was due, 2026-03-05 10:20"]
    looks = [{"due": "2026-03-10"}]
    assert said("follow-up-overdue", as_of="2026-03-11", follow_ups=looks) == [
        "the follow-up was due on 2026-03-10, 1 day ago"
    ]
    assert said("follow-up-overdue", as_of="2026-03-12", follow_ups=looks) == [
        "the follow-up was due on 2026-03-10, 2 days ago"
    ]
    owed = {
        "status": "resolved",
        "postmortem": {"status": "none"},
        "recurrence_of": "INC-20251202-1410",
    }
    assert said("postmortem-overdue", as_of="2026-03-05", **owed) == [
        "the postmortem is overdue: a draft was due by 2026-03-05 10:20 and none was begun"
    ]
    assert said("postmortem-overdue", as_of="2026-03-10", **owed) == [
        "the postmortem is overdue: it was to be published by 2026-03-10 10:20 and is `none`"
    ]


@pytest.mark.parametrize("status", ["investigating", "mitigated"])
def test_a_begun_postmortem_of_an_open_incident_is_late_for_no_publication(status: str) -> None:
    fields: dict[str, Any] = {
        "status": status,
        "times": {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:08"},
    }
    begun = make_incident(**fields, postmortem={"status": "draft", "due": "2026-03-05"})
    assert _paths("postmortem-overdue", begun) == []
    waiting = make_incident(**fields, postmortem={"status": "none", "due": "2026-03-05"})
    assert _paths("postmortem-overdue", waiting) == [("postmortem", "status")]
