from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.advice.clocks import acted_on
from postmortems.advice.hindsight import as_it_stood
from postmortems.advice.now import advise
from postmortems.rules.base import Context
from postmortems.rules.playbook import lateness
from support.advising import moment, open_incident, said, task
from support.example import settings

if TYPE_CHECKING:
    from datetime import datetime

CLIENTS = {"clients": 3}


def _told(audience: str, clock: str) -> dict[str, Any]:
    return {
        "communications": [{"at": f"2026-03-03 {clock}", "audience": audience, "kind": "initial"}]
    }


@pytest.mark.parametrize(
    ("clause", "severity", "due", "before", "after"),
    [
        ("acknowledgement", "P0", "09:13", "09:13", "09:14"),
        ("acknowledgement", "P1", "09:13", "09:13", "09:14"),
        ("acknowledgement", "P2", "09:23", "09:23", "09:24"),
        ("acknowledgement", "P3", "10:08", "10:08", "10:09"),
        ("engineering_escalation", "P0", "09:23", "09:23", "09:24"),
        ("engineering_escalation", "P1", "09:38", "09:38", "09:39"),
        ("executive_notice", "P0", "09:13", "09:13", "09:14"),
        ("client_notice", "P0", "09:38", "09:38", "09:39"),
        ("client_notice", "P1", "10:08", "10:08", "10:09"),
    ],
)
def test_a_clause_is_due_until_its_time_is_over(
    clause: str, severity: str, due: str, before: str, after: str
) -> None:
    for clock, state in (("09:09", "due"), (before, "due"), (after, "overdue")):
        found = task(f"level:{clause}", clock, severity=severity, impact=CLIENTS)
        assert (found.state, said(found.due), found.done_at) == (state, due, None)


@pytest.mark.parametrize(
    ("clause", "severity", "starts", "due"),
    [
        ("executive_notice", "P1", "11:08", "11:13"),
        ("engineering_escalation", "P2", "13:08", "13:13"),
        ("client_notice", "P2", "11:05", "12:05"),
    ],
)
def test_a_clause_that_waits_is_coming_then_due_then_overdue(
    clause: str, severity: str, starts: str, due: str
) -> None:
    def state(minutes: int, clock: str) -> str:
        hour, minute = map(int, clock.split(":"))
        total = hour * 60 + minute + minutes
        found = task(f"level:{clause}", f"{total // 60:02}:{total % 60:02}", severity=severity)
        assert said(found.due) == due
        return found.state

    assert [state(each, starts) for each in (-1, 0, 1)] == ["coming", "coming", "due"]
    assert [state(each, due) for each in (0, 1)] == ["due", "overdue"]


def test_what_was_done_is_done_or_late() -> None:
    for clock, state in (("09:38", "done"), ("09:39", "late")):
        found = task("level:client_notice", "12:00", severity="P0", **_told("status_page", clock))
        assert (found.state, said(found.due), said(found.done_at)) == (state, "09:38", clock)


def test_a_notice_names_its_audiences_and_the_message_of_the_playbook() -> None:
    found = task("level:client_notice", "09:10", severity="P0")
    assert (found.kind, found.audiences, found.message) == (
        "message", ("client", "status_page"), "client-notice",
    )  # fmt: skip
    assert found.text == "First word to Clients or Status page"


def test_executives_who_were_called_in_have_been_told() -> None:
    call = [{"at": "2026-03-03 09:12", "tier": "L5"}]
    found = task("level:executive_notice", "10:00", severity="P0", escalations=call)
    assert (found.state, said(found.done_at)) == ("done", "09:12")
    call = [{"at": "2026-03-03 09:12", "tier": "L4"}]
    assert task("level:executive_notice", "10:00", severity="P0", escalations=call).state == (
        "overdue"
    )


def test_whoever_takes_part_need_not_be_called() -> None:
    roles = {"tech_lead": {"name": "Jon Bell", "tier": "L3"}}
    found = task("level:engineering_escalation", "12:00", severity="P0", roles=roles)
    assert (found.state, found.why) == ("done", "Jon Bell (L3) took part")


def test_what_hangs_on_something_unrecorded_is_asked_or_unknown() -> None:
    felt = task("level:client_notice", "12:00", severity="P1")
    assert (felt.state, felt.why) == (
        "judge", "owed if clients feel it, which the record does not say",
    )  # fmt: skip
    assert task("level:client_notice", "12:00", severity="P1", impact={"clients": 0}).state == (
        "not_applicable"
    )
    times = {"started": "2026-03-03 09:05"}
    blind = task("level:acknowledgement", "12:00", severity="P1", times=times)
    assert (blind.state, blind.due) == ("due", None)
    assert blind.why == "`times.detected` is not recorded, so no time can be named"
    assert task("level:detection", "12:00", severity="P1", times=times).state == "unknown"


