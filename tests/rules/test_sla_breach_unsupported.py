from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems.rules.check import check
from support.example import between, context, make_incident

if TYPE_CHECKING:
    from postmortems.model.incident import Incident


def _messages(incident: Incident, *others: Incident) -> list[str]:
    found = [*check(incident, context()), *between(incident, others=others)]
    return [each.message for each in found if each.rule == "sla-breach-unsupported"]


def _claiming(*, breached: bool, target: float, **impact: Any) -> Incident:  # noqa: ANN401 - YAML
    sla = {"target_pct": target, "period_days": 30, "breached": breached}
    return make_incident(impact={"description": "It failed.", "sla": sla, **impact})


def test_a_breach_may_rest_on_what_the_same_services_lost_before() -> None:
    claim = _claiming(breached=True, target=99.5)  # 3 h 36 min in 30 days
    assert _messages(claim) == [
        (
            "a breach is claimed, and at most 1 h 15 min were lost; "
            "the target and the period allow 3 h 36 min"
        )
    ]
    before = {
        "started": "2026-02-20 09:00",
        "resolved": "2026-02-20 11:30",
    }
    other = make_incident(id="INC-20260220-0900", times=before, timeline=None)
    assert _messages(claim, other) == []
    elsewhere = replace(other, services=("web-shop",))
    assert len(_messages(claim, elsewhere)) == 1
    # Whoever asks about one file gets no claim that hangs on all of them.
    partly = between(claim, others=[elsewhere], partly=True)
    assert [each.rule for each in partly] == []


def test_a_claim_without_its_figures_is_left_alone() -> None:
    for sla in ({"target_pct": 99.5, "breached": True}, {"period_days": 30, "breached": True}):
        incident = make_incident(impact={"description": "It failed.", "sla": sla})
        assert _messages(incident) == []
    undecided = {"target_pct": 99.5, "period_days": 30}
    incident = make_incident(impact={"description": "It failed.", "sla": undecided})
    assert _messages(incident) == []


def test_a_budget_that_is_just_spent_is_not_broken() -> None:
    hour = {"target_pct": 97.5, "period_days": 2, "breached": True}  # 72 minutes
    times = {"started": "2026-03-03 09:05", "mitigated": "2026-03-03 10:17"}
    for resolved, found in (("10:17", 1), ("10:18", 0)):
        incident = make_incident(
            kind="outage",
            impact={"description": "It failed.", "sla": hour},
            times={**times, "resolved": f"2026-03-03 {resolved}"},
        )
        assert len(_messages(incident)) == found
    for mitigated, found in (("10:17", 0), ("10:18", 1)):
        incident = make_incident(
            kind="outage",
            impact={"description": "It failed.", "sla": {**hour, "breached": False}},
            times={**times, "mitigated": f"2026-03-03 {mitigated}"},
        )
        assert len(_messages(incident)) == found


def test_a_denied_breach_is_doubted_only_on_recorded_shares() -> None:
    denied = _claiming(breached=False, target=99.95, users_pct=100)  # 21.6 min in 30 days
    assert _messages(denied) == [
        "a breach is denied, and at least 45 min were lost; the target and the period allow 22 min"
    ]
    unknown = _claiming(breached=False, target=99.95)
    assert _messages(unknown) == []
    assert len(_messages(replace(unknown, kind="outage"))) == 1
    few = _claiming(breached=False, target=99.95, users_pct=40)
    assert _messages(few) == []
    windows = [
        {"start": "2026-03-03 09:05", "end": "2026-03-03 09:15"},
        {"start": "2026-03-03 09:40", "end": "2026-03-03 09:50", "users_pct": 100},
    ]
    parts = _claiming(breached=False, target=99.95, users_pct=40, windows=windows)
    assert _messages(parts) == []


