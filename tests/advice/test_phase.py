from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from postmortems.advice.evidence import FACTS
from postmortems.advice.phase import stage
from postmortems.config.checklist import Fact
from postmortems.config.taxonomy import Phase
from postmortems.model.incident import Status
from postmortems.plan import plan
from support.advising import open_incident, situation
from support.example import settings

STATUS = "the status is `{}`"
LATEST = "it is that of the latest timeline entry with a phase"


def _entry(clock: str, phase: str | None = None) -> dict[str, Any]:
    entry = {"at": f"2026-03-03 {clock}", "text": "Something happened."}
    return {**entry, "phase": phase} if phase else entry


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        ("investigating", "identification"),
        ("identified", "eradication"),
        ("mitigated", "recovery"),
        ("resolved", "lessons_learned"),
        ("closed", "lessons_learned"),
    ],
)
def test_the_status_tells_the_phase(status: str, phase: str) -> None:
    found = stage(situation("10:00", status=status))
    assert found.phase is not None
    assert (found.phase.id, found.because) == (phase, STATUS.format(status))


def test_a_later_phase_of_the_timeline_takes_it_further_and_an_earlier_one_not_back() -> None:
    entries = [_entry("09:10", "identification"), _entry("09:30", "containment"), _entry("09:40")]
    further = stage(situation("10:00", timeline=entries))
    assert further.phase is not None
    assert (further.phase.id, further.because) == ("containment", LATEST)
    back = stage(situation("10:00", status="mitigated", timeline=entries))
    assert back.phase is not None
    assert (back.phase.id, back.because) == ("recovery", STATUS.format("mitigated"))


def test_where_nothing_tells_the_phase_that_is_said() -> None:
    shipped = settings()
    phases = tuple(replace(each, statuses=()) for each in shipped.taxonomy.phases)
    policy = replace(shipped, taxonomy=replace(shipped.taxonomy, phases=phases))
    found = stage(situation("10:00", policy))
    assert (found.phase, found.checklist, found.duty) == (None, (), None)
    assert found.because == (
        "the status `investigating` belongs to no phase, and no timeline entry names one"
    )


def test_statuses_of_phases_are_those_of_incidents() -> None:
    words = plan(Phase).fields["statuses"].node
    assert words.item.choices == get_args(get_args(Status)[0])  # type: ignore[union-attr]


def test_every_fact_is_looked_for() -> None:
    assert {*FACTS, "stable"} == set(get_args(get_args(Fact)[0]))


def test_the_commander_has_a_checklist_where_there_is_one() -> None:
    duty = stage(situation("10:00", severity="P0")).duty
    assert duty is not None
    assert duty.id == "declaration"
    assert stage(situation("10:00", severity="P2")).duty is None
    coordinating = stage(situation("10:00", severity="P1", status="identified")).duty
    assert coordinating is not None
    assert coordinating.id == "coordination"


def _states(clock: str, **fragment: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    return [(each.state, each.what) for each in stage(situation(clock, **fragment)).checklist]


def test_the_first_checklist_with_nothing_and_with_everything_recorded() -> None:
    assert _states("09:10", severity="P1") == [("not_shown", "")] * 6
    assert _states("09:10", severity="P2") == [
        ("not_shown", ""),
        ("not_shown", ""),
        ("not_applicable", "counts for P0 or P1"),
        ("not_applicable", "counts for P0 or P1"),
        ("not_shown", ""),
        ("not_shown", ""),
    ]
    times = {
        "started": "2026-03-03 09:05",
        "detected": "2026-03-03 09:08",
        "acknowledged": "2026-03-03 09:09",
        "declared": "2026-03-03 09:10",
    }
    told = [
        {"at": "2026-03-03 09:12", "audience": "internal", "kind": "initial"},
        {"at": "2026-03-03 09:14", "audience": "client", "kind": "initial"},
    ]
    whole: dict[str, Any] = {
        "severity": "P1",
        "times": times,
        "impact": {"clients": 2},
        "signals": {"api_p95_s": 12},
        "roles": {"commander": "Ana Ruiz"},
        "timeline": [_entry("09:08", "identification")],
        "communications": told,
    }
    assert _states("09:20", **whole) == [
        ("shown", "acknowledged"),
        ("shown", "recorded: `api_p95_s`"),
        ("shown", "declared"),
        ("shown", "Ana Ruiz"),
        ("shown", "sent"),
        ("shown", "1 entry"),
    ]
    found = stage(situation("09:20", **whole)).checklist
    assert [each.at for each in found] == [
        open_incident(times=times).times.acknowledged,  # type: ignore[union-attr]
        None,
        open_incident(times=times).times.declared,  # type: ignore[union-attr]
        None,
        open_incident(communications=told).communications[1].at,
        open_incident(timeline=whole["timeline"]).timeline[0].at,
    ]
    # As long as clients are to be told, the first messages are not out.
    assert _states("09:20", **{**whole, "communications": told[:1]})[4] == ("not_shown", "")


@pytest.mark.parametrize(("watched", "state"), [(29, "not_shown"), (30, "shown")])
def test_stability_counts_from_the_minutes_of_the_entry(watched: int, state: str) -> None:
    fragment = {"status": "mitigated", "recovery": {"monitored_minutes": watched}}
    assert _states("12:00", **fragment)[2][0] == state


@pytest.mark.parametrize(("watched", "state"), [(14, "not_shown"), (15, "shown")])
def test_stability_counts_from_the_minutes_of_the_policy(watched: int, state: str) -> None:
    at = situation("12:00", status="mitigated", severity="P1",
                   recovery={"monitored_minutes": watched})  # fmt: skip
    assert stage(at).duty_checklist[0].state == state


def test_an_all_clear_counts_only_where_clients_were_told() -> None:
    fragment: dict[str, Any] = {"status": "mitigated"}
    assert _states("12:00", **fragment)[5] == (
        "not_applicable", "no message to anyone outside is recorded",
    )  # fmt: skip
    told = [{"at": "2026-03-03 09:30", "audience": "client", "kind": "initial"}]
    assert _states("12:00", communications=told, **fragment)[5][0] == "not_shown"
    told.append({"at": "2026-03-03 10:30", "audience": "client", "kind": "all_clear"})
    assert _states("12:00", communications=told, **fragment)[5] == ("shown", "sent")


def test_entries_of_people_are_theirs_to_judge() -> None:
    assert [each for each, _ in _states("12:00", status="identified")] == [
        "not_shown", "judge", "judge", "judge", "judge", "not_shown",
    ]  # fmt: skip


def test_the_last_checklist_looks_at_the_write_up() -> None:
    bare = {"status": "resolved"}
    assert [each for each, _ in _states("12:00", **bare)] == [
        "not_shown", "not_shown", "not_shown", "judge",
    ]  # fmt: skip
    action = {"id": "A1", "title": "It renews itself", "status": "open", "owner": "Jon Bell",
              "due": "2026-03-10"}  # fmt: skip
    whole: dict[str, Any] = {
        "status": "resolved",
        "postmortem": {"status": "draft", "owner": "Ana Ruiz", "due": "2026-03-05"},
        "review": {"held_at": "2026-03-06"},
        "actions": [action],
    }
    assert _states("12:00", **whole) == [
        ("shown", "Ana Ruiz, due"),
        ("shown", "the review was held"),
        ("shown", "1 action"),
        ("judge", ""),
    ]
    del action["due"]
    assert _states("12:00", **whole)[2] == ("not_shown", "")
