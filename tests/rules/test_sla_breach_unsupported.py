from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from postmortems.rules.registry import by_id
from support.example import BASE_ID, context, make_incident

if TYPE_CHECKING:
    from postmortems.model.incident import Incident


def _messages(name: str, incident: Incident, **given: Any) -> list[str]:  # noqa: ANN401 - as context takes
    rule = by_id(name)
    assert rule.check is not None
    return [each.message for each in rule.check(incident, context(incident, **given))]


def _claiming(*, breached: bool, target: float, **impact: Any) -> Incident:  # noqa: ANN401 - YAML
    sla = {"target_pct": target, "period_days": 30, "breached": breached}
    return make_incident(impact={"description": "It failed.", "sla": sla, **impact})


def test_a_breach_may_rest_on_what_the_same_services_lost_before() -> None:
    claim = _claiming(breached=True, target=99.5)  # 3 h 36 min in 30 days
    assert _messages("sla-breach-unsupported", claim) == [
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
    held = {BASE_ID: claim, other.id: other}
    assert _messages("sla-breach-unsupported", claim, library=held) == []
    elsewhere = replace(other, services=("web-shop",))
    held = {BASE_ID: claim, other.id: elsewhere}
    assert len(_messages("sla-breach-unsupported", claim, library=held)) == 1


def test_a_denied_breach_is_doubted_only_on_recorded_shares() -> None:
    denied = _claiming(breached=False, target=99.95, users_pct=100)  # 21.6 min in 30 days
    assert _messages("sla-breach-unsupported", denied) == [
        "a breach is denied, and at least 45 min were lost; the target and the period allow 22 min"
    ]
    unknown = _claiming(breached=False, target=99.95)
    assert _messages("sla-breach-unsupported", unknown) == []
    assert len(_messages("sla-breach-unsupported", replace(unknown, kind="outage"))) == 1
    few = _claiming(breached=False, target=99.95, users_pct=40)
    assert _messages("sla-breach-unsupported", few) == []
    windows = [
        {"start": "2026-03-03 09:05", "end": "2026-03-03 09:15"},
        {"start": "2026-03-03 09:40", "end": "2026-03-03 09:50", "users_pct": 100},
    ]
    parts = _claiming(breached=False, target=99.95, users_pct=40, windows=windows)
    assert _messages("sla-breach-unsupported", parts) == []
