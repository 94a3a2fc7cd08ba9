from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from advice.moments import at, running, said
from metrics.records import record
from postmortems.advice.calls import Call
from postmortems.advice.messages import Word
from postmortems.answers.advice import Advice, advise
from postmortems.answers.advice_json import document, schema
from postmortems.answers.advice_text import markdown, text
from postmortems.rules.base import Context
from postmortems.rules.playbook import lateness
from support.example import settings

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

SETTINGS = settings()
CLAUSES = ("engineering_escalation", "executive_notice", "client_notice")


def _advice(clock: str, severity: str = "P1", **fields: Any) -> Advice:  # noqa: ANN401
    return advise(running(severity, **fields), SETTINGS, at(clock))


def test_an_open_incident_has_clocks_and_one_that_is_over_has_what_is_owed_afterwards() -> None:
    now = _advice("09:20")
    assert (now.open, now.elapsed, now.since) == (True, timedelta(minutes=25), "since it started")
    assert [type(each).__name__ for each in now.steps()] == [
        *["Seat"] * 4,
        *["Call"] * 4,
        *["Word"] * 3,
        "Step",
    ]
    over = advise(
        record(
            status="resolved",
            times={"started": "08:55", "detected": "09:00", "resolved": "09:30"},
            severity="P0",
        ),
        SETTINGS,
        at("12:00"),
    )
    assert (over.open, over.elapsed, over.steps()) == (False, timedelta(minutes=35), ())
    assert over.owed == "Mandatory: Every P0."
    assert [(each.what, each.day) for each in over.later] == [
        ("Draft of the postmortem", date(2026, 3, 5)),
        ("Publication of the postmortem", date(2026, 3, 10)),
        ("Review of the postmortem, from 2026-03-06", date(2026, 3, 10)),
        (
            "A look at whether the actions helped (the policy's day; nobody has agreed on it)",
            date(2026, 3, 10),
        ),
        (
            "A look at whether the actions helped (the policy's day; nobody has agreed on it)",
            date(2026, 4, 2),
        ),
        (
            "A look at whether the actions helped (the policy's day; nobody has agreed on it)",
            date(2026, 6, 1),
        ),
    ]


def test_how_long_counts_from_detection_where_the_start_is_not_recorded() -> None:
    found = _advice("09:20", times={"detected": "09:00"})
    assert (found.elapsed, found.since) == (timedelta(minutes=20), "since it was detected")
    assert found.unknown == (
        "`times.started` is not recorded: how long users are hurt is not known.",
    )
    nothing = _advice("09:20", times={})
    assert (nothing.elapsed, nothing.since, len(nothing.unknown)) == (None, "", 2)


@pytest.mark.parametrize(
    ("clock", "owed", "state"),
    [
        ("10:55", "Advised: Any other P1.", "later"),
        ("10:55:01", "Mandatory: A P1 that lasted more than 2 hours.", None),
    ],
)
def test_a_postmortem_becomes_mandatory_as_the_incident_lasts(
    clock: str, owed: str, state: str | None
) -> None:
    found = _advice(clock)
    assert found.owed == owed
    assert (found.may_become and found.may_become.state) == state
    if found.may_become:
        assert found.may_become.due == at("10:55")


def test_the_reason_for_a_postmortem_is_told() -> None:
    assert _advice("09:10", "P3").owed == "Not required, as far as recorded."
    assert _advice("09:10", recurrence_of="INC-20251202-1410").owed == (
        "Mandatory: A P1 that happened before."
    )
    closed = record(status="closed", severity="P0", times={"resolved": "09:30"})
    assert advise(closed, SETTINGS, at("12:00")).owed == (
        "None is begun, and the incident is closed."
    )


@pytest.mark.parametrize("kind", ["near_miss", "false_alarm", "maintenance"])
def test_no_clock_runs_for_what_hurt_nobody(kind: str) -> None:
    found = _advice("20:00", "P0", kind=kind)
    assert (found.steps(), found.candidates, found.remedies) == ((), (), None)
    assert found.unknown == (
        "No clock of the playbook runs for near misses, false alarms and maintenance.",
    )


def test_without_a_calendar_date_no_clock_is_read() -> None:
    times = {"started": "day 1 15:47", "resolved": "day 2 02:15"}
    incident = record(
        "INC-UNDATED-07", date_unknown="Lost.", timezone=None, status="resolved", times=times
    )
    found = advise(incident, SETTINGS, at("12:00"))
    assert (found.steps(), found.elapsed) == ((), timedelta(hours=10, minutes=28))
    assert found.unknown == ("The calendar date is not recorded, so no clock can be read.",)


def test_unfinished_actions_are_told_with_their_owner_and_day() -> None:
    actions = [
        {"id": "A1", "title": "One", "status": "open", "owner": "Jon", "due": "2026-03-02"},
        {"id": "A2", "title": "Two", "status": "in_progress"},
        {"id": "A3", "title": "Three", "status": "done"},
    ]
    found = [each for each in _advice("12:00", actions=actions).later if "Action A" in each.what]
    assert [(each.what, each.day, each.when, each.overdue) for each in found] == [
        ("Action A1: One (Jon)", date(2026, 3, 2), "", True),
        ("Action A2: Two (no owner)", None, "no due date", False),
    ]