def test_what_is_owed_in_any_case_stays_owed_while_its_clock_has_no_start() -> None:
    given: dict[str, Any] = {"severity": "P0", "times": {"started": "2026-03-03 09:05"}}
    for name in ("engineering_escalation", "executive_notice", "client_notice"):
        assert task(f"level:{name}", "12:00", **given).state == "due"
        over = task(f"level:{name}", "12:00", status="resolved", **given)
        assert (over.state, over.why) == (
            "unknown", "`times.detected` is not recorded, so its clock cannot be told",
        )  # fmt: skip
    told = task("level:client_notice", "12:00", **given, **_told("client", "09:30"))
    assert told.state == "done"


def test_no_clock_runs_for_what_hurt_nobody() -> None:
    incident = open_incident(severity="P0", kind="near_miss")
    assert advise(incident, settings(), moment("18:00")).tasks == ()


def test_a_level_raised_later_starts_its_clocks_then() -> None:
    history = [
        {"at": "2026-03-03 09:10", "level": "P2"},
        {"at": "2026-03-03 10:00", "level": "P0"},
    ]
    found = task("level:client_notice", "10:31", severity="P0", severity_history=history)
    assert (found.state, said(found.due)) == ("overdue", "10:30")


def test_a_p3_of_the_night_is_due_in_the_first_hour_of_business() -> None:
    times = {"started": "2026-03-06 20:00", "detected": "2026-03-06 20:10"}
    name = "level:acknowledgement"
    for at, state in (("2026-03-09 10:00", "due"), ("2026-03-09 10:01", "overdue")):
        found = task(name, at, severity="P3", times=times)
        assert (found.state, said(found.due)) == (state, "2026-03-09 10:00")


RECORDS: list[dict[str, Any]] = [
    {},
    {"impact": CLIENTS},
    {"impact": {"clients": 0}},
    {"detection": {"source": "client_report"}},
    {"kind": "false_alarm"},
    {"times": {"started": "2026-03-03 09:05"}},
    {"times": {"detected": "2026-03-03 09:08"}},
    {"times": None},
    {"times": {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:30",
               "acknowledged": "2026-03-03 09:50", "mitigated": "2026-03-03 10:00"}},
    {"impact": CLIENTS, **_told("client", "10:30")},
    {**_told("executive", "11:20")},
    {"escalations": [{"at": "2026-03-03 09:40", "tier": "L3"}]},
    {"status": "resolved", "impact": CLIENTS,
     "times": {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:08",
               "resolved": "2026-03-03 14:00"}},
    {"status": "closed", "times": {"started": "2026-03-03 09:05", "detected": "2026-03-03 09:08",
                                   "resolved": "2026-03-03 09:30"}},
    {"status": "resolved"},
    {"severity_history": [{"at": "2026-03-03 09:10", "level": "P3"},
                          {"at": "2026-03-03 10:00", "level": "P1"}]},
]  # fmt: skip
MOMENTS = ("09:08", "09:13", "09:14", "09:23", "09:38", "09:39", "10:08", "11:08", "11:13",
           "11:14", "12:05", "12:06", "13:13", "13:14", "17:30", "2026-03-04 09:30")  # fmt: skip


def _rule_says(
    severity: str, fragment: dict[str, Any], at: datetime
) -> tuple[dict[str, bool], dict[str, bool]]:
    incident = as_it_stood(open_incident(**{"severity": severity, **fragment}), at)
    context = Context(settings=settings(), as_of=at)
    late: dict[str, bool] = {}
    for name, clause in settings().severities.level(incident.severity).sla.clauses():
        done = acted_on(incident, name, clause, settings())
        # Without a detection there is nothing that could be late: `detection-late` is silent.
        nothing = name == "detection" and done is None
        late[name] = not nothing and lateness(incident, context, name, done) is not None
    states = {
        each.id.removeprefix("level:"): each.state in {"overdue", "late", "missed"}
        for each in advise(incident, settings(), at).tasks
        if each.id.startswith("level:")
    }
    return late, states


@pytest.mark.parametrize("severity", ["P0", "P1", "P2", "P3"])
def test_rule_and_advice_agree_on_what_is_late(severity: str) -> None:
    seen: set[bool] = set()
    for fragment, clock in product(RECORDS, MOMENTS):
        late, states = _rule_says(severity, fragment, moment(clock))
        if states:
            assert states == late, (fragment, clock)
        else:
            assert not any(late.values())
        seen |= set(late.values())
    assert seen == {True, False}