def test_windows_count_with_their_own_share_and_only_once_they_have_ended() -> None:
    ten = {"start": "2026-03-03 09:05", "end": "2026-03-03 09:15"}
    whole = {"start": "2026-03-03 09:40", "end": "2026-03-03 09:50", "users_pct": 100}

    def found(*windows: dict[str, Any], **impact: Any) -> int:  # noqa: ANN401 - plain values as in YAML
        # 12 min 58 s in 30 days; the two windows together weigh 14 minutes.
        claim = _claiming(breached=False, target=99.97, windows=list(windows), **impact)
        return len(_messages(claim))

    assert found(ten, whole, users_pct=40) == 1
    assert found(ten, whole, users_pct=20) == 0
    assert found(ten, whole) == 0  # nobody recorded whom the first one hurt
    assert found({"start": "2026-03-03 09:05", "users_pct": 100}, whole) == 0


@pytest.mark.parametrize("breached", [True, False])
def test_without_times_nothing_is_claimed_wrongly(*, breached: bool) -> None:
    claim = replace(_claiming(breached=breached, target=99.5 if breached else 99.99), kind="outage")
    assert len(_messages(claim)) == 1
    known = claim.times
    assert known is not None
    for times in (
        None,
        replace(known, started=None, mitigated=None),
        replace(known, resolved=None, mitigated=None),
    ):
        assert _messages(replace(claim, times=times)) == []


def test_only_what_ended_within_the_period_was_lost_before() -> None:
    claim = _claiming(breached=True, target=99.5)

    def found(started: str, resolved: str | None) -> int:
        times = {"started": started, "resolved": resolved}
        other = make_incident(id="INC-20260220-0900", times=times, timeline=None)
        return len(_messages(claim, other))

    assert found("2026-02-20 09:00", "2026-02-20 11:30") == 0
    assert found("2026-02-20 09:00", "2026-02-20 11:00") == 1  # too short to spend the rest
    assert found("2026-02-20 09:00", None) == 1
    assert found("2026-01-20 09:00", "2026-01-20 11:30") == 1  # the period before
    assert found("2026-03-03 09:00", "2026-03-03 12:00") == 1  # it ended later
    assert found("2026-03-03 07:20", "2026-03-03 10:20") == 0  # at the same moment
    assert found("2026-02-01 07:20", "2026-02-01 10:21") == 0
    assert found("2026-02-01 07:20", "2026-02-01 10:20") == 1  # as the period began
    undated = replace(claim, date_unknown="A Tuesday")
    assert len(_messages(undated)) == 1


def test_a_denied_breach_is_counted_to_the_minute() -> None:
    day = {"target_pct": 90, "period_days": 1, "breached": False}  # 144 minutes

    def found(mitigated: str) -> list[str]:
        times = {"started": "2026-03-03 09:00", "mitigated": f"2026-03-03 {mitigated}"}
        impact = {"description": "It failed.", "sla": day}
        return _messages(make_incident(kind="outage", times=times, timeline=None, impact=impact))

    said = "at least 2 h 25 min were lost; the target and the period allow 2 h 24 min"
    assert found("11:24") == []
    assert found("11:25") == [f"a breach is denied, and {said}"]


@pytest.mark.parametrize("absent", ["target_pct", "period_days"])
def test_a_denial_without_its_figures_is_left_alone(absent: str) -> None:
    day = {"target_pct": 90, "period_days": 1, "breached": False}
    sla = {key: value for key, value in day.items() if key != absent}
    impact = {"description": "It failed.", "sla": sla, "users_pct": 100}
    assert _messages(make_incident(impact=impact)) == []


def test_an_incident_of_unknown_length_adds_nothing_to_what_was_lost() -> None:
    claim = _claiming(breached=True, target=99.825)  # 75.6 minutes
    other = make_incident(
        id="INC-20260220-0900", times={"resolved": "2026-02-20 09:00"}, timeline=None
    )
    assert _messages(claim, other) == [
        (
            "a breach is claimed, and at most 1 h 15 min were lost; "
            "the target and the period allow 1 h 16 min"
        )
    ]