MOMENTS = st.integers(0, 600).map(lambda minute: at("08:55") + timedelta(minutes=minute))
RECORDS = st.builds(
    running,
    severity=st.sampled_from(["P0", "P1", "P2", "P3"]),
    times=st.fixed_dictionaries(
        {}, optional={"started": st.just("08:55"), "detected": st.just("09:00")}
    ),
    impact=st.sampled_from([None, {"clients": 0}, {"clients": 2}]),
    kind=st.sampled_from(["outage", "near_miss"]),
)


@given(RECORDS, MOMENTS)
def test_what_is_overdue_is_what_the_rules_call_late(incident: Incident, now: Any) -> None:  # noqa: ANN401
    found = advise(incident, SETTINGS, now)
    context = Context(settings=SETTINGS, as_of=now, stem=incident.id)
    late = {name for name in CLAUSES if lateness(incident, context, name, None) is not None}
    told = {
        f"{each.audience}_notice"
        for each in found.steps()
        if isinstance(each, Word) and each.kind == "initial" and each.state == "overdue"
    }
    told |= {
        "engineering_escalation"
        for each in found.steps()
        if isinstance(each, Call)
        for reason in each.reasons
        if "calls engineering in" in reason.what and reason.state == "overdue"
    }
    assert told == late


@given(RECORDS, MOMENTS)
def test_every_answer_keeps_to_its_schema_and_fits_a_terminal(incident: Incident, now: Any) -> None:  # noqa: ANN401
    found = advise(incident, SETTINGS, now)
    Draft202012Validator(schema()).validate(document(found, SETTINGS))
    lines = text(found, SETTINGS).splitlines()
    assert [line for line in lines if len(line) > 80 and " " in line.strip()[10:]] == []
    assert markdown(found, SETTINGS).endswith("\n")


def test_people_read_what_presses_first() -> None:
    found = _advice(
        "09:40",
        roles={"commander": {"name": "Ana Ruiz", "tier": "L2"}},
        impact={"clients": 2},
        communications=[{"at": said("09:04"), "audience": "internal", "kind": "initial"}],
    )
    assert text(found, SETTINGS).startswith(
        "INC-20260303-0855  P1 High, investigating, identification\n"
        "Card payments were declined after a gateway certificate had expired\n"
        "45 min since it started; as of 2026-03-03 09:40 UTC\n"
        "\n"
        "Now\n"
        "  [!] Name who is technical lead: overdue by 35 min (was due 09:05 UTC)\n"
        "  [!] Name who is communication lead: overdue by 35 min (was due 09:05 UTC)\n"
        "  [!] Name who is scribe: overdue by 35 min (was due 09:05 UTC)\n"
        "  [!] Call L3, Engineering on call: overdue by 10 min (was due 09:30 UTC)\n"
        "      P1 calls engineering in\n"
        "      Engineering on call: Primary engineering rota; if nobody answers,\n"
        "      Secondary engineering rota, then Engineering manager on duty; in an\n"
        "      emergency by Phone or Text message\n"
    )
    said_ = text(found, SETTINGS)
    assert (
        "  [!] Update to Team (at least every 30 min): overdue by 6 min (was due 09:34\n" in said_
    )
    assert (
        "  [ ] First word to Clients: by 10:00 UTC, in 20 min\n"
        "      postmortems announce INC-20260303-0855 --to client --kind initial\n"
    ) in said_
    assert "\nRoles\n  [x] Commander: Ana Ruiz, L2\n  [ ] Technical lead: nobody" in said_
    assert "\nDone\n  [x] L2, Senior support engineer, called (somebody of it is" in said_


def test_words_of_records_stay_words_in_markdown() -> None:
    found = _advice("09:40", title="# *x* [a](javascript:1) <img> `y` | 1. z")
    lines = markdown(found, SETTINGS).splitlines()
    assert lines[0] == "**INC-20260303-0855  P1 High, investigating, identification**  "
    assert lines[1] == ("\\# \\*x\\* \\[a\\](javascript:1\\) \\<img\\> \\`y\\` \\| 1\\. z  ")
    assert "- **overdue** Name who is commander: overdue by 35 min (was due 09:05 UTC)" in lines


def test_programs_read_moments_in_utc_and_null_where_nothing_is_known() -> None:
    Draft202012Validator.check_schema(schema())
    answer = document(_advice("09:20"), SETTINGS)
    assert answer["as_of"] == "2026-03-03T09:20:00Z"
    assert answer["elapsed_minutes"] == 25
    assert answer["phase"] == {"id": "identification", "by": "the status `investigating`"}
    call = next(each for each in answer["steps"] if each.get("tier") == "L3")
    assert (call["kind"], call["state"], call["due"], call["done"]) == (
        "call",
        "due",
        "2026-03-03T09:30:00Z",
        None,
    )
    assert answer["containment"]["chosen_by"] is None
    assert len(answer["containment"]["options"]) == len(SETTINGS.policy.containment)
    assert answer["postmortem"]["may_become_mandatory_at"] == "2026-03-03T10:55:00Z"
    none = document(_advice("09:20", times={}), SETTINGS)
    assert none["elapsed_minutes"] is None
